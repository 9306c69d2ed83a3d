import { Validator } from "@cfworker/json-schema";
import { meaninglessParts } from "./meaning.ts";
import schema from "./node-api.schema.json";
import type { NodeApi } from "./node-api.ts";

/** Where a profile does not fit its schema, as a JSON pointer, and in what. */
export interface ProfileProblem {
  readonly pointer: string;
  readonly problem: string;
}

/**
 * What is wrong with a node API profile, the most precise place first; nothing when it fits its schema and every value
 * that it names is one of its operation.
 */
export function profileProblems(candidate: unknown): ProfileProblem[] {
  const misfits = schemaProblems(candidate);
  return misfits.length > 0 ? misfits : meaninglessParts(candidate as NodeApi);
}

function schemaProblems(candidate: unknown): ProfileProblem[] {
  const { errors } = new Validator(schema as object, "2020-12", false).validate(candidate);
  const depth = ({ instanceLocation }: { instanceLocation: string }) => instanceLocation.split("/").length;
  return [...errors]
    .sort((a, b) => depth(b) - depth(a))
    .map(({ instanceLocation, error }) => ({ pointer: instanceLocation.replace(/^#/, "") || "/", problem: error }));
}
