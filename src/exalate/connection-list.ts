import { Failure, throwing } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import { mapInTurns } from "../core/turns.ts";
import type { AnswerReader } from "./answer.ts";
import { type AnsweredCall, missingValue } from "./answer-failures.ts";
import type { Connection } from "./connection.ts";
import type { NodeCaller } from "./node-caller.ts";
import type { NodeApi, Sources } from "./profile/node-api.ts";

/** How many connections one request asks for. */
const pageSize = 100;

/** More pages than any node has. A longer list is treated as endless. */
const mostPages = 100;

/** How often the list is read in total when it changes while it is read. */
const mostReadings = 4;

/** The connections of a node, read page by page. */
export class ConnectionList {
  readonly #caller: NodeCaller;
  readonly #itemSources: Sources;
  readonly #hasCursor: boolean;

  constructor(caller: NodeCaller, { operations }: NodeApi) {
    this.#caller = caller;
    this.#itemSources = operations.listConnections?.item ?? {};
    this.#hasCursor = operations.listConnections?.result?.cursor !== undefined;
  }

  /**
   * Every connection with exactly this name. Raises EXA209 for one without a readable id, and EXA212 when the list
   * changes during each reading.
   */
  async named(name: string): Promise<Connection[]> {
    const { found } = await this.#read({ isWanted: (entry) => entry.connectionName === name, isEnough: () => false });
    return found.map(({ connection, entry, call }) => connection ?? throwing(unreadableId(call, entry)));
  }

  /** The connection with this id. Raises EXA212 when it is not found and the list changes during each reading. */
  async withId(id: string): Promise<Connection | undefined> {
    const isFound = (found: readonly Found[]) => found.length > 0;
    const { found } = await this.#read({ isWanted: (entry) => entry.connectionId === id, isEnough: isFound });
    return found[0]?.connection;
  }

  /** The ids of all connections. */
  async ids(): Promise<ReadonlySet<string>> {
    return (await this.#read({ isWanted: () => false, isEnough: () => false })).ids;
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
      if (reading.found.length > 0 || reading.isWhole || sameEntries(reading, before)) return reading;
      before = reading;
    }
    throw keptChanging(this.#caller.url.host);
  }

  async #readOnce(search: Search): Promise<Reading> {
    const first = await this.#page(0, 0, search);
    const isAll = (first.size === 0 && first.cursor === undefined) || search.isEnough(first.found);
    if (isAll) return readingOf([first], (first.total ?? 0) === 0);
    if (this.#hasCursor) return this.#readByCursor(first, search);
    return first.total === undefined ? this.#readUntilEmpty(first, search) : this.#readRest(first, first.total, search);
  }

  /** Reads a list without a total until a page is empty or has nothing new. */
  async #readUntilEmpty(first: Page, search: Search): Promise<Reading> {
    const pages = [first];
    const seen = new Set(first.ids);
    let offset = first.size;
    while (pages.length < mostPages) {
      const page = await this.#page(offset, pages.length, search);
      // A node without paging returns the same page again.
      if (page.ids.every((id) => seen.has(id))) return readingOf(pages, pages.length === 1);
      pages.push(page);
      for (const id of page.ids) seen.add(id);
      if (search.isEnough(page.found)) return readingOf(pages, true);
      offset += page.size;
    }
    throw endless(this.#caller.url.host);
  }

  /** Reads a list whose pages name the next one, until a page names none. */
  async #readByCursor(first: Page, search: Search): Promise<Reading> {
    const pages = [first];
    for (let last = first; last.cursor !== undefined; ) {
      if (pages.length >= mostPages) throw endless(this.#caller.url.host);
      last = await this.#page(sum(pages.map(({ size }) => size)), pages.length, search, last.cursor);
      pages.push(last);
      if (search.isEnough(last.found)) return readingOf(pages, true);
    }
    return readingOf(pages, pages.length === 1);
  }

  /** The first page shows the node's page size, which can be smaller than the requested one. */
  async #readRest(first: Page, total: number, search: Search): Promise<Reading> {
    const count = Math.ceil(total / first.size);
    if (count > mostPages) throw endless(this.#caller.url.host);
    const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 1);
    const rest = await Promise.all(others.map((page) => this.#page(page * first.size, page, search)));
    const pages = [first, ...rest];
    const entries = new Set(pages.flatMap(({ ids }) => ids)).size + sum(pages.map(({ withoutId }) => withoutId));
    return readingOf(pages, entries >= total && rest.every((page) => page.total === total));
  }

  /** `offset` counts entries and `page` counts pages, both from 0. Nodes use either, or the cursor of the page before. */
  async #page(offset: number, page: number, { isWanted }: Search, cursor?: string): Promise<Page> {
    const values = { offset, page, pageNumber: page + 1, limit: pageSize, cursor };
    const call = await this.#caller.call("listConnections", values);
    const read = this.#caller.succeeded(call);
    if (isTooLong(read.value("items"))) throw endless(this.#caller.url.host);
    const items = read.items("items", this.#itemSources);
    if (items === undefined) throw missingValue(call, "list of connections");
    const entries = await mapInTurns(items, entryOf);
    if (items.length > 0 && !entries.some(isConnection)) throw missingValue(call, "connection with an id and a name");
    const total = read.count("total");
    const ids = entries.map(({ connectionId }) => connectionId).filter((id) => id !== undefined);
    const found = entries.filter(isWanted).map((entry) => ({ call, entry, connection: connectionOf(entry) }));
    const next = read.text("cursor");
    return { ids, withoutId: items.length - ids.length, size: items.length, found, total, cursor: next };
  }
}

/** Whether one page has more entries than all pages may have. */
function isTooLong(items: unknown): boolean {
  return Array.isArray(items) && items.length > mostPages * pageSize;
}

/** What to look for, and when to stop reading. */
interface Search {
  readonly isWanted: (entry: Entry) => boolean;
  readonly isEnough: (found: readonly Found[]) => boolean;
}

/** An entry of the list; a value that cannot be read is undefined. */
type Entry = Partial<Pick<Connection, "connectionId" | "connectionName">> &
  Omit<Connection, "connectionId" | "connectionName">;

interface Found {
  readonly call: AnsweredCall;
  readonly entry: Entry;
  /** Undefined when the entry has no readable id. */
  readonly connection: Connection | undefined;
}

interface Page {
  readonly ids: readonly string[];
  /** How many entries have no readable id. */
  readonly withoutId: number;
  /** How many entries the page has. */
  readonly size: number;
  readonly found: readonly Found[];
  readonly total: number | undefined;
  /** What names the next page; undefined on the last one. */
  readonly cursor: string | undefined;
}

interface Reading {
  readonly ids: ReadonlySet<string>;
  readonly found: readonly Found[];
  /** Whether it certainly has every entry. */
  readonly isWhole: boolean;
}

function readingOf(pages: readonly Page[], isWhole: boolean): Reading {
  const found = pages.flatMap((page) => page.found);
  // An entry that moves during the reading can appear on two pages. The later one is current.
  const byId = new Map(found.map((each) => [each.entry.connectionId ?? each, each]));
  return { ids: new Set(pages.flatMap(({ ids }) => ids)), found: [...byId.values()], isWhole };
}

function sameEntries(one: Reading, other: Reading | undefined): boolean {
  return other?.ids.size === one.ids.size && [...one.ids].every((id) => other.ids.has(id));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function entryOf(read: AnswerReader): Entry {
  const [connectionId, connectionName] = [read.text("connectionId"), read.text("connectionName")];
  return {
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(connectionName === undefined ? {} : { connectionName }),
    status: statusIn(read) ?? "UNKNOWN",
    ...destinationIn(read),
  };
}

function isConnection({ connectionId, connectionName }: Entry): boolean {
  return connectionId !== undefined && connectionName !== undefined;
}

function connectionOf(entry: Entry): Connection | undefined {
  const { connectionId, connectionName = "" } = entry;
  return connectionId === undefined ? undefined : { ...entry, connectionId, connectionName };
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
    `The list of connections of the node at ${host} does not end after ${mostPages} pages.`,
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
