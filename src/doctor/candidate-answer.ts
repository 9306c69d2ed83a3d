import type { Operation, Sources } from "../exalate/profile/node-api.ts";
import { neededInAnswer, type OperationName, operationKind } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { CandidatePart } from "./candidate.ts";
import type { DescribedCall } from "./description.ts";
import { type FlatMember, flatten, pointerOf, shapeAt, stepsOf } from "./flatten.ts";
import { matchValues, type Place } from "./match-values.ts";
import type { Shape } from "./shape.ts";
import { spellingsIn, synonyms } from "./synonyms.ts";

/** The places of an answer from which values are read. */
export interface CandidateAnswer {
  readonly result: Sources | undefined;
  readonly item: Sources | undefined;
  readonly spellings: Spellings;
}

interface AnswerPlace extends Place {
  readonly source: string;
}

/** Finds the values of an operation in a described answer. A place in today's profile that exists is kept. */
export function candidateAnswer(
  name: OperationName,
  call: DescribedCall,
  today: Operation | undefined,
): CandidatePart<CandidateAnswer> {
  const { result: results, item: items = {} } = operationKind(name);
  const { answer } = call;
  if (answer === undefined && call.answerHeaders.length === 0) return undescribed(name, today);
  const result = sourcesIn(Object.keys(results), answerPlaces(call), today?.result);
  const list = listAt(result.sources.items, answer);
  const item = list ? sourcesIn(Object.keys(items), flatten(list).map(placeOf), today?.item) : undefined;
  return {
    part: {
      result: withLookUp(name, { ...today?.result, ...result.sources }, result.sources),
      item: Object.keys(items).length === 0 ? undefined : { ...today?.item, ...item?.sources },
      spellings: { ...result.spellings, ...item?.spellings },
    },
    values: [...Object.keys(result.sources), ...Object.keys(item?.sources ?? {})],
    edits: [...result.edits, ...(item?.edits ?? [])],
  };
}

/** Without an id in the answer, the client looks the new connection up by its name. */
function withLookUp(name: OperationName, all: Sources, found: Sources): Sources {
  if (name !== "initiateConnection" || found.connectionId !== undefined) return all;
  const { connectionId: _, ...rest } = all;
  return rest;
}

function undescribed(name: OperationName, today: Operation | undefined): CandidatePart<CandidateAnswer> {
  const needed = neededInAnswer(name);
  const edits =
    needed.length === 0
      ? []
      : [`the node does not say what it answers: check that "result" finds ${needed.join(", ")}`];
  return { part: { result: today?.result, item: today?.item, spellings: {} }, values: [], edits };
}

interface Found {
  readonly sources: Sources;
  readonly spellings: Spellings;
  readonly edits: readonly string[];
}

function sourcesIn(values: readonly string[], places: readonly AnswerPlace[], today: Sources = {}): Found {
  const bySource = (source: string) => places.find((place) => place.source.toLowerCase() === source.toLowerCase());
  const kept = values.filter((value) => today[value]?.some((source) => bySource(source) !== undefined));
  const taken = new Set(kept.flatMap((value) => today[value] ?? []));
  const open = places.filter(({ source }) => !taken.has(source));
  const matches = matchValues(
    values.filter((value) => !kept.includes(value)),
    open,
  );
  const keptSources = kept.map((value) => [value, today[value] ?? []] as const);
  const fresh = matches.map(({ value, place }) => [value, [place.source]] as const);
  const sources = Object.fromEntries([...keptSources, ...fresh]);
  return {
    sources,
    spellings: spellingsOf(sources, bySource),
    edits: matches.flatMap(({ value, place, rival }) =>
      rival === undefined
        ? []
        : [`${value} is read from ${place.source}; ${rival.source} is nearly as likely: check "result"`],
    ),
  };
}

function spellingsOf(sources: Sources, bySource: (source: string) => AnswerPlace | undefined): Spellings {
  const found = Object.entries(sources).flatMap(([value, places]) => {
    const vocabulary = synonyms.values[value]?.spelling;
    const shape = places.map(bySource).find((place) => place !== undefined)?.shape;
    const choices = shape?.items?.choices ?? shape?.choices ?? [];
    return vocabulary === undefined || choices.length === 0
      ? []
      : [[vocabulary, spellingsIn(choices, vocabulary)] as const];
  });
  return Object.fromEntries(found);
}

const text: Shape["kind"][] = ["text", "number"];

/** The places of an answer. An answer that is itself a list or a text has the place `/`. */
function answerPlaces({ answer, answerHeaders }: DescribedCall): AnswerPlace[] {
  const headers = answerHeaders.map((header) => ({
    name: header,
    within: [],
    source: `header:${header}`,
    shape: headerShape,
  }));
  if (answer === undefined) return headers;
  if (answer.kind === "list") return [...headers, { name: "items", within: [], source: "/", shape: answer }];
  if (text.includes(answer.kind)) return [...headers, ...wholeText(answer)];
  return [...headers, ...flatten(answer).map(placeOf)];
}

/** An answer that is only a text: a session token or an invitation code, depending on the call. */
function wholeText(shape: Shape): AnswerPlace[] {
  return ["token", "invitation"].map((name) => ({ name, within: [], source: "/", shape }));
}

const headerShape: Shape = {
  kind: "text",
  members: new Map(),
  items: undefined,
  choices: [],
  constant: undefined,
  note: "",
};

function placeOf({ steps, shape }: FlatMember): AnswerPlace {
  return { name: steps.at(-1) ?? "", within: steps.slice(0, -1), source: pointerOf(steps), shape };
}

function listAt(places: readonly string[] | undefined, answer: Shape | undefined): Shape | undefined {
  const shapes = (places ?? []).map((place) => answer && shapeAt(answer, stepsOf(place)));
  const list = shapes.find((shape) => shape !== undefined && shape !== "unknown");
  return list?.items;
}
