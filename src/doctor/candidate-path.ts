import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import { placeholdersIn } from "../exalate/profile/placeholders.ts";
import type { CandidatePart } from "./candidate.ts";
import type { DescribedCall, DescribedParameter } from "./description.ts";
import { type Match, matchValues, type Place } from "./match-values.ts";
import { anything } from "./shape.ts";

/** Values that must not be in a path or query, because servers and proxies log URLs. */
const secretValues: ReadonlySet<string> = new Set(["invitationCode", "password"]);

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
