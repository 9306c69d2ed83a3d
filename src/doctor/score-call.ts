import { neededInAnswer, type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import type { DescribedCall } from "./description.ts";
import { synonyms, wordsOf } from "./synonyms.ts";

/** How well something matches, and why. */
export interface Score {
  readonly score: number;
  readonly reasons: readonly string[];
}

/** The highest score for words. */
const mostForWords = 14;

interface CallWords {
  readonly path: readonly string[];
  readonly id: readonly string[];
  readonly text: readonly string[];
}

/** How well a call's method and words match an operation; undefined for an impossible method or another subject. */
export function wordScore(name: OperationName, call: DescribedCall): Score | undefined {
  const known = synonyms.operations[name];
  if (known === undefined) return undefined;
  const forMethod = known.methods[call.method];
  const words = callWords(call);
  const about = known.about === "nouns" ? synonyms.nouns : known.about;
  const subject = weightOf(about, words);
  if (forMethod === undefined || (about.length > 0 && subject === undefined)) return undefined;
  const said = Object.entries(known.words).filter(([word]) => weightOf([word], words) !== undefined);
  const forWords = said.reduce((sum, [word, worth]) => sum + worth * (weightOf([word], words)?.weight ?? 0), 0);
  const against = known.not.filter((word) => [...words.path, ...words.id].includes(word)).length;
  const segments = literalSegments(call.ownPath).length;
  const total =
    forMethod + (subject?.weight ?? 0) * 4 + Math.min(forWords, mostForWords) - against * 6 - segments * 0.7;
  const named = [...new Set([...(subject ? [subject.word] : []), ...said.map(([word]) => word)])];
  return { score: total, reasons: named.length > 0 ? [`says ${named.slice(0, 4).join(", ")}`] : [] };
}

/** The words of each call, kept because every operation scores every call. */
const wordsOfCalls = new WeakMap<DescribedCall, CallWords>();

function callWords(call: DescribedCall): CallWords {
  const { ownPath: path, operationId, words } = call;
  const known = wordsOfCalls.get(call);
  if (known !== undefined) return known;
  const fresh = { path: literalSegments(path).flatMap(wordsOf), id: wordsOf(operationId), text: wordsOf(words) };
  wordsOfCalls.set(call, fresh);
  return fresh;
}

function literalSegments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
}

/** A word in a path counts more than one in an operation id or a summary. */
function weightOf(wanted: readonly string[], { path, id, text }: CallWords) {
  const levels = [
    [path, 1],
    [id, 0.8],
    [text, 0.5],
  ] as const;
  for (const [words, weight] of levels) {
    const word = wanted.find((each) => words.includes(each));
    if (word !== undefined) return { word, weight };
  }
  return undefined;
}

/** How many values of an operation a call sends and answers, as a score; undefined when a required value is missing. */
export function valueScore(name: OperationName, sent: readonly string[], read: readonly string[]): Score | undefined {
  const { sends } = operationKind(name);
  const required = valuesOf(sends, "required");
  if (!required.every((value) => sent.includes(value))) return undefined;
  const wanted = neededInAnswer(name);
  const worth = (value: string, needed: readonly string[]) => (needed.includes(value) ? 3 : 1.2);
  const total = [...sent.map((value) => worth(value, required)), ...read.map((value) => worth(value, wanted))];
  return {
    score: total.reduce((sum, each) => sum + each, 0),
    reasons: [
      ...(sent.length > 0
        ? [
            sent.length === Object.keys(sends).length && sent.length > 3
              ? `takes all ${sent.length} values`
              : `takes ${sent.join(", ")}`,
          ]
        : []),
      ...(read.length > 0 ? [`answers ${read.join(", ")}`] : []),
    ],
  };
}
