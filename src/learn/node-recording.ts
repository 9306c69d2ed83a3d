import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import { unfinished } from "../exalate/profile/placeholders.ts";
import { ChainFinder } from "./chain.ts";
import { connectionListIn, idsIn, type ListSeen, typedIdsIn } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf, plainLeavesOf } from "./json-leaves.ts";
import type { Meanings } from "./meanings.ts";
import { type ProjectMembers, type ProjectsSeen, projectsSeen, projectTexts } from "./project-search.ts";
import { type Background, namesPerson } from "./resolve-call.ts";
import { isSignIn, personIn, type SessionSeen, secretsIn, sessionIn } from "./session.ts";
import type { Side } from "./side.ts";
import { Tracer } from "./trace.ts";
import type { TypedValues } from "./typed-values.ts";
import { bareText, isPlainWord } from "./value-kinds.ts";

/** What is known of other calls when the calls of an operation are resolved. */
export interface KnownCalls {
  /** The queries of lists, which several calls show. */
  readonly queries?: Background["queries"];
  /** The changing calls of other operations: their answers supply nothing, since they would be made again. */
  readonly foreign?: ReadonlySet<Exchange>;
  /** Calls of the session that supply values all the same. */
  readonly suppliers?: ReadonlySet<Exchange>;
}

/** One recording of a node, with what every operation needs to know of it. */
export class NodeRecording {
  readonly side: Side;
  readonly typed: TypedValues;
  /** The name of the project that was chosen in this recording. */
  readonly project: string;
  readonly session: SessionSeen;
  readonly list: ListSeen | undefined;
  readonly projects: ProjectsSeen | undefined;
  readonly members: ProjectMembers;
  readonly #secrets: readonly string[];
  readonly #person: ReadonlySet<string>;
  readonly #renewals: ReadonlySet<Exchange>;
  #groups: ReadonlyMap<string, readonly Exchange[]> | undefined;

  constructor(side: Side, typed: TypedValues, project: string, members: ProjectMembers, knownId?: string) {
    this.side = side;
    this.typed = typed;
    this.project = project;
    this.members = members;
    this.session = sessionIn(side);
    this.list = connectionListIn(side, typed, knownId);
    this.projects = projectsSeen(side, project, this.list?.showing.address);
    this.#secrets = secretsIn(side, this.session);
    this.#person = personIn(side, this.session);
    this.#renewals = new Set(side.exchanges.filter((exchange) => this.#isSession(exchange)));
  }

  /** The ids of the typed connection. */
  get typedIds(): ReadonlySet<string> {
    return this.list === undefined ? new Set() : typedIdsIn(this.list);
  }

  /** The ids of every listed connection. */
  get ids(): ReadonlySet<string> {
    return this.list === undefined ? new Set() : idsIn(this.list);
  }

  /** Whether a value is or holds what was typed or chosen in this recording, a part of it, or the person's name. */
  isTelling(value: string, name: string): boolean {
    const typed = Object.values(this.typed).filter(
      (text) => text !== undefined && text.length > 1 && text !== this.typed.mode,
    );
    const chosen = this.projects === undefined ? [] : projectTexts(this.projects, this.members).map(([text]) => text);
    const bare = bareText(value);
    const isIn = (text: string) => value === text || (bareText(text).length > 3 && bare.includes(bareText(text)));
    const isPart = (text: string) => bare.length > 2 && !isPlainWord(value) && bareText(text).includes(bare);
    const typedTexts = [...(typed as string[]), this.project];
    if (typedTexts.some((text) => isIn(text) || isPart(text)) || chosen.some(isIn)) return true;
    return this.#person.has(value) || namesPerson(["query", name]);
  }

  /** Whether a call belongs to the session, a list or a search, so that it is no step of a wizard. */
  isAside(exchange: Exchange): boolean {
    const groups = [...(this.list?.group ?? []), ...(this.projects?.group ?? [])];
    return this.#renewals.has(exchange) || groups.includes(exchange);
  }

  /** Whether a call signs in or renews the session. */
  isOfSession(exchange: Exchange): boolean {
    return this.#renewals.has(exchange);
  }

  /** Finds what the calls of an operation need. */
  chains(name: OperationName, meanings: Meanings, known: KnownCalls = {}): ChainFinder {
    return new ChainFinder(this.#background(name, meanings, known));
  }

  #background(
    name: OperationName,
    meanings: Meanings,
    { queries = new Map(), foreign = new Set(), suppliers = new Set() }: KnownCalls,
  ): Background {
    const { sends, result, item = {} } = operationKind(name);
    const reserved = new Set([sends, result, item].flatMap((values) => Object.keys(values)).concat(unfinished));
    const typedTexts = new Set<unknown>([...Object.values(this.typed), this.project]);
    const isSupplier = (exchange: Exchange, user: Exchange) =>
      suppliers.has(exchange) || (!foreign.has(exchange) && this.#isSupplier(exchange, user));
    return {
      meanings,
      secrets: this.#secrets,
      queries,
      tracer: new Tracer(
        this.side,
        isSupplier,
        (exchange) => !this.isAside(exchange) && isAbout(exchange, meanings),
        reserved,
      ),
      isPersonal: (text) => this.#person.has(text) && !typedTexts.has(text),
      others: (exchange) => this.#alike(exchange).filter((each) => each !== exchange),
      usual: this.list?.showing.segments ?? [],
      tokenHeader: this.session.header?.name,
    };
  }

  /** The changing calls that send the same members to the same address. */
  #alike(exchange: Exchange): readonly Exchange[] {
    this.#groups ??= groupedByMembers(this.side.exchanges);
    return this.#groups.get(membersKey(exchange)) ?? [];
  }

  #isSession(exchange: Exchange): boolean {
    if (isSignIn(exchange, this.side)) return true;
    const { tokens } = this.session;
    return (
      tokens.length > 0 &&
      !exchange.isRead &&
      leavesOf(exchange.answer).some(({ value }) => tokens.includes(String(value)))
    );
  }

  /** A changing call may be made again only if it is a step of the same wizard. */
  #isSupplier(exchange: Exchange, user: Exchange): boolean {
    if (this.#renewals.has(exchange) || exchange.call.method === "DELETE") return false;
    if (exchange.isRead) return true;
    return !isSameRequest(exchange, user) && !this.#makesOther(exchange);
  }

  #makesOther(exchange: Exchange): boolean {
    const [ids, typedIds] = [this.ids, this.typedIds];
    const answered = plainLeavesOf(exchange.answer).filter(({ steps }) => /id$|key$|name$/i.test(steps.at(-1) ?? ""));
    return answered.some(({ value }) => ids.has(String(value)) && !typedIds.has(String(value)));
  }
}

/** Whether a call sends a value of the operation. Other calls are not made again for a word that occurs in their answers. */
function isAbout(exchange: Exchange, meanings: Meanings): boolean {
  return [...exchange.sentTexts].some((text) => meanings.of(text, ["query"]).length > 0);
}

function isAlike(one: Exchange, other: Exchange): boolean {
  return one.address === other.address;
}

/** The address and the members that a call sends: other operations can have the same address. */
function membersKey({ address, sentLeaves }: Exchange): string {
  const members = sentLeaves.map(({ steps }) => steps.join("/"));
  return [address, ...members.sort()].join("\n");
}

/** More calls of the same kind say nothing new about which values differ. */
const mostAlike = 100;

function groupedByMembers(exchanges: readonly Exchange[]): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of exchanges.filter(({ isRead }) => !isRead)) {
    const group = groups.get(membersKey(exchange)) ?? [];
    if (group.length < mostAlike) group.push(exchange);
    groups.set(membersKey(exchange), group);
  }
  return groups;
}

/** Whether two calls differ in nothing but values: the same call, made for two things. */
function isSameRequest(one: Exchange, other: Exchange): boolean {
  return isAlike(one, other) && formOf(one) === formOf(other);
}

function formOf({ sentLeaves }: Exchange): string {
  const words = sentLeaves.map(
    ({ steps, value }) => `${steps.join("/")}=${typeof value === "string" && isPlainWord(value) ? value : ""}`,
  );
  return words.sort().join("\n");
}
