import { Validator } from "@cfworker/json-schema";
import { pointerTo } from "../../core/json-pointer.ts";
import { anyOf } from "../../core/text.ts";
import schema from "./node-api.schema.json";
import { defaultNodeApi, type NodeApi, type Operation } from "./node-api.ts";
import { type OperationName, operationKind, operationNames, type ValueNeeds, valuesOf } from "./operations.ts";
import { placeholdersIn } from "./placeholders.ts";
import { nodeSpelling, type Spellings, words } from "./spellings.ts";

/** A place where a profile does not fit its schema, as a JSON pointer, and the reason. */
export interface ProfileProblem {
  readonly pointer: string;
  readonly problem: string;
}

/**
 * The problems of a node API profile, the most precise place first. Empty when the profile fits its schema and each
 * operation uses only its own values.
 */
export function profileProblems(candidate: unknown): ProfileProblem[] {
  const problems = schemaProblems(candidate);
  return problems.length > 0 ? problems : meaninglessParts(candidate as NodeApi);
}

function schemaProblems(candidate: unknown): ProfileProblem[] {
  const { errors } = new Validator(wholeSchema, "2020-12", false).validate(candidate);
  const depth = ({ instanceLocation }: { instanceLocation: string }) => instanceLocation.split("/").length;
  return [...errors]
    .sort((a, b) => depth(b) - depth(a))
    .map(({ instanceLocation, error }) => ({ pointer: instanceLocation.replace(/^#/, "") || "/", problem: error }));
}

/** The schema in the file, with the requirements of each operation from the table of operations. */
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
  const { result, item = {} } = operationKind(name);
  const parts = Object.entries({ result, item });
  const isNeeded = ([, values]: [string, ValueNeeds]) => valuesOf(values, "required", "alternative").length > 0;
  return {
    $ref: "#/$defs/operation",
    required: parts.filter(isNeeded).map(([part]) => part),
    properties: Object.fromEntries(parts.map(([part, values]) => [part, { required: valuesOf(values, "required") }])),
  };
}

/** Parts of a profile that fit the schema but have no meaning: unknown values, and words with two meanings. */
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
      unknownNames(`${at}/${part}`, { result, item }[part], Object.keys(kind[part] ?? {})),
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
    .map((value) => ({ pointer, problem: `{${value}} is not a value that ${name} sends; it sends ${anyOf(sends)}.` }));
}

function unknownNames(pointer: string, sources: object | undefined, known: readonly string[]): ProfileProblem[] {
  return Object.keys(sources ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: `${pointer}${pointerTo([name])}`, problem: unknownName(known) }));
}

function unknownName(known: readonly string[]): string {
  return known.length === 0 ? "No value is read here." : `This value is not read here; only ${anyOf(known)}.`;
}

/** Required values that the call does not send. Without an id, for example, the wrong connections could be deleted. */
function unsentValues(name: OperationName, templates: object): ProfileProblem[] {
  const sent = new Set(textsIn(templates, "").flatMap(({ text }) => placeholdersIn(text)));
  return valuesOf(operationKind(name).sends, "required")
    .filter((value) => !sent.has(value))
    .map((value) => ({ pointer: `/operations/${name}`, problem: `{${value}} is not sent.` }));
}

/** Two words of a vocabulary must not have the same spelling. */
function spellingProblems(spellings: Spellings): ProfileProblem[] {
  return (["mode", "status"] as const).flatMap((vocabulary) => {
    const given = spellings[vocabulary];
    const spelled = (word: string) => nodeSpelling(given, word).trim().toLowerCase();
    return Object.keys(given ?? {}).flatMap((word) => {
      const other = words[vocabulary].find((each) => each !== word && spelled(each) === spelled(word));
      if (other === undefined) return [];
      return [{ pointer: `/spellings/${vocabulary}/${word}`, problem: `${other} has the same spelling.` }];
    });
  });
}
