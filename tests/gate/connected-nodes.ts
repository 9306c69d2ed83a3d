import assert from "node:assert/strict";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { ask, memberOf, type Reply, settings, start } from "../exalate-node/requests.ts";
import { askAsGate } from "./gate.ts";

/** A connection initiated on a node. */
export interface Initiated {
  readonly id: string;
  readonly invitationCode: string;
}

/** Initiates a pending connection. */
export async function initiateOn(node: ExalateNode, name: string): Promise<Initiated> {
  const reply = await ask(node, "POST", "/connections", { ...settings, name });
  assert.equal(reply.status, 201, reply.text);
  return { id: memberOf(reply, "id"), invitationCode: memberOf(reply, "invitationCode") };
}

/** Starts another node, accepts the invitation there, and returns the node. */
export async function acceptElsewhere({ invitationCode }: Initiated): Promise<ExalateNode> {
  const other = await start();
  const reply = await ask(other, "POST", "/connections/accept", { invitationCode, project: "Fabrikam" });
  assert.ok(reply.status < 300, reply.text);
  return other;
}

/** Deactivates an active connection on this side. */
export async function deactivateOn(node: ExalateNode, { id }: Initiated): Promise<void> {
  assert.equal((await ask(node, "POST", `/connections/${id}/deactivate`)).status, 200);
}

/** The node's answer to the gate. */
export async function answerOf(node: ExalateNode): Promise<Listing> {
  return listingOf(await askAsGate(node));
}

/** The part of a node's list of connections that tests change. */
export interface Listing {
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/** Reads an answer as a list of connections. */
export function listingOf(reply: Reply): Listing {
  assert.equal(reply.status, 200, reply.text);
  return JSON.parse(reply.text);
}
