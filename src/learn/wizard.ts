import { type ListSeen, typedEntries } from "./connection-list.ts";
import { type Exchange, partsOfSegment } from "./exchange.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import type { Side } from "./side.ts";
import { isPlainWord } from "./value-kinds.ts";

/** Calls that only report what a person does. */
const reporting =
  /telemetry|analytics|(^|\/)(events?|track(ing)?|metrics|beacon|logs?|collect|rum|sentry|audit)(\/|$)/i;

/** The calls of a wizard that can change something, in order. */
export function changingCalls(side: Side, isExcluded: (exchange: Exchange) => boolean): Exchange[] {
  return side.exchanges.filter(
    (exchange) =>
      exchange.isSuccess && !exchange.isRead && !isExcluded(exchange) && !reporting.test(exchange.call.url.pathname),
  );
}

/** When the list first shows the connection after a call, as a position in the recording. */
export function shownAfter(list: ListSeen | undefined, after: number): number {
  const shown = list?.group.find((exchange) => exchange.index > after && typedEntries(exchange, list).length > 0);
  return shown?.index ?? Number.POSITIVE_INFINITY;
}

/**
 * The call that carries the connection's name and makes it, before the list shows the connection: the last one whose answer
 * holds the connection's id or code, else the one that sends most of `texts`, since other calls only report the name.
 */
export function namingCall(
  calls: readonly Exchange[],
  list: ListSeen | undefined,
  texts: readonly string[],
  made: ReadonlySet<string>,
): Exchange | undefined {
  const [name = ""] = texts;
  const carriers = calls.filter((exchange) => exchange.call.method !== "DELETE" && exchange.sentTexts.has(name));
  const [first] = carriers;
  if (first === undefined) return undefined;
  const shown = shownAfter(list, first.index);
  const before = carriers.filter(({ index }) => index < shown);
  const makers = before.filter((exchange) => answersOneOf(exchange, made));
  const sent = ({ sentTexts }: Exchange) => texts.filter((text) => sentTexts.has(text)).length;
  const most = Math.max(...before.map(sent));
  return makers.at(-1) ?? before.filter((exchange) => sent(exchange) === most).at(-1);
}

/** Whether an answer holds one of the texts outside of lists. */
export function answersOneOf({ answer }: Exchange, texts: ReadonlySet<string>): boolean {
  return texts.size > 0 && plainLeavesOf(answer).some(({ value }) => texts.has(String(value)));
}

/** What tells the calls of a wizard from others. */
export interface WizardSigns {
  /** The ids of the connection. */
  readonly ids: ReadonlySet<string>;
  /** The texts by which the wizard's first calls are addressed, such as a draft. */
  readonly tickets: ReadonlySet<string>;
  /** The position of the call that makes the connection; later calls can only add to it. */
  readonly made: number;
  /** When the list shows the connection, as a position in the recording. */
  readonly shown: number;
  /** The segments of the list's path. */
  readonly usual: readonly string[];
  /** The names of the task's values that a call sends. */
  readonly sends: (exchange: Exchange) => ReadonlySet<string>;
}

/** The last call of a wizard, and later calls of which it is unclear whether they belong to it. */
export interface WizardEnd {
  readonly last: Exchange;
  readonly doubtful: readonly Exchange[];
}

/**
 * The last call of the wizard after one of its calls: calls belong to it that use what its calls answered or addressed, that
 * send further values of the task, or whose answer shows the connection first. A session can keep the steps together, so
 * that no call names a draft.
 */
export function wizardEnd(first: Exchange, calls: readonly Exchange[], signs: WizardSigns): WizardEnd {
  const later = calls.filter(
    ({ index, call }) => index > first.index && index < signs.shown && call.method !== "DELETE",
  );
  const known: Known = {
    tickets: new Set([...signs.tickets].filter((ticket) => !signs.ids.has(ticket))),
    sent: new Set(["connectionName", "connectionId", ...signs.sends(first)]),
  };
  let end: WizardEnd = { last: first, doubtful: [] };
  for (const exchange of later) {
    const belongs = belonging(exchange, first, known, signs);
    if (belongs === undefined) end = { ...end, doubtful: [...end.doubtful, exchange] };
    if (belongs !== true) continue;
    end = { last: exchange, doubtful: [] };
    for (const id of answeredIds(exchange)) if (!signs.ids.has(id)) known.tickets.add(id);
    for (const name of signs.sends(exchange)) known.sent.add(name);
  }
  return end;
}

/** What the calls of a wizard so far answered and sent. */
interface Known {
  readonly tickets: Set<string>;
  readonly sent: Set<string>;
}

/** Undefined: it may be a step or not. */
function belonging(
  exchange: Exchange,
  first: Exchange,
  { tickets, sent }: Known,
  { ids, made, usual, sends }: WizardSigns,
): boolean | undefined {
  const uses = (texts: ReadonlySet<string>) => [...texts].some((text) => exchange.sentTexts.has(text));
  const names = [...sends(exchange)];
  const sendsMore = names.some((name) => name !== "connectionName" && name !== "connectionId");
  const sendsNew = names.some((name) => !sent.has(name));
  const [usesTicket, usesId, isBeside] = [uses(tickets), uses(ids), isNear(exchange, first, usual)];
  const isAddressed = usesId && (isBeside || [...ids].some((id) => isInPath(exchange, id)));
  if (sendsMore && (usesTicket || usesId)) return true;
  if (exchange.index > made) return isAddressed || (isBeside && sendsNew) ? undefined : false;
  if (sendsNew || usesTicket || isAddressed || exchange.index === made || answersOneOf(exchange, ids)) return true;
  return usesId ? undefined : false;
}

function isInPath({ segments }: Exchange, id: string): boolean {
  return segments.some((segment) => segment === id || partsOfSegment(segment).includes(id));
}

/** Whether two calls share more of their paths than the calls of an API do: `usual` is the path of the list. */
export function isNear(one: Exchange, other: Exchange, usual: readonly string[]): boolean {
  const end = one.segments.findIndex((segment, at) => segment !== other.segments[at]);
  const shared = end < 0 ? one.segments : one.segments.slice(0, end);
  return shared.length > 0 && !isProperBeginning(shared, usual);
}

/** Whether a path goes on below the segments. */
export function isProperBeginning(segments: readonly string[], path: readonly string[]): boolean {
  return segments.length < path.length && segments.every((segment, at) => segment === path[at]);
}

/** The texts by which the calls after this one can name what it made or worked on. */
export function ticketsOf(exchange: Exchange, side: Side): string[] {
  return [...answeredIds(exchange), ...addressedIds(exchange, side)];
}

/** The texts of an answer that can address something. */
function answeredIds({ answer }: Exchange): string[] {
  const values = plainLeavesOf(answer).map(({ value }) => value);
  return values.flatMap((value) => (isAddress(value) ? [String(value)] : []));
}

/** What a call addresses in its path and body that an earlier answer gave, such as a draft. */
function addressedIds(exchange: Exchange, side: Side): string[] {
  return [...exchange.sentTexts].filter(
    (text) =>
      isAddress(text) &&
      side.places(text, exchange.index).some((place) => !place.exchange.isRead && place.lists.length === 0),
  );
}

function isAddress(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value > 1;
  return typeof value === "string" && value !== "" && !isPlainWord(value);
}
