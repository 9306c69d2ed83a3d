import { createHash } from "node:crypto";
import type { Connection } from "./connection.ts";
import type { NodeState } from "./state.ts";

// More digits would make numbers that JSON cannot represent exactly.
const safeHexDigits = 13;

/** The connections of a node. All methods are synchronous, so no request can come between a check and a change. */
export class Registry {
  #state: NodeState;
  readonly #save: (state: NodeState) => void;
  readonly #ids: "text" | "number";
  readonly #reservedNames = new Set<string>();
  /** Earlier lists of connections with the time until which each was valid, oldest first. */
  readonly #former: { readonly until: number; readonly connections: readonly Connection[] }[] = [];

  /**
   * @param save called with the whole state after each change
   * @param ids whether ids are hexadecimal texts or decimal numbers
   */
  constructor(state: NodeState, save: (state: NodeState) => void, ids: "text" | "number" = "text") {
    this.#state = state;
    this.#save = save;
    this.#ids = ids;
    save(state);
  }

  /** Identity of the node. */
  get uid(): string {
    return this.#state.uid;
  }

  /** Key that signs the node's session tokens. */
  get signingKey(): string {
    return this.#state.signingKey;
  }

  /** All connections, oldest first. */
  get all(): readonly Connection[] {
    return this.#state.connections;
  }

  /** All connections as they were at a time, in milliseconds since 1970; oldest first. */
  allAsOf(time: number): readonly Connection[] {
    while (this.#former[0] && this.#former[0].until <= time) this.#former.shift();
    return this.#former[0]?.connections ?? this.all;
  }

  /** Finds a connection by its id. */
  find(id: string): Connection | undefined {
    return this.all.find((connection) => connection.id === id);
  }

  /** Whether a connection with that name exists or the name is reserved. */
  hasName(name: string): boolean {
    return this.#reservedNames.has(name) || this.all.some((connection) => connection.name === name);
  }

  /** Reserves a name for a connection that is being created. */
  reserve(name: string): void {
    this.#reservedNames.add(name);
  }

  /** Releases a name reserved by {@link reserve}. */
  release(name: string): void {
    this.#reservedNames.delete(name);
  }

  /** Returns a new id, unique within the node and across nodes. */
  nextId(): string {
    const idsGiven = this.#state.idsGiven + 1;
    this.#change({ idsGiven });
    return this.#idOf(idsGiven);
  }

  /** Adds many connections in one change; `make` gets the id of each and its number, counted from 1. */
  addMany(count: number, make: (id: string, number: number) => Connection): void {
    const { idsGiven } = this.#state;
    const made = Array.from({ length: count }, (_, index) => make(this.#idOf(idsGiven + index + 1), index + 1));
    this.#change({ idsGiven: idsGiven + count, connections: [...this.all, ...made] });
  }

  #idOf(idsGiven: number): string {
    const digest = createHash("sha256").update(`${this.uid} ${idsGiven}`).digest("hex");
    return this.#ids === "number" ? String(Number.parseInt(digest.slice(0, safeHexDigits), 16)) : digest.slice(0, 24);
  }

  /** Adds a connection. */
  add(connection: Connection): Connection {
    this.#change({ connections: [...this.all, connection] });
    return connection;
  }

  /** Changes some members of a connection. */
  update(connection: Connection, change: Partial<Connection>): Connection {
    const changed = { ...connection, ...change };
    this.#change({ connections: this.all.map((each) => (each.id === connection.id ? changed : each)) });
    return changed;
  }

  /** Removes a connection. */
  remove(connection: Connection): void {
    this.#change({ connections: this.all.filter((each) => each.id !== connection.id) });
  }

  #change(change: Partial<NodeState>): void {
    if (change.connections !== undefined) this.#former.push({ until: Date.now(), connections: this.all });
    this.#state = { ...this.#state, ...change };
    this.#save(this.#state);
  }
}
