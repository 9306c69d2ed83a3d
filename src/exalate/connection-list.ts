import { awaitAll } from "../core/await-all.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import { harmless } from "../core/text.ts";
import { mapInTurns } from "../core/turns.ts";
import { mostAtOnce } from "../http/http.ts";
import type { AnswerReader } from "./answer.ts";
import { type AnsweredCall, missingValue } from "./answer-failures.ts";
import type { Connection } from "./connection.ts";
import { IdSet } from "./id-set.ts";
import type { NodeCaller } from "./node-caller.ts";
import type { NodeApi, Sources } from "./profile/node-api.ts";
import { placeholdersOf } from "./profile/placeholders.ts";
import type { Values } from "./profile/request.ts";
import type { RetryPolicy } from "./retry.ts";

/** How many connections one request asks for. */
const pageSize = 100;

/** How many pages are read at the same time, at most: each is kept until it is read. */
const pagesAtOnce = mostAtOnce;

/** More pages than any node has: half a million connections. A longer list is treated as endless. */
const mostPages = 5_000;

/** A list whose pages always name another one ends after this many pages without anything new. */
const mostBarrenPages = 5;

/** The most entries on one page. Reading each takes memory, and a hostile node can put millions on a page. */
const mostEntriesOfPage = 100_000;

/** How often the list is read in total when it changes while it is read. */
const mostReadings = 4;

/**
 * The connections of a node, read page by page. Of a page only the ids, in a short form, and the wanted connections are
 * kept, so that a list of any length needs little memory.
 */
export class ConnectionList {
  readonly #caller: NodeCaller;
  readonly #itemSources: Sources;
  readonly #hasCursor: boolean;
  /** Whether the node may be asked for one name. */
  readonly #canFilter: boolean;
  /** How many entries the first page had when the list was read the last time. */
  #pageLength = 0;
  #isOnePage = false;
  /** With which request each connection was found, when its list has several pages. */
  readonly #places = new WeakMap<Connection, Values>();

  constructor(caller: NodeCaller, { operations }: NodeApi) {
    this.#caller = caller;
    this.#itemSources = operations.listConnections?.item ?? {};
    this.#hasCursor = operations.listConnections?.result?.cursor !== undefined;
    this.#canFilter = placeholdersOf(operations.listConnections).includes("connectionName");
  }

  /** Whether the first page was certainly the whole list when it was read the last time. */
  get isOnePage(): boolean {
    return this.#isOnePage;
  }

  /**
   * Every connection with exactly this name. `retries` replaces the policy of the node. Raises EXA209 for one without a
   * readable id, and EXA212 when the list changes during each reading.
   */
  async named(name: string, retries?: RetryPolicy): Promise<Connection[]> {
    const isWanted = (entry: Entry) => entry.connectionName === name;
    return this.#find({ isWanted, isEnough: never, name, ...(retries && { retries }) });
  }

  /**
   * The connection with this id. A name under which it may be listed can save reading the whole list. Raises EXA212 when it
   * is not found and the list changes during each reading.
   */
  async withId(id: string, name?: string): Promise<Connection | undefined> {
    const isEnough = ({ size }: Reading["found"]) => size > 0;
    const search = { isWanted: (entry: Entry) => entry.connectionId === id, isEnough };
    return (await this.#find(name ? { ...search, name } : search))[0];
  }

  /** Every connection whose id is not among these. */
  async beside(ids: KnownIds): Promise<Connection[]> {
    const isWanted = ({ connectionId }: Entry) => connectionId !== undefined && !ids.has(connectionId);
    return this.#find({ isWanted, isEnough: never });
  }

  /** The ids of all connections. */
  async ids(): Promise<KnownIds> {
    return (await this.#read({ isWanted: never, isEnough: never })).ids;
  }

  /**
   * A connection that was found before, read with the one request that found it; undefined when the answer does not have it
   * any more, or when the whole list is one page and can be read with one request anyway. Raises EXA4xx.
   */
  async again(connection: Connection): Promise<Connection | undefined> {
    const place = this.#places.get(connection);
    if (place === undefined) return undefined;
    const isWanted = ({ connectionId, connectionName = "" }: Entry) =>
      connectionId === connection.connectionId && connectionName === connection.connectionName;
    const page = await this.#page(place, { isWanted }).catch(failureOrThrow);
    if (!(page instanceof Failure)) return page.found.map(({ value }) => this.#remembered(value, place))[0];
    if (failureKind(page.code).isTransient) throw page;
    // A cursor may not be valid any more. Reading the whole list tells whether something else is wrong.
    return undefined;
  }

  async #find(search: Search): Promise<Connection[]> {
    const { found, pages } = await this.#read(search);
    return [...found.values()].map(({ value, place }) =>
      pages > 1 ? this.#remembered(value, place) : resolved(value),
    );
  }

  #remembered(value: Connection | Failure, place: Values): Connection {
    const connection = resolved(value);
    this.#places.set(connection, place);
    return connection;
  }

  /**
   * Reads the list, again if nothing is found and the reading may be incomplete: when an entry leaves an earlier page, a
   * later entry moves to a page that was already read. A reading is complete when the list has one page or as many
   * entries as its total, or when two readings are equal.
   */
  async #read(search: Search): Promise<Reading> {
    let before: Reading | undefined;
    for (let readings = 1; readings <= mostReadings; readings++) {
      const reading = await this.#readOnce(search);
      if (reading.found.size > 0 || reading.isWhole || (before && reading.ids.equals(before.ids))) return reading;
      before = reading;
    }
    throw keptChanging(this.#caller.url.host);
  }

  async #readOnce(search: Search): Promise<Reading> {
    const wasLong = this.#pageLength > 0 && !this.#isOnePage;
    const known = wasLong ? await this.#readNamed(search) : undefined;
    if (known !== undefined) return known;
    const reading = new Reading();
    const first = await this.#readPage(reading, search, {});
    this.#pageLength = first.size;
    this.#isOnePage = isLast(first) || this.#isAll(first);
    if (isLast(first) || search.isEnough(reading.found)) return reading.ended((first.total ?? 0) === 0);
    const named = wasLong || this.#isOnePage ? undefined : await this.#readNamed(search);
    return named ?? this.#readFrom(first, reading, search);
  }

  /**
   * What the node finds by the name; undefined when it cannot be asked, and when it finds nothing. Only the whole list shows
   * that there is no such connection: a search can lag behind, or take characters of a name for something else, and a run
   * that believes it would create a second connection.
   */
  async #readNamed(search: Search): Promise<Reading | undefined> {
    if (!this.#canFilter || search.name === undefined) return undefined;
    const filter = { connectionName: search.name };
    const reading = new Reading();
    const first = await this.#readPage(reading, search, filter);
    // The total of such an answer can be that of the whole list.
    const isPart = first.size >= this.#pageLength && !search.isEnough(reading.found);
    if (isPart && this.#hasCursor) await this.#readByCursor(first, reading, search, filter);
    else if (isPart) await this.#readUntilEmpty(first, reading, search, filter);
    return reading.found.size > 0 ? reading.ended(true) : undefined;
  }

  /** Whether the first page is certainly the whole list. */
  #isAll({ size, total, cursor }: Page): boolean {
    return this.#hasCursor ? cursor === undefined : total !== undefined && size >= total;
  }

  /** Reads the pages after the first. */
  #readFrom(first: Page, reading: Reading, search: Search): Promise<Reading> {
    if (this.#hasCursor) return this.#readByCursor(first, reading, search);
    return first.total === undefined
      ? this.#readUntilEmpty(first, reading, search)
      : this.#readRest(first, first.total, reading, search);
  }

  /** Reads a list without a total until a page is empty or has nothing new. */
  async #readUntilEmpty(first: Page, reading: Reading, search: Search, filter: Values = {}): Promise<Reading> {
    let offset = first.size;
    for (let page = 1; page < mostPages; page++) {
      const before = reading.ids.size;
      const next = await this.#readPage(reading, search, { ...filter, offset, page });
      // A node without paging returns the same page again.
      if (reading.ids.size === before) return reading.ended(page === 1);
      if (search.isEnough(reading.found)) return reading.ended(true);
      offset += next.size;
    }
    throw endless(this.#caller.url.host);
  }

  /** Reads a list whose pages name the next one, until a page names none, or some have nothing new. */
  async #readByCursor(first: Page, reading: Reading, search: Search, filter: Values = {}): Promise<Reading> {
    let [last, offset, barren] = [first, first.size, 0];
    for (let page = 1; page < mostPages && barren < mostBarrenPages; page++) {
      if (last.cursor === undefined) return reading.ended(page === 1);
      const before = reading.ids.size;
      last = await this.#readPage(reading, search, { ...filter, offset, page, cursor: last.cursor });
      if (search.isEnough(reading.found)) return reading.ended(true);
      offset += last.size;
      barren = reading.ids.size === before ? barren + 1 : 0;
    }
    if (barren === 0) throw endless(this.#caller.url.host);
    return reading.ended(false);
  }

  /** The first page shows the node's page size, which can be smaller than the requested one. */
  async #readRest(first: Page, total: number, reading: Reading, search: Search): Promise<Reading> {
    const count = Math.ceil(total / first.size);
    if (count > mostPages) throw endless(this.#caller.url.host);
    let [next, isSteady] = [1, true];
    const readOn = async () => {
      while (next < count && !search.isEnough(reading.found)) {
        const page = next++;
        const read = await this.#readPage(reading, search, { offset: page * first.size, page });
        isSteady &&= read.total === total;
      }
    };
    const stopping = () => readOn().finally(() => (next = count));
    await awaitAll(Array.from({ length: Math.min(pagesAtOnce, count - 1) }, stopping));
    return reading.ended(isSteady && reading.entries >= total);
  }

  async #readPage(reading: Reading, search: Search, values: Values): Promise<Page> {
    const page = await this.#page(values, search);
    reading.add(page);
    return page;
  }

  /** `offset` counts entries and `page` counts pages, both from 0. Nodes use either, or the cursor of the page before. */
  async #page(
    { offset = 0, page = 0, ...others }: Values,
    { isWanted, retries }: Pick<Search, "isWanted" | "retries">,
  ): Promise<Page> {
    const values = { offset, page, pageNumber: Number(page) + 1, limit: pageSize, ...others };
    const call = await this.#caller.call("listConnections", values, retries);
    const read = this.#caller.succeeded(call);
    if (isTooLong(read.value("items"))) throw endless(this.#caller.url.host);
    const items = read.items("items", this.#itemSources);
    if (items === undefined) throw missingValue(call, "list of connections");
    const entries = await mapInTurns(items, entryOf);
    if (items.length > 0 && !entries.some(isNamed)) throw missingValue(call, "connection with an id and a name");
    const place = { offset, page, ...others };
    return {
      ids: entries.map(({ connectionId }) => connectionId),
      size: items.length,
      found: entries.filter(isWanted).map((entry) => ({ value: connectionOf(entry, call), place })),
      total: read.count("total"),
      cursor: read.text("cursor"),
    };
  }
}

/** The ids of all connections at one moment. */
export interface KnownIds {
  /** Whether there was a connection with this id. */
  has(id: string): boolean;
}

function never(): boolean {
  return false;
}

/** Whether one page has more entries than are read. */
function isTooLong(items: unknown): boolean {
  return Array.isArray(items) && items.length > mostEntriesOfPage;
}

function isLast({ size, cursor }: Page): boolean {
  return size === 0 && cursor === undefined;
}

/** What to look for, and when to stop reading. */
interface Search {
  readonly isWanted: (entry: Entry) => boolean;
  readonly isEnough: (found: Reading["found"]) => boolean;
  /** The name that every wanted connection has, if it is known. */
  readonly name?: string;
  readonly retries?: RetryPolicy;
}

/** An entry of the list; a value that cannot be read is undefined. */
interface Entry {
  readonly connectionId: string | undefined;
  readonly connectionName: string | undefined;
  /** Reads its other values. */
  readonly read: AnswerReader;
}

interface Found {
  /** A failure when the entry has no readable id. */
  readonly value: Connection | Failure;
  /** The values of the request whose answer has it. */
  readonly place: Values;
}

interface Page {
  /** An entry without a readable id has undefined here. */
  readonly ids: readonly (string | undefined)[];
  /** How many entries the page has. */
  readonly size: number;
  readonly found: readonly Found[];
  readonly total: number | undefined;
  /** What names the next page; undefined on the last one. */
  readonly cursor: string | undefined;
}

/** What was read of the list so far. */
class Reading {
  readonly ids = new IdSet();
  /** By id, because an entry that moves during the reading can appear on two pages; the later one is current. */
  readonly found = new Map<string | Failure, Found>();
  /** Whether it certainly has every entry. */
  isWhole = false;
  pages = 0;
  #withoutId = 0;

  /** How many different entries were read. */
  get entries(): number {
    return this.ids.size + this.#withoutId;
  }

  add({ ids, found }: Page): void {
    this.pages += 1;
    for (const id of ids) {
      if (id === undefined) this.#withoutId += 1;
      else this.ids.add(id);
    }
    for (const each of found) this.#keep(each);
  }

  ended(isWhole: boolean): this {
    this.isWhole = isWhole;
    return this;
  }

  #keep(found: Found): void {
    const key = found.value instanceof Failure ? found.value : found.value.connectionId;
    const known = this.found.get(key);
    if (known === undefined || Number(known.place.offset) <= Number(found.place.offset)) this.found.set(key, found);
  }
}

function entryOf(read: AnswerReader): Entry {
  return { connectionId: read.text("connectionId"), connectionName: read.text("connectionName"), read };
}

function isNamed({ connectionId, connectionName }: Entry): boolean {
  return connectionId !== undefined && connectionName !== undefined;
}

function connectionOf(entry: Entry, call: AnsweredCall): Connection | Failure {
  const { connectionId, connectionName = "", read } = entry;
  if (connectionId === undefined) return unreadableId(call, entry);
  return { connectionId, connectionName, status: statusIn(read) ?? "UNKNOWN", ...destinationIn(read) };
}

function resolved(value: Connection | Failure): Connection {
  if (value instanceof Failure) throw value;
  return value;
}

/** The status in an answer, in upper case. */
export function statusIn(read: AnswerReader): string | undefined {
  return read.text("status")?.trim().toUpperCase();
}

/** The console shows "unknown" for a private destination, and its URL can be empty in lists. */
function destinationIn(read: AnswerReader): Pick<Connection, "destinationUrl" | "private"> {
  const text = read.text("destinationUrl") ?? "";
  if (/^https?:/i.test(text)) return { destinationUrl: text };
  return read.has("destinationUrl") ? { private: true } : {};
}

function unreadableId(call: AnsweredCall, { connectionName = "" }: Entry): Failure {
  return missingValue(call, `readable id of the connection "${harmless(connectionName)}"`);
}

function endless(host: string): Failure {
  return new Failure(
    "EXA209",
    `The list of connections of the node at ${host} does not end after ${mostPages} pages, or has more than ${mostEntriesOfPage} connections on one.`,
    "Check in the node's Exalate console how many connections there are, and compare the list's paging with the node's Swagger page.",
  );
}

function keptChanging(host: string): Failure {
  return new Failure(
    "EXA212",
    `The list of connections of the node at ${host} changed each of the ${mostReadings} times that the task read it.`,
    "Run the step again while fewer connections are being created or removed.",
  );
}

/** EXA312: several connections have a name that must identify one. */
export function severalConnections(host: string, found: readonly Connection[]): Failure {
  const each = found
    .slice(0, 5)
    .map(({ connectionId, status }) => `id ${harmless(connectionId)} (${harmless(status)})`);
  const more = found.length > each.length ? `, and ${found.length - each.length} more` : "";
  return new Failure(
    "EXA312",
    `The node at ${host} has ${found.length} connections named "${harmless(found[0]?.connectionName ?? "")}": ${each.join(", ")}${more}.`,
    "Remove the unwanted ones in the node's Exalate console, or select one by connectionId.",
  );
}
