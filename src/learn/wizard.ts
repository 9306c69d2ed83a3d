import { type ListSeen, typedEntries } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import { codePlace } from "./invitation-code.ts";
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
 * The call that carries the connection's name and makes it: the last one before the list shows the connection.
 */
export function namingCall(calls: readonly Exchange[], list: ListSeen | undefined, name: string): Exchange | undefined {
  const carriers = calls.filter((exchange) => exchange.call.method !== "DELETE" && exchange.sentTexts.has(name));
  const [first] = carriers;
  if (first === undefined) return undefined;
  const shown = shownAfter(list, first.index);
  return carriers.filter(({ index }) => index < shown).at(-1);
}

/**
 * The last call of the wizard: after the naming call, calls that use what the wizard's calls answered or addressed, until
 * the list shows the connection or an answer has the code.
 */
export function lastStep(
  naming: Exchange,
  calls: readonly Exchange[],
  side: Side,
  ends: { readonly shown: number; readonly code: string | undefined },
): Exchange {
  const { code } = ends;
  const coded =
    code === undefined
      ? undefined
      : side.exchanges.find((each) => each.index >= naming.index && codePlace(each, code) !== undefined);
  if (coded === undefined && ends.shown === Number.POSITIVE_INFINITY) return naming;
  const ids = new Set([...answeredIds(naming), ...addressedIds(naming, side)]);
  const end = coded?.index ?? Number.POSITIVE_INFINITY;
  const later = calls.filter(
    ({ index, call }) => index > naming.index && index < ends.shown && index <= end && call.method !== "DELETE",
  );
  let last = naming;
  for (const exchange of later)
    if ([...ids].some((id) => exchange.sentTexts.has(id))) {
      last = exchange;
      for (const id of answeredIds(exchange)) ids.add(id);
    }
  return last;
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
