import { atPointer, pointerTo } from "../core/json-pointer.ts";
import { entriesAt, type ListSeen } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import { isSchemaWord } from "./resolve-call.ts";
import { bareText, oneOffKind } from "./value-kinds.ts";

/** What the parameters of a list's calls mean. */
export interface PagingSeen {
  /** For each parameter to send, its template; a parameter of one call alone is left out. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters whose meaning is unclear. */
  readonly unclear: readonly string[];
  /** The place of the next page's cursor. */
  readonly cursor: string | undefined;
  readonly total: string | undefined;
  readonly remarks: readonly string[];
}

/** Whether a parameter's value belongs to what was typed or chosen, or to the person, so that another run needs another. */
export type IsTelling = (value: string, name: string) => boolean;

/** The values of one parameter in the calls of the list, in order. */
interface Parameter {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly exchange: Exchange }[];
}

/** The names of paging parameters, in lower case and without separators. */
const namesOf = {
  offset: /^(offset|start|skip|from|startat|startindex|first)$/,
  limit: /^(limit|size|count|pagesize|perpage|maxresults|top|max|rows|take|pagelimit)$/,
  page: /^(page|pagenumber|pageindex|pageno|pagenum|p)$/,
} as const;

/** The names of parameters that continue a list, in lower case and without separators. */
const cursorName = /^(continue|continuation|after|next)$|cursor|(continuation|nextpage|page)token$/;

/** The paging of the list, by the values of its parameters over several calls; by their names when there is one value. */
export function pagingSeen(list: ListSeen, isTelling: IsTelling = () => false): PagingSeen {
  const parameters = new Map<string, string>();
  const unclear: string[] = [];
  let cursor: string | undefined;
  for (const parameter of parametersOf(list)) {
    const meaning = meaningOf(parameter, list, isTelling);
    if (meaning.kind === "unclear") unclear.push(parameter.name);
    if (meaning.kind === "send") parameters.set(parameter.name, meaning.template);
    cursor ??= meaning.kind === "send" ? meaning.cursor : undefined;
  }
  const remarks = cursor === undefined ? endlessRemarks(list, [...parameters.values()]) : [];
  return { parameters, unclear, cursor, total: totalPlace(list), remarks };
}

/** Parameters of the call that shows the connection, and those of other calls that can only be for paging. */
function parametersOf({ group, showing }: ListSeen): Parameter[] {
  const calls = group.length > 0 ? group : [showing];
  const names = [...new Set(calls.flatMap(({ query }) => query.map(([name]) => name)))];
  return names.map((name) => ({
    name,
    values: calls.flatMap((exchange) =>
      exchange.query.filter(([each]) => each === name).map(([, value]) => ({ value, exchange })),
    ),
  }));
}

type ParameterMeaning =
  | { readonly kind: "send"; readonly template: string; readonly cursor?: string }
  | { readonly kind: "drop" }
  | { readonly kind: "unclear" };

function meaningOf(parameter: Parameter, list: ListSeen, isTelling: IsTelling): ParameterMeaning {
  const distinct = [...new Set(parameter.values.map(({ value }) => value))];
  const cursor = cursorPlace(parameter, list);
  if (cursor !== undefined) return { kind: "send", template: "{cursor}", cursor };
  const paged = distinct.every((value) => /^\d{1,9}$/.test(value))
    ? pagedMeaning(parameter, distinct, list)
    : undefined;
  if (paged !== undefined) return paged;
  if (isCacheBuster(parameter, distinct)) return { kind: "drop" };
  return constantMeaning(parameter, distinct, list, isTelling);
}

/** A value that an answer before it held, as the place of the next page's cursor. */
function cursorPlace({ values }: Parameter, { group }: ListSeen): string | undefined {
  const places = values
    .filter(({ value }) => value !== "" && !/^\d{1,6}$/.test(value))
    .map(({ value, exchange }) => placeBefore(value, exchange, group));
  const [first] = places;
  return places.every((place) => place === first) ? first : undefined;
}

/** Not only in the answer just before: a console that refreshes its list by itself can read two pages in turn. */
function placeBefore(value: string, exchange: Exchange, group: readonly Exchange[]): string | undefined {
  const before = group.filter(({ index }) => index < exchange.index).reverse();
  const leaves = before.flatMap(({ answer }) => plainLeavesOf(answer).find((each) => each.value === value) ?? []);
  return leaves[0] && pointerTo(leaves[0].steps);
}

function pagedMeaning(
  { name, values }: Parameter,
  distinct: readonly string[],
  list: ListSeen,
): ParameterMeaning | undefined {
  const plain = bareText(name);
  if (namesOf.limit.test(plain)) return { kind: "send", template: "{limit}" };
  const isOffset = namesOf.offset.test(plain);
  const isPage = namesOf.page.test(plain);
  const numbers = distinct.map(Number);
  if (distinct.length > 1) return numberedMeaning(numbers, pageSizeOf(values[0]?.exchange, list), isOffset);
  if (isOffset && numbers[0] === 0) return { kind: "send", template: "{offset}" };
  if (isPage && numbers[0] === 0) return { kind: "send", template: "{page}" };
  if (isPage && numbers[0] === 1) return { kind: "send", template: "{pageNumber}" };
  return isOffset || isPage ? { kind: "unclear" } : undefined;
}

function numberedMeaning(numbers: readonly number[], pageSize: number, isOffset: boolean): ParameterMeaning {
  const isMultiple = pageSize > 1 && numbers.every((number) => number % pageSize === 0);
  if (numbers.includes(0) && (isMultiple || isOffset)) return { kind: "send", template: "{offset}" };
  if (numbers.includes(0)) return { kind: "send", template: "{page}" };
  return numbers.includes(1) ? { kind: "send", template: "{pageNumber}" } : { kind: "unclear" };
}

function pageSizeOf(exchange: Exchange | undefined, { items }: ListSeen): number {
  return exchange === undefined ? 0 : entriesAt(exchange, items).length;
}

function isCacheBuster({ name, values }: Parameter, distinct: readonly string[]): boolean {
  if (/^(_|_t|ts|t|timestamp|nocache|no-cache|cb|rnd|rand|random|cachebuster?)$/i.test(name)) return true;
  const isTime = values.every(({ value, exchange }) => oneOffKind(value, exchange.call.startedAt) !== undefined);
  return isTime && distinct.length === values.length && values.length > 1;
}

/** Other parameters are kept as in the call that shows the connection; not a filter that the console changes. */
function constantMeaning(
  { name, values }: Parameter,
  distinct: readonly string[],
  { group, showing }: ListSeen,
  isTelling: IsTelling,
): ParameterMeaning {
  const value = values.find(({ exchange }) => exchange === showing)?.value;
  if (value === undefined) return { kind: "drop" };
  if (isSchemaWord(value, ["query", name])) return { kind: "send", template: value };
  // A cursor whose answer was not recorded would always lead to the same page.
  const isCursor = cursorName.test(bareText(name)) && value !== "";
  const isOneOff = oneOffKind(value, showing.call.startedAt) !== undefined;
  const isChanged = distinct.length > 1 && group.includes(showing) && !/sort|order|dir/i.test(name);
  return isCursor || isOneOff || isChanged || isTelling(value, name) || /\{[A-Za-z:]+\}/.test(value)
    ? { kind: "unclear" }
    : { kind: "send", template: value };
}

const totalName = /total|^(count|results?count|size|length|hits)$/i;

/** The number of all connections: at least as large as each page, and named as a total or seen to exceed a page. */
function totalPlace({ group, items }: ListSeen): string | undefined {
  const first = group[0];
  if (first === undefined) return undefined;
  const places = plainLeavesOf(first.answer).filter(({ value }) => Number.isSafeInteger(value));
  const fitting = places
    .map(({ steps }) => pointerTo(steps))
    .filter((place) => isTotal(place, group, items) && !isPageSize(place, group));
  const named = fitting.filter((place) => /total/i.test(place) && !/pages?$/i.test(place));
  return (
    named[0] ??
    fitting.find((place) => exceedsPage(place, group, items) && totalName.test(place.split("/").at(-1) ?? ""))
  );
}

function isTotal(place: string, group: readonly Exchange[], items: string): boolean {
  const isOne = new Set(group.map(({ call }) => call.url.search)).size === 1 && !group.some(hasPagingName);
  return group.every((exchange) => {
    const value = Number(atPointer(exchange.answer, place));
    const entries = entriesAt(exchange, items).length;
    return isOne ? value === entries : value >= entries;
  });
}

/** A number that repeats the size of a page that was asked for says nothing of the connections. */
function isPageSize(place: string, group: readonly Exchange[]): boolean {
  return group.every(({ answer, query }) =>
    query.some(([, value]) => value !== "" && Number(value) === Number(atPointer(answer, place))),
  );
}

function hasPagingName({ query }: Exchange): boolean {
  return query.some(([name]) => Object.values(namesOf).some((names) => names.test(bareText(name))));
}

function exceedsPage(place: string, group: readonly Exchange[], items: string): boolean {
  return group.some((exchange) => Number(atPointer(exchange.answer, place)) > entriesAt(exchange, items).length);
}

/** A list of which only one page was seen, so that the place of the next one is not known. */
function endlessRemarks({ group }: ListSeen, templates: readonly string[]): string[] {
  if (templates.some((template) => /^\{(offset|page|pageNumber)\}$/.test(template))) return [];
  const hasCursor = group.some(({ answer }) =>
    plainLeavesOf(answer).some(
      ({ steps, value }) =>
        /next|cursor|continue/i.test(steps.at(-1) ?? "") && (typeof value === "string" || value === null),
    ),
  );
  return hasCursor || templates.includes("{limit}") ? [onePage] : [];
}

const onePage =
  "The list has pages, and no second page was opened: the overrides read the first page only. Record on a node with more connections than a page shows, and open the next page.";

/** What a member of a search's body means by its name, when it is at its first value. */
export function pagingName(
  name: string,
  value: string | number,
): "offset" | "limit" | "page" | "pageNumber" | undefined {
  const plain = bareText(name);
  if (namesOf.limit.test(plain)) return "limit";
  if (namesOf.offset.test(plain) && Number(value) === 0) return "offset";
  if (!namesOf.page.test(plain)) return undefined;
  return Number(value) === 0 ? "page" : Number(value) === 1 ? "pageNumber" : undefined;
}
