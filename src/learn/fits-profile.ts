import { isObject } from "../core/json.ts";
import { atPointer, pointerSteps, pointerTo } from "../core/json-pointer.ts";
import { defaultNodeApi, type Sources } from "../exalate/profile/node-api.ts";
import { leavesOf } from "./json-leaves.ts";
import type { SeenOperation } from "./seen-operation.ts";
import type { TypedValues } from "./typed-values.ts";

/** Whether the profile's own call would have sent what was recorded and read from the answer what was learned. */
export function fitsProfile(seen: SeenOperation, segments: readonly string[]): boolean {
  const operation = defaultNodeApi.operations[seen.name];
  const { chain, recording, problems = [] } = seen;
  if (operation === undefined || chain.before.length > 0 || chain.own.problems.length > 0 || problems.length > 0)
    return false;
  const { exchange, query, headers, body = {} } = chain.own;
  return (
    exchange.call.method === operation.method &&
    endsWith(segments, pointerSteps(`${defaultNodeApi.basePath}${operation.path}`)) &&
    Object.keys(headers).every((name) => name.toLowerCase() === "x-requested-with") &&
    (seen.item !== undefined
      ? isPart(query, operation.query ?? {})
      : isSame(query, operation.query ?? {}, recording.typed)) &&
    isSame(body, operation.body ?? {}, recording.typed) &&
    readsSame(seen.result, operation.result ?? {}, (place) => answerValue(seen, place)) &&
    readsSame(seen.item ?? {}, operation.item ?? {}, (place) => atPointer(seen.entry, place))
  );
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  return path.slice(-end.length).join("/") === end.join("/");
}

function isPart(query: Readonly<Record<string, string>>, all: Readonly<Record<string, string>>): boolean {
  return Object.entries(query).every(([name, template]) => all[name] === template);
}

/** The same places, with the same templates; a mode, a privacy and what was not typed stay as recorded. */
function isSame(learned: unknown, template: unknown, typed: TypedValues): boolean {
  if (!isObject(learned) || !isObject(template)) return false;
  const sent = new Map(leavesOf(learned).map(({ steps, value }) => [pointerTo(steps), value]));
  const expected = new Map(leavesOf(template).map(({ steps, value }) => [pointerTo(steps), value]));
  const isExpected = [...sent].every(
    ([place, value]) => expected.has(place) && isFilled(value, expected.get(place), typed),
  );
  return isExpected && [...expected].every(([place, text]) => sent.has(place) || isUntyped(text, typed));
}

function isFilled(value: unknown, template: unknown, typed: TypedValues): boolean {
  if (value === template) return true;
  if (template === "{mode}") return value === typed.mode;
  if (template === "{private}") return value === false;
  return isUntyped(template, typed) && (value === "" || value === null);
}

function isUntyped(template: unknown, { description }: TypedValues): boolean {
  return template === "{description}" && (description ?? "") === "";
}

type Read = (place: string) => unknown;

function readsSame(learned: Readonly<Record<string, string>>, sources: Sources, read: Read): boolean {
  return Object.entries(learned).every(([name, place]) => {
    const found = (sources[name] ?? []).map(read).find((value) => value !== undefined && value !== null);
    return found !== undefined && JSON.stringify(found) === JSON.stringify(read(place));
  });
}

function answerValue({ chain }: SeenOperation, place: string): unknown {
  const { answer, call } = chain.own.exchange;
  const header = /^header:(.+)$/.exec(place)?.[1]?.toLowerCase();
  if (header === undefined) return atPointer(answer, place);
  return call.answerHeaders.find(({ name }) => name.toLowerCase() === header)?.value;
}
