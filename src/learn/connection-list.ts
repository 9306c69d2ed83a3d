import { listOf } from "../core/json.ts";
import { atPointer, pointerTo } from "../core/json-pointer.ts";
import { type Exchange, partsOfSegment } from "./exchange.ts";
import { type Leaf, plainLeavesOf } from "./json-leaves.ts";
import { isSameUrl } from "./same-url.ts";
import type { AnswerPlace, Side } from "./side.ts";
import type { TypedValues } from "./typed-values.ts";

/** The call that lists the connections, as one recording shows it. */
export interface ListSeen {
  /** The successful calls that answered the list, in order. */
  readonly group: readonly Exchange[];
  /** The call whose answer shows the typed connection first. */
  readonly showing: Exchange;
  /** The JSON pointer of the list; "/" when the whole answer is the list. */
  readonly items: string;
  /** The name of the typed connection. */
  readonly typedName: string;
  /** The JSON pointers in an entry. */
  readonly name: string;
  readonly id: string | undefined;
  /** Whether other calls use the id, so that not only its name says what it is. */
  readonly isIdUsed: boolean;
  readonly url: string | undefined;
  /** Whether another list fits as well. */
  readonly isDoubtful: boolean;
}

/**
 * The list of connections in a recording; `knownId` is the place of the id that the other recording shows. Undefined
 * when no answer has one with the typed name.
 */
export function connectionListIn(side: Side, typed: TypedValues, knownId?: string): ListSeen | undefined {
  const candidates = [...candidatesIn(side, typed).values()];
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(candidate, side, typed) }));
  scored.sort((one, other) => other.score - one.score);
  const [best, second] = scored;
  if (best === undefined) return undefined;
  const seen = seenList(best.candidate, side, typed);
  const [entry] = typedEntries(seen.showing, { ...seen, isDoubtful: false });
  const known = knownId !== undefined && atPointer(entry, knownId) !== undefined ? { id: knownId, isIdUsed: true } : {};
  return { ...seen, ...known, isDoubtful: best.score === second?.score };
}

interface Candidate {
  readonly showing: Exchange;
  readonly items: string;
  readonly group: readonly Exchange[];
}

function candidatesIn(side: Side, { connectionName }: TypedValues): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const place of side.places(connectionName)) {
    const { exchange } = place;
    const items = listPointer(place);
    if (items === undefined) continue;
    const key = `${exchange.address} ${items}`;
    if (candidates.has(key)) continue;
    const group = side.exchanges.filter((other) => isSameList(other, exchange, items));
    if (exchange.isRead || isRepeatedRead(group)) candidates.set(key, { showing: exchange, items, group });
  }
  return candidates;
}

/** The pointer of the list around a place; undefined when there is none, or a list in a list. */
function listPointer({ steps, lists, header }: AnswerPlace): string | undefined {
  const [at, ...others] = lists;
  if (at === undefined || others.length > 0 || header !== undefined || steps.length === at + 1) return undefined;
  return pointerTo(steps.slice(0, at)) || "/";
}

function isSameList(one: Exchange, other: Exchange, items: string): boolean {
  return one.address === other.address && one.isSuccess && Array.isArray(atPointer(one.answer, items));
}

/** A POST is a search when the console sends the same one again. */
function isRepeatedRead(group: readonly Exchange[]): boolean {
  const bodies = group.map(({ call }) => call.requestBody);
  return group.every(({ call }) => call.method === "POST") && new Set(bodies).size < bodies.length;
}

const otherLists = /audit|event|log|histor|notif|activit|job|operation|task|recent/i;
const statusName = /^(\w*status|\w*state|\w*phase|active|enabled)$/i;

function scoreOf({ showing, items, group }: Candidate, side: Side, typed: TypedValues): number {
  const entries = entriesAt(showing, items).filter((entry) => holds(entry, typed.connectionName));
  const leaves = entries.flatMap(plainLeavesOf);
  const used = usedTexts(side, showing, typed.connectionName);
  const isFiltered = showing.query.some(([, value]) => value === typed.connectionName);
  return (
    (leaves.some(({ value }) => isSameUrl(value, typed.destinationUrl)) ? 4 : 0) +
    (leaves.some(({ value }) => used.has(String(value))) ? 3 : 0) +
    (leaves.some(({ steps }) => statusName.test(steps.at(-1) ?? "")) ? 2 : 0) +
    (group.some(({ index }) => index < showing.index) ? 2 : 0) -
    (isFiltered ? 8 : 0) -
    (otherLists.test(showing.call.url.pathname) ? 3 : 0)
  );
}

function holds(entry: unknown, text: string): boolean {
  return plainLeavesOf(entry).some(({ value }) => value === text);
}

/** The entries of the list in an answer. */
export function entriesAt({ answer }: Exchange, items: string): readonly unknown[] {
  return listOf(atPointer(answer, items));
}

/**
 * The texts by which other calls address something: in paths since the connection's name was first sent, and in bodies of
 * changing calls since the list shows it. Before, the same calls send ids of projects and of other things.
 */
function usedTexts(side: Side, showing: Exchange, name: string): Set<string> {
  const used = new Set<string>();
  const common = commonSegments(side.exchanges);
  const naming = side.exchanges.find((exchange) => !exchange.isRead && exchange.sentTexts.has(name)) ?? showing;
  for (const exchange of side.exchanges) {
    if (exchange.address === showing.address || exchange.index < naming.index) continue;
    for (const segment of exchange.segments.slice(common))
      for (const part of [segment, ...partsOfSegment(segment)]) used.add(part);
    const isLater = !exchange.isRead && exchange.index > showing.index;
    for (const { value } of isLater ? exchange.sentLeaves : []) used.add(String(value));
  }
  return used;
}

/** How many segments at the beginning all paths share. */
function commonSegments(exchanges: readonly Exchange[]): number {
  const [first] = exchanges;
  if (first === undefined) return 0;
  const differs = (at: number) => exchanges.some(({ segments }) => segments[at] !== first.segments[at]);
  const at = first.segments.findIndex((_, position) => differs(position));
  return at < 0 ? first.segments.length : at;
}

/** More entries say nothing new about which member is the id. */
const mostEntries = 2000;

function seenList(candidate: Candidate, side: Side, typed: TypedValues): Omit<ListSeen, "isDoubtful"> {
  const { group, showing, items } = candidate;
  const entries = group.flatMap((exchange) => entriesAt(exchange, items)).slice(0, mostEntries);
  const shown = entriesAt(showing, items).find((entry) => holds(entry, typed.connectionName));
  const leaves = plainLeavesOf(shown);
  const { id, isIdUsed } = idPointer(leaves, candidate, side, typed.connectionName);
  const url = leaves.filter(({ value }) => isSameUrl(value, typed.destinationUrl)).map(pointerOf);
  const names = leaves.filter(({ value }) => value === typed.connectionName).map(pointerOf);
  return {
    ...candidate,
    typedName: typed.connectionName,
    name: bestName(names, id, entries),
    id,
    isIdUsed,
    url: url[0],
  };
}

function pointerOf({ steps }: Leaf): string {
  return pointerTo(steps);
}

const nameName = /(name|title|label)$/i;

/** The member that is the name: not the id, when another has the same text. */
function bestName(names: readonly string[], id: string | undefined, entries: readonly unknown[]): string {
  const others = names.filter((name) => name !== id);
  const filled = (name: string) => entries.filter((entry) => typeof atPointer(entry, name) === "string").length;
  const best = Math.max(0, ...others.map(filled));
  const full = others.filter((name) => filled(name) === best);
  return full.find((name) => nameName.test(name)) ?? full[0] ?? names[0] ?? "/";
}

const idName = /^_?(id|uid|uuid|guid|key|ref|identifier)$|(Id|_id|ID|Key|_key|Uid|Uuid|Ref)$/;

/** An id's score from which on other calls use it. */
const usedScore = 3;

/** The member whose values address connections in other calls; else the only one that is named as an id. */
function idPointer(
  leaves: readonly Leaf[],
  candidate: Candidate,
  side: Side,
  name: string,
): Pick<ListSeen, "id" | "isIdUsed"> {
  const used = usedTexts(side, candidate.showing, name);
  const usable = leaves.filter((leaf) => isIdentifier(leaf) && isUnique(leaf, candidate));
  const scored = usable.map((leaf) => ({ leaf, score: idScore(leaf, candidate, used) }));
  scored.sort((one, other) => other.score - one.score);
  const [best] = scored;
  if (best === undefined || best.score <= 0) return { id: undefined, isIdUsed: false };
  const isIdUsed = best.score >= usedScore;
  const isOther = scored.some(
    ({ leaf, score }) => score === best.score && String(leaf.value) !== String(best.leaf.value),
  );
  return { id: isOther && !isIdUsed ? undefined : pointerOf(best.leaf), isIdUsed };
}

function isIdentifier({ value }: Leaf): boolean {
  return (typeof value === "string" && value !== "" && value.length <= 1000) || Number.isSafeInteger(value);
}

function isUnique(leaf: Leaf, { group, items }: Candidate): boolean {
  return group.every((exchange) => {
    const values = entriesAt(exchange, items).map((entry) => atPointer(entry, pointerOf(leaf)));
    return new Set(values).size === values.length;
  });
}

/** Use counts most: the name decides only between members that are used alike. */
function idScore(leaf: Leaf, { group, items }: Candidate, used: ReadonlySet<string>): number {
  const values = new Set(
    group.flatMap((exchange) => entriesAt(exchange, items).map((entry) => String(atPointer(entry, pointerOf(leaf))))),
  );
  const usedByOthers = [...values].filter((value) => used.has(value)).length;
  const own = used.has(String(leaf.value)) ? 40 : 0;
  const name = leaf.steps.at(-1) ?? "";
  return (
    own +
    Math.min(usedByOthers, 5) * 4 +
    (idName.test(name) ? 2 : 0) +
    (name.toLowerCase() === "id" ? 1 : 0) -
    leaf.steps.length / 2
  );
}

/** The entries with the typed name in an answer of the list. */
export function typedEntries(exchange: Exchange, { items, name, typedName }: ListSeen): unknown[] {
  return entriesAt(exchange, items).filter((entry) => atPointer(entry, name) === typedName);
}

/** The ids of the connections that a recording lists, as texts. */
export function idsIn({ group, items, id }: ListSeen): Set<string> {
  if (id === undefined) return new Set();
  const values = group.flatMap((exchange) => entriesAt(exchange, items).map((entry) => atPointer(entry, id)));
  return new Set(values.filter((value) => value !== undefined && value !== null).map(String));
}

/** The ids of the connections with the typed name, as texts. */
export function typedIdsIn(list: ListSeen): Set<string> {
  const { id } = list;
  if (id === undefined) return new Set();
  const values = list.group.flatMap((exchange) => typedEntries(exchange, list).map((entry) => atPointer(entry, id)));
  return new Set(values.filter((value) => value !== undefined && value !== null).map(String));
}

const otherThing = /operation|job|task|request|process|project|version|draft/i;

/**
 * The place of the connection's id in an answer. Counters of other things can have the same value, so that a small number
 * must be named as the list names it.
 */
export function idPlaceIn(answer: unknown, ids: ReadonlySet<string>, list: ListSeen | undefined): string | undefined {
  const listName = list?.id?.split("/").at(-1);
  const isNamed = ({ steps }: Leaf) => steps.at(-1) === listName || /^(_?id|connection_?id)$/i.test(steps.at(-1) ?? "");
  const found = plainLeavesOf(answer).filter((leaf) => isIdentifier(leaf) && ids.has(String(leaf.value)));
  const own = found.filter((leaf) => !leaf.steps.some((step) => otherThing.test(step)));
  const best = own.find(isNamed) ?? own.find(({ value }) => !/^\d{1,3}$/.test(String(value)));
  return best && pointerOf(best);
}
