import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import type { CandidatePart } from "./candidate.ts";
import type { DescribedCall } from "./description.ts";
import { matchValues } from "./match-values.ts";
import { anything } from "./shape.ts";

/** Values that must not be in a path or query, because servers and proxies log URLs. */
export const secretValues: ReadonlySet<string> = new Set(["invitationCode", "password"]);

/** The form of a path that the profile's schema allows. */
const validPath = /^(\/([A-Za-z0-9._~-]|\{[A-Za-z]+\})+)+$/;

/** A call's path with the domain names of its values; undefined when the operation does not have one of them. */
export function candidatePath(name: OperationName, { path }: DescribedCall): CandidatePart<string> | undefined {
  const places = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, place = ""]) => ({
    name: place,
    within: [],
    shape: anything,
  }));
  const { sends } = operationKind(name);
  const open = Object.keys(sends).filter((value) => !secretValues.has(value));
  const matches = matchValues(open, places);
  const named = new Map(matches.map(({ value, place }) => [place.name, value]));
  const [only] = places;
  const [needed] = valuesOf(sends, "required");
  // A single value in the path of such a call is the connection's id, whatever its name is.
  if (places.length === 1 && only && named.size === 0 && needed === "connectionId") named.set(only.name, needed);
  if (named.size < places.length) return undefined;
  const part = path.replace(/\{([^{}]*)\}/g, (_, place: string) => `{${named.get(place)}}`);
  return validPath.test(part) ? { part, values: [...named.values()], edits: [] } : undefined;
}
