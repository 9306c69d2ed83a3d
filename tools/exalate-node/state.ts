import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Connection, connectionStatuses } from "./connection.ts";
import { listOf, objectOf, type Schema, violation } from "./schema.ts";

/** The state of a node. */
export interface NodeState {
  /** Identity of the node; independent of its URL, which can change. */
  readonly uid: string;
  readonly signingKey: string;
  /** Number of connection ids issued so far. */
  readonly idsGiven: number;
  readonly connections: readonly Connection[];
}

const text: Schema = { type: "string" };
const stateSchema = objectOf({
  uid: text,
  signingKey: text,
  idsGiven: { type: "integer" },
  connections: listOf(
    objectOf({
      id: text,
      name: text,
      description: text,
      status: { type: "string", enum: connectionStatuses },
      localShortName: text,
      remoteShortName: text,
      remoteUrl: { type: "string", "x-nullable": true },
      private: { type: "boolean" },
      mode: { type: "string", enum: ["basic", "script"] },
      project: text,
      role: { type: "string", enum: ["initiator", "acceptor"] },
      invitationCode: text,
      sharedSecret: text,
      peerUid: { type: "string", "x-nullable": true },
    }),
  ),
});

/** The state of a new node. */
export function freshState(): NodeState {
  return { uid: randomUUID(), signingKey: randomBytes(32).toString("hex"), idsGiven: 0, connections: [] };
}

/**
 * Reads the state that {@link saveState} wrote; returns a new state when the file does not exist.
 * @throws Error when the file contains anything else
 */
export function loadState(path: string): NodeState {
  const content = readIfExists(path);
  if (content === null) return freshState();
  const state = JSON.parse(content);
  const wrong = violation(stateSchema, state, "The content");
  if (wrong !== null) throw new Error(`${path} is not the state of an embedded node: ${wrong}`);
  return state;
}

/** Writes the state atomically, so that a killed node leaves either the old file or the new one. */
export function saveState(path: string, state: NodeState): void {
  const draft = `${path}.new`;
  writeFileSync(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(draft, path);
}

function readIfExists(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
