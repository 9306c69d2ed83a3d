import { Validator } from "@cfworker/json-schema";
import { pointerTo } from "../../core/json-pointer.ts";
import { anyOf } from "../../core/text.ts";
import schema from "./node-api.schema.json";
import { type Call, defaultNodeApi, type NodeApi, type Operation } from "./node-api.ts";
import { type OperationName, operationKind, operationNames, type ValueNeeds, valuesOf } from "./operations.ts";
import { placeholdersIn, placeholdersOf, unfinished } from "./placeholders.ts";
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
  const unfinishedTexts = textsIn(candidate, "").filter(({ text }) => placeholdersIn(text).includes(unfinished));
  if (unfinishedTexts.length > 0) return unfinishedTexts.map(({ pointer }) => ({ pointer, problem: toBeFilledIn }));
  const problems = schemaProblems(candidate);
  return problems.length > 0 ? problems : meaninglessParts(candidate as NodeApi);
}

const toBeFilledIn = `{${unfinished}} stands for something that a person still has to fill in.`;

function schemaProblems(candidate: unknown): ProfileProblem[] {
  const { errors } = new Validator(wholeSchema, "2020-12", false).validate(candidate);
  const depth = ({ instanceLocation }: { instanceLocation: string }) => instanceLocation.split("/").length;
  // An error of a reference only says that what it refers to has errors.
  return errors
    .filter(({ keyword }) => keyword !== "$ref")
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
function meaninglessParts({ operations, spellings, tokenHeader }: NodeApi): ProfileProblem[] {
  const named = Object.entries(operations) as [OperationName, Operation][];
  return [
    ...named.flatMap(([name, operation]) => operationProblems(name, operation)),
    ...named.flatMap(([name, operation]) => headerProblems(name, operation, tokenHeader)),
    ...spellingProblems(spellings),
  ];
}

function operationProblems(name: OperationName, operation: Operation): ProfileProblem[] {
  const kind = operationKind(name);
  const { result, item, only, unavailable } = operation;
  const at = `/operations/${name}`;
  return [
    ...callsOf(name, operation).flatMap((call) => [...shadowingNames(call), ...unknownPlaceholders(name, call)]),
    ...(["result", "item"] as const).flatMap((part) =>
      unknownNames(`${at}/${part}`, { result, item }[part], Object.keys(kind[part] ?? {}), "read"),
    ),
    ...unknownNames(`${at}/only`, only, Object.keys(kind.sends), "sent"),
    ...(unavailable === true ? [] : unsentValues(name, operation)),
  ];
}

/** A call of an operation, and what can be sent in it. */
interface PlacedCall {
  readonly pointer: string;
  readonly call: Call;
  /** The values that the operation sends, and those that earlier calls have captured. */
  readonly values: readonly string[];
  /** The values that this call captures for later ones. */
  readonly captured: readonly string[];
}

/** The calls of an operation in the order in which they are made. */
function callsOf(name: OperationName, { before = [], path, query, headers, body, method }: Operation): PlacedCall[] {
  const at = `/operations/${name}`;
  let values = Object.keys(operationKind(name).sends);
  const earlier = before.map((call, index) => {
    const captured = Object.keys(call.result ?? {});
    const placed = { pointer: `${at}/before/${index}`, call, values, captured };
    values = [...values, ...captured];
    return placed;
  });
  const own: Call = { method, path, ...(query && { query }), ...(headers && { headers }), ...(body && { body }) };
  return [...earlier, { pointer: at, call: own, values, captured: [] }];
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

/** A captured value with the name of another value would silently be sent in its place. */
function shadowingNames({ pointer, values, captured }: PlacedCall): ProfileProblem[] {
  const problem = "A value of this name exists already. Give the captured value another name.";
  return captured
    .filter((name) => values.includes(name))
    .map((name) => ({ pointer: `${pointer}/result${pointerTo([name])}`, problem }));
}

function unknownPlaceholders(operation: OperationName, { pointer, call, values }: PlacedCall): ProfileProblem[] {
  const { path, query, headers, body } = call;
  return textsIn({ path, query, headers, body }, pointer).flatMap((each) =>
    placeholdersIn(each.text)
      .filter((value) => !values.includes(value))
      .map((value) => ({
        pointer: each.pointer,
        problem: `{${value}} is not a value that ${operation} sends; it sends ${anyOf(values)}.`,
      })),
  );
}

function unknownNames(
  pointer: string,
  named: object | undefined,
  known: readonly string[],
  done: "read" | "sent",
): ProfileProblem[] {
  return Object.keys(named ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: `${pointer}${pointerTo([name])}`, problem: unknownName(known, done) }));
}

function unknownName(known: readonly string[], done: string): string {
  return known.length === 0 ? `No value is ${done} here.` : `This value is not ${done} here; only ${anyOf(known)}.`;
}

/**
 * Required values that an operation does not send. Without an id, for example, the wrong connections could be deleted. A
 * value counts as sent in a call before only if the own call sends something that was captured: otherwise that call would
 * be the same for every value.
 */
function unsentValues(name: OperationName, operation: Operation): ProfileProblem[] {
  const calls = callsOf(name, operation);
  const own = sentIn(calls.at(-1));
  const captured = calls.flatMap((each) => each.captured);
  const isLinked = own.some((value) => captured.includes(value));
  const sent = new Set(isLinked ? calls.flatMap(sentIn) : own);
  return valuesOf(operationKind(name).sends, "required")
    .filter((value) => !sent.has(value))
    .map((value) => ({ pointer: `/operations/${name}`, problem: `{${value}} is not sent.` }));
}

function sentIn(placed: PlacedCall | undefined): string[] {
  const { path, query, headers, body } = placed?.call ?? {};
  return placeholdersOf({ path, query, headers, body });
}

/** Headers that belong to the connection, or that the tasks set themselves. */
const reservedHeader =
  /^(host|cookie|connection|keep-alive|content-length|content-encoding|transfer-encoding|te|trailer|expect|upgrade|proxy-.*)$/i;

function headerProblems(name: OperationName, operation: Operation, tokenHeader: string): ProfileProblem[] {
  const isReserved = (header: string) =>
    reservedHeader.test(header) || header.toLowerCase() === tokenHeader.toLowerCase();
  return callsOf(name, operation).flatMap(({ pointer, call }) =>
    Object.keys(call.headers ?? {})
      .filter(isReserved)
      .map((header) => ({
        pointer: `${pointer}/headers${pointerTo([header])}`,
        problem: "This header is not set by a call.",
      })),
  );
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
