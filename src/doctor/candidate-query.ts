import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import { placeholdersIn } from "../exalate/profile/placeholders.ts";
import type { CandidatePart } from "./candidate.ts";
import { secretValues } from "./candidate-path.ts";
import type { DescribedCall, DescribedParameter } from "./description.ts";
import { type Match, matchValues, type Place } from "./match-values.ts";

type Query = Readonly<Record<string, string>>;

/** The query parameters of a call, with the values that are not in `before`. Parameters in today's profile are kept. */
export function candidateQuery(
  name: OperationName,
  call: DescribedCall,
  today: Operation | undefined,
  before: readonly string[],
): CandidatePart<Query> {
  const parameters = call.parameters.filter(({ place }) => place === "query");
  const kept = Object.entries(today?.query ?? {}).filter(([key]) => parameters.some((each) => each.name === key));
  const keptValues = kept.flatMap(([, text]) => placeholdersIn(text));
  const places = parameters.filter((each) => !kept.some(([key]) => key === each.name)).map(placeOf);
  const open = Object.keys(operationKind(name).sends).filter(
    (value) => ![...before, ...keptValues].includes(value) && !secretValues.has(value),
  );
  const matches = matchValues(open, places).map(withPageCount);
  const matched = matches.map(({ value, place }): [string, string] => [place.name, `{${value}}`]);
  const rest = places.filter(({ required, name: key }) => required && !matched.some(([each]) => each === key));
  const constants = rest.flatMap(({ name: key, shape }): [string, string][] =>
    shape.constant === undefined ? [] : [[key, String(shape.constant)]],
  );
  return {
    part: Object.fromEntries([...kept, ...matched, ...constants]),
    values: [...keptValues, ...matches.map(({ value }) => value)],
    edits: [...matches.flatMap(pageEdit), ...rest.filter(({ shape }) => shape.constant === undefined).map(queryEdit)],
  };
}

interface ParameterPlace extends Place {
  readonly required: boolean;
}

function placeOf({ name, shape, required }: DescribedParameter): ParameterPlace {
  return { name, within: [], shape, required };
}

/** Uses `pageNumber` when the default or the description says that pages are counted from 1. */
function withPageCount(match: Match<ParameterPlace>): Match<ParameterPlace> {
  return match.value === "page" && firstPage(match.place) === 1 ? { ...match, value: "pageNumber" } : match;
}

function firstPage({ shape: { constant, note } }: Place): 0 | 1 | undefined {
  if (constant === 0 || constant === 1) return constant;
  if (/\b(from|starts? (at|with)|first( page)? is|based on|begins? (at|with)) ?1\b|\b(1|one)-based\b/i.test(note))
    return 1;
  return /\b(from|starts? (at|with)|first( page)? is|begins? (at|with)) ?0\b|\b(0|zero)-based\b/i.test(note)
    ? 0
    : undefined;
}

function pageEdit({ value, place }: Match<ParameterPlace>): string[] {
  if (value !== "page" || firstPage(place) !== undefined) return [];
  return [
    `the first page is assumed to be 0; if the node counts pages from 1, write "{pageNumber}" for "${place.name}" in "query"`,
  ];
}

function queryEdit({ name }: Place): string {
  return `the node requires the query parameter "${name}", for which there is no value: add it to "query" as a constant`;
}
