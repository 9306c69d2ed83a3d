import { anyOf } from "../core/text.ts";
import type { Operation, Sources } from "../exalate/profile/node-api.ts";
import { neededInAnswer, type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import { nodeSpelling, type Spellings } from "../exalate/profile/spellings.ts";
import type { DescribedCall } from "./description.ts";
import { shapeAt, stepsOf } from "./flatten.ts";
import { quoted } from "./request-differences.ts";
import type { Shape } from "./shape.ts";
import { spellingsIn, synonyms } from "./synonyms.ts";

/** How the described answer of a call differs from what an operation expects. */
export interface AnswerDifferences {
  readonly differences: readonly string[];
  /** Values that are not described, or that are missing and not needed. */
  readonly remarks: readonly string[];
}

/** Compares the answer that an operation expects with the described one. */
export function answerDifferences(
  name: OperationName,
  operation: Operation,
  call: DescribedCall,
  spellings: Spellings,
): AnswerDifferences {
  const { answer } = call;
  const { result = {}, item = {} } = operation;
  const needed = neededInAnswer(name);
  if (answer === undefined && call.answerHeaders.length === 0) {
    const remarks = Object.keys(result).length === 0 ? [] : ["its answer is not described"];
    return { differences: [], remarks };
  }
  const list = result.items && itemsAt(result.items, answer);
  const wholes = lookedUp(result, answer, call.answerHeaders);
  const parts = list === undefined ? [] : lookedUp(item, list, []);
  const isNeeded = ({ value }: LookedUp) => needed.includes(value);
  const all = [...wholes, ...parts];
  const missing = all.filter(({ isThere }) => !isThere);
  const unimportant = missing.filter((each) => !isNeeded(each)).map(({ value }) => value);
  return {
    differences: [
      ...missing.filter(isNeeded).map(({ value, sources }) => `its answer has no ${value} at ${sources.join(" or ")}`),
      ...missingAlternatives(name, wholes),
      ...all.flatMap((each) => spellingDifference(each, spellings)),
    ],
    remarks: unimportant.length === 0 ? [] : [`its answer has no ${anyOf(unimportant)}`],
  };
}

/** A call is useless when none of its alternative values can be read. */
function missingAlternatives(name: OperationName, found: readonly LookedUp[]): string[] {
  const alternatives = valuesOf(operationKind(name).result, "alternative");
  const isFound = found.some(({ value, isThere }) => isThere && alternatives.includes(value));
  return isFound || alternatives.length === 0
    ? []
    : [`its answer has no ${anyOf(alternatives)} where the profile looks`];
}

interface LookedUp {
  readonly value: string;
  readonly sources: readonly string[];
  readonly isThere: boolean;
  readonly shape: Shape | undefined;
}

function lookedUp(sources: Sources, shape: Shape | undefined, headers: readonly string[]): LookedUp[] {
  return Object.entries(sources).map(([value, places]) => {
    const found = places.map((place) => describedAt(value, place, shape, headers)).find((each) => each !== undefined);
    return { value, sources: places, isThere: found !== undefined, shape: found === "unknown" ? undefined : found };
  });
}

function describedAt(value: string, place: string, shape: Shape | undefined, headers: readonly string[]) {
  const header = /^header:(.+)$/.exec(place)?.[1]?.toLowerCase();
  if (header !== undefined) return headers.some((each) => each.toLowerCase() === header) ? "unknown" : undefined;
  const found = shape && shapeAt(shape, stepsOf(place));
  if (found === undefined || found === "unknown") return found;
  return isFitting(value, found) ? found : undefined;
}

/** Whether a value can have this shape: a list needs a list; any other value needs a shape without members. */
function isFitting(value: string, shape: Shape): boolean {
  const isList = synonyms.values[value]?.kind === "list";
  return isList
    ? shape.kind === "list" || shape.kind === "anything"
    : shape.members.size === 0 && shape.kind !== "list" && shape.kind !== "object";
}

function itemsAt(places: readonly string[], answer: Shape | undefined): Shape | undefined {
  const lists = places.map((place) => answer && shapeAt(answer, stepsOf(place)));
  const list = lists.find((each) => each !== undefined && each !== "unknown" && each.kind === "list");
  return list === "unknown" ? undefined : list?.items;
}

/** Case does not matter in answers. */
function spellingDifference({ value, sources, shape }: LookedUp, spellings: Spellings): string[] {
  const kind = synonyms.values[value]?.spelling;
  const choices = shape?.items?.choices ?? shape?.choices ?? [];
  if (kind === undefined) return [];
  const theirs = Object.entries(spellingsIn(choices, kind));
  const isKnown = ([word, spelling]: [string, string]) =>
    nodeSpelling(spellings[kind], word).toLowerCase() === spelling.toLowerCase();
  return theirs.every(isKnown) ? [] : [`${sources[0]} is spelled ${quoted(choices)}`];
}
