import { Validator } from "@cfworker/json-schema";
import { pointerTo } from "../../core/json-pointer.ts";
import { anyOf } from "../../core/text.ts";
import schema from "./node-api.schema.json";
import { defaultNodeApi, type NodeApi, type Operation } from "./node-api.ts";
import { type OperationName, operationKind, operationNames, type ValueNeeds, valuesOf } from "./operations.ts";
import { placeholdersIn } from "./placeholders.ts";
import { type Spellings, spelledBy, words } from "./spellings.ts";

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
  const { errors } = new Validator(wholeSchema, "2020-12", false).validate(candidate);
  const depth = ({ instanceLocation }: { instanceLocation: string }) => instanceLocation.split("/").length;
  return [...errors]
    .sort((a, b) => depth(b) - depth(a))
    .map(({ instanceLocation, error }) => ({ pointer: instanceLocation.replace(/^#/, "") || "/", problem: error }));
}

/** The schema of the file, with what it asks of each operation by the table of operations. */
const wholeSchema: object = {
  ...schema,
  properties: { ...schema.properties, operations: operationsSchema() },
};

function operationsSchema(): object {
  return {
    type: "object",
    additionalProperties: false,
    required: operationNames.filter((name) => defaultNodeApi.operations[name]?.optional !== true),
    properties: Object.fromEntries(operationNames.map((name) => [name, operationSchema(name)])),
  };
}

function operationSchema(name: OperationName): object {
  const { result, item } = operationKind(name);
  const parts = Object.entries({ result, item });
  const isNeeded = ([, values]: [string, ValueNeeds]) => valuesOf(values, "required", "alternative").length > 0;
  return {
    $ref: "#/$defs/operation",
    required: parts.filter(isNeeded).map(([part]) => part),
    properties: Object.fromEntries(parts.map(([part, values]) => [part, { required: valuesOf(values, "required") }])),
  };
}

/** Parts of a profile that fit its schema and yet mean nothing: values that do not exist, words with two meanings. */
function meaninglessParts({ operations, spellings }: NodeApi): ProfileProblem[] {
  const named = Object.entries(operations) as [OperationName, Operation][];
  return [...named.flatMap(([name, operation]) => operationProblems(name, operation)), ...spellingProblems(spellings)];
}

function operationProblems(name: OperationName, operation: Operation): ProfileProblem[] {
  const kind = operationKind(name);
  const { path, query, body, result, item, unavailable } = operation;
  const at = `/operations/${name}`;
  return [
    ...textsIn({ path, query, body }, at).flatMap((text) => unknownPlaceholders(name, text)),
    ...(["result", "item"] as const).flatMap((part) =>
      unknownNames(`${at}/${part}`, { result, item }[part], Object.keys(kind[part])),
    ),
    ...(unavailable === true ? [] : unsentValues(name, { path, query, body })),
  ];
}

interface PlacedText {
  readonly pointer: string;
  readonly text: string;
}

function textsIn(template: unknown, pointer: string): PlacedText[] {
  if (typeof template === "string") return [{ pointer, text: template }];
  if (typeof template !== "object" || template === null) return [];
  return Object.entries(template).flatMap(([name, inner]) => textsIn(inner, `${pointer}${pointerTo([name])}`));
}

function unknownPlaceholders(name: OperationName, { pointer, text }: PlacedText): ProfileProblem[] {
  const sends = Object.keys(operationKind(name).sends);
  return placeholdersIn(text)
    .filter((value) => !sends.includes(value))
    .map((value) => ({ pointer, problem: `{${value}} is no value that ${name} sends; it sends ${anyOf(sends)}.` }));
}

function unknownNames(pointer: string, sources: object | undefined, known: readonly string[]): ProfileProblem[] {
  return Object.keys(sources ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: `${pointer}${pointerTo([name])}`, problem: unknownName(known) }));
}

function unknownName(known: readonly string[]): string {
  return known.length === 0 ? "Nothing is read here." : `This is no value that is read here; there is ${anyOf(known)}.`;
}

/** Without its id a connection could not be deleted, or worse, others would be. */
function unsentValues(name: OperationName, templates: object): ProfileProblem[] {
  const sent = new Set(textsIn(templates, "").flatMap(({ text }) => placeholdersIn(text)));
  return valuesOf(operationKind(name).sends, "required")
    .filter((value) => !sent.has(value))
    .map((value) => ({ pointer: `/operations/${name}`, problem: `Nothing sends {${value}}.` }));
}

/** What the node says must be understood in one way only. */
function spellingProblems(spellings: Spellings): ProfileProblem[] {
  return (["mode", "status"] as const).flatMap((vocabulary) => {
    const given = spellings[vocabulary];
    const spelled = (word: string) => spelledBy(given, word).trim().toLowerCase();
    return Object.keys(given ?? {}).flatMap((word) => {
      const other = words[vocabulary].find((each) => each !== word && spelled(each) === spelled(word));
      if (other === undefined) return [];
      return [{ pointer: `/spellings/${vocabulary}/${word}`, problem: `${other} is spelled in the same way.` }];
    });
  });
}
