import type { JsonObject } from "../core/json.ts";
import { pointerTo } from "../core/json-pointer.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { Edit } from "./learned.ts";
import { editMark, type Problem, type TemplatedCall } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";

/** The segments of a call's path, the recording's own beginning replaced by that of the overrides. */
export type PathOf = (operation: SeenOperation, call: TemplatedCall) => readonly string[];

/** How an operation is known from a recording, and with which values. */
export function recordedKnowledge({ only }: SeenOperation): JsonObject {
  return {
    evidence: "recorded",
    source: "a recording of the node's console",
    ...(only === undefined ? {} : { only }),
  };
}

/** An operation as the overrides write it. `pathOf` gives the path below the base path. */
export function operationJson(operation: SeenOperation, pathOf: PathOf): JsonObject {
  const { chain, result, item } = operation;
  const before = chain.before.map((call) => ({
    ...callJson(operation, call, pathOf),
    ...resultJson(capturesOf(operation, call)),
  }));
  return {
    ...recordedKnowledge(operation),
    ...(before.length > 0 ? { before } : {}),
    ...callJson(operation, chain.own, pathOf),
    ...resultJson(withEdits(result, operation, "result")),
    ...(item === undefined ? {} : { item: sourcesOf(item) }),
  };
}

/** The values that are read from the answer of a call before the operation's own. */
function capturesOf({ chain, earlierResults }: SeenOperation, { exchange }: TemplatedCall): Record<string, string> {
  return { ...Object.fromEntries(chain.captures.get(exchange.index) ?? []), ...earlierResults?.get(exchange.index) };
}

function callJson(operation: SeenOperation, call: TemplatedCall, pathOf: PathOf): JsonObject {
  const { query, headers, body, exchange } = call;
  return {
    method: exchange.call.method,
    path: `/${pathOf(operation, call).join("/")}`,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(body === undefined ? {} : { body }),
  };
}

function resultJson(result: Readonly<Record<string, string>>): JsonObject {
  return Object.keys(result).length > 0 ? { result: sourcesOf(result) } : {};
}

function sourcesOf(places: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, [place]]));
}

/** A value whose place is open has the mark in its place. */
function withEdits(
  places: Readonly<Record<string, string>>,
  { problems = [] }: SeenOperation,
  part: string,
): Record<string, string> {
  const open = problems.filter(({ steps }) => steps[0] === part).map(({ steps }) => [steps[1] ?? "", editMark]);
  return { ...places, ...Object.fromEntries(open) };
}

/** What a person must fill in of an operation. */
export function editsOf(operation: SeenOperation): Edit[] {
  const { chain, name, problems = [] } = operation;
  const before = chain.before.flatMap((call, at) =>
    call.problems.map((each) => editAt(name, ["before", String(at)], each)),
  );
  const own = chain.own.problems.map((each) => editAt(name, [], each));
  return [...before, ...own, ...problems.map((each) => editAt(name, [], each))];
}

function editAt(name: OperationName, steps: readonly string[], { steps: place, what }: Problem): Edit {
  return { pointer: pointerTo(["operations", name, ...steps, ...place]), what };
}

/** The call for a person, with the calls before it. */
export function callText({ chain }: SeenOperation): string {
  const text = ({ exchange, segments }: TemplatedCall) => `${exchange.call.method} /${segments.join("/")}`;
  const before = chain.before.map(text).join(", ");
  return before === "" ? text(chain.own) : `${text(chain.own)}, after ${before}`;
}
