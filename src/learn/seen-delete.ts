import { atPointer } from "../core/json-pointer.ts";
import { entriesAt, type ListSeen } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import type { NodeRecording } from "./node-recording.ts";
import { operationMeanings } from "./operation-meanings.ts";
import type { Problem } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { changingCalls } from "./wizard.ts";

/** A call that may have removed a connection. */
interface Removal {
  readonly exchange: Exchange;
  readonly id: string;
  /** Whether the list shows that the connection was there before and is not afterwards. */
  readonly isSeenGone: boolean;
}

/**
 * Deleting a connection: the list does not have it afterwards; or, when no later list was recorded, the call is a DELETE of
 * the list's own address with the id last. `known` are the ids that initiating answered.
 */
export function seenDelete(
  recording: NodeRecording,
  known: ReadonlySet<string>,
  other: ReadonlySet<Exchange>,
): SeenOperation | undefined {
  const ids = new Set([...recording.ids, ...known]);
  const calls = changingCalls(recording.side, (exchange) => recording.isAside(exchange) || other.has(exchange));
  const removals = calls.flatMap((exchange) => removalBy(exchange, ids, recording));
  const gone = removals.filter(({ isSeenGone }) => isSeenGone);
  const candidates = gone.length > 0 ? gone : removals.filter((removal) => isPlainDelete(removal, recording));
  const best = surest(afterLastSeen(candidates, recording), recording);
  if (best === undefined || !isOnlyCause(best, calls, recording)) return undefined;
  return deleteOperation(recording, best, other);
}

function removalBy(exchange: Exchange, ids: ReadonlySet<string>, { list }: NodeRecording): Removal[] {
  const sent = [...exchange.sentTexts].filter((text) => ids.has(text));
  const [id, ...others] = sent;
  if (id === undefined || others.length > 0 || isBelow(exchange, id)) return [];
  const [before, after] = [listedBefore(list, exchange, id), listedAfter(list, exchange, id)];
  return after === true ? [] : [{ exchange, id, isSeenGone: before === true && after === false }];
}

/** A DELETE of something that belongs to the connection. */
function isBelow({ call, segments }: Exchange, id: string): boolean {
  return call.method === "DELETE" && segments.includes(id) && segments.at(-1) !== id;
}

/** The candidates after the last list that still had the connection, when there are any. */
function afterLastSeen(candidates: readonly Removal[], { list }: NodeRecording): readonly Removal[] {
  const later = candidates.filter(({ exchange, id }) => {
    const shown = readingsOf(list)
      .filter((reading) => hasId(reading, list, id))
      .at(-1);
    return shown === undefined || startOf(shown) < exchange.index;
  });
  return later.length > 0 ? later : candidates;
}

/** Whether the last list before a call has the connection; undefined when there is none. */
function listedBefore(list: ListSeen | undefined, { index }: Exchange, id: string): boolean | undefined {
  const before = readingsOf(list).filter((reading) => startOf(reading) < index);
  return before.length === 0 ? undefined : before.slice(-1).some((reading) => hasId(reading, list, id));
}

/** Whether the last recorded list still has the connection; undefined when there is none after the call. */
function listedAfter(list: ListSeen | undefined, { index }: Exchange, id: string): boolean | undefined {
  const after = readingsOf(list).filter((reading) => startOf(reading) > index);
  return after.length === 0 ? undefined : after.slice(-1).some((reading) => hasId(reading, list, id));
}

/** The pages of one reading of the list. */
type Reading = readonly Exchange[];

/** The list as it was read: each time the first page, asked for in the same way, and the pages that follow it. */
function readingsOf(list: ListSeen | undefined): Reading[] {
  const readings: Exchange[][] = [];
  const first = plainQuery(list?.group[0]);
  for (const exchange of list?.group ?? []) {
    if (plainQuery(exchange) === first) readings.push([exchange]);
    else readings.at(-1)?.push(exchange);
  }
  return readings;
}

/** The query without what a browser adds against caches. */
function plainQuery(exchange: Exchange | undefined): string | undefined {
  return exchange?.query
    .filter(([name, value]) => !/^_/.test(name) && !/^\d{10,}$/.test(value))
    .map((each) => each.join("="))
    .join("&");
}

function startOf([first]: Reading): number {
  return first?.index ?? 0;
}

function hasId(reading: Reading, list: ListSeen | undefined, id: string): boolean {
  if (list?.id === undefined) return false;
  const { id: pointer, items } = list;
  const entries = reading.flatMap((exchange) => entriesAt(exchange, items));
  return entries.some((entry) => String(atPointer(entry, pointer)) === id);
}

/** A DELETE whose path is the list's, with the id last. */
function isPlainDelete({ exchange, id }: Removal, { list }: NodeRecording): boolean {
  if (exchange.call.method !== "DELETE") return false;
  const parent = list?.showing.segments.join("/");
  const form = formOf(exchange, id);
  return parent === undefined ? form.endsWith("/*") : [`${parent}/*`, `${parent}(*)`, `${parent}('*')`].includes(form);
}

/**
 * The only kind of call that can have removed the connection. Of several, only those count that address what the list or a
 * read of the connection addresses, a DELETE of it before others: an id of something else can be equal by chance.
 */
function surest(candidates: readonly Removal[], recording: NodeRecording): Removal | undefined {
  if (formsOf(candidates).size === 1) return candidates.at(-1);
  const related = candidates.filter((removal) => isRelated(removal, recording));
  const plain = related.filter(
    ({ exchange, id }) => exchange.call.method === "DELETE" && exchange.segments.at(-1) === id,
  );
  const best = plain.length > 0 ? plain : related;
  return formsOf(best).size === 1 ? best.at(-1) : undefined;
}

function formsOf(removals: readonly Removal[]): Set<string> {
  return new Set(removals.map(({ exchange, id }) => `${exchange.call.method} ${formOf(exchange, id)}`));
}

function formOf({ segments }: Exchange, id: string): string {
  return segments.map((segment) => segment.replace(id, "*")).join("/");
}

function isRelated({ exchange, id }: Removal, { list, side }: NodeRecording): boolean {
  const own = `${formOf(exchange, id)}/`;
  const listPath = list?.showing.segments.join("/");
  if (listPath !== undefined && own.startsWith(listPath) && /[/(:]/.test(own.charAt(listPath.length))) return true;
  const reads = side.exchanges.filter((each) => each.isRead && each.isSuccess && each.segments.includes(id));
  return reads.some((each) => own.startsWith(`${formOf(each, id).split("*")[0] ?? ""}*`));
}

/** A call beside the list's path counts only when nothing else was changed before the list was read again. */
function isOnlyCause(removal: Removal, calls: readonly Exchange[], recording: NodeRecording): boolean {
  if (isRelated(removal, recording)) return true;
  const { list } = recording;
  const { exchange, id } = removal;
  const starts = (isThere: boolean) =>
    readingsOf(list)
      .filter((reading) => hasId(reading, list, id) === isThere)
      .map(startOf);
  const shown = Math.max(-1, ...starts(true).filter((start) => start < exchange.index));
  const gone = Math.min(...starts(false).filter((start) => start > exchange.index));
  const between = calls.filter(({ index }) => index > shown && index < gone);
  return between.every((each) => formsOf([removal, { ...removal, exchange: each }]).size === 1);
}

const deleting = /delet|remov|destroy|purge|withdraw|erase|drop|terminat|revoke|unlink|disconnect/i;
const hiding = /archiv|disab|deactiv|hid(e|den)|suspend|paus|mute|inactive/i;
const ordering =
  /^(_.*|method|query|operationName|jsonrpc|sort.*|order.*|expand|fields|select|\$(select|orderby|expand)|lang.*|locale|v|version|api-?version)$/i;

/** Whether a call may only hide the connection: by its words, or because the list leaves some connections out. */
function mayOnlyHide({ exchange, id }: Removal, { list }: NodeRecording): boolean {
  if (exchange.call.method === "DELETE") return false;
  const words = `${formOf(exchange, id)} ${exchange.sentLeaves.map(({ steps, value }) => `${steps.join("/")} ${value}`).join(" ")}`;
  if (hiding.test(words)) return true;
  if (deleting.test(words)) return false;
  const { query = [], sentLeaves = [] } = list?.showing ?? {};
  const asked = [...query, ...sentLeaves.map(({ steps, value }) => [steps.at(-1) ?? "", String(value)] as const)];
  const isFilter = ([name, value]: readonly [string, string]) => !ordering.test(name) && !/^\d+$/.test(value);
  return ["PUT", "PATCH"].includes(exchange.call.method) || asked.some(isFilter);
}

function onlyHides({ exchange }: Removal): Problem {
  const what = `After this ${exchange.call.method} the list does not have the connection, but it may only be hidden: write the path if the call deletes the connection.`;
  return { steps: ["path"], isOpen: true, what };
}

function deleteOperation(recording: NodeRecording, removal: Removal, foreign: ReadonlySet<Exchange>): SeenOperation {
  const { exchange, id, isSeenGone } = removal;
  const { typed, members } = recording;
  const meanings = operationMeanings(typed, [], { connectionIds: new Set([id]), members });
  return {
    name: "deleteConnection",
    recording,
    chain: recording.chains("deleteConnection", meanings, { foreign }).chainOf(exchange, []),
    result: {},
    problems: mayOnlyHide(removal, recording) ? [onlyHides(removal)] : [],
    shownBy: isSeenGone
      ? "the list does not have the connection afterwards"
      : "it deletes what the list's entry is addressed by; no later list was recorded",
  };
}
