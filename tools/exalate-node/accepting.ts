import { type Answer, empty, json, Refusal } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { checkCapacity } from "./initiating.ts";
import { type Invitation, openInvitation } from "./invitation.ts";
import { readJwt, signJwt } from "./jwt.ts";
import { brief, connectionById } from "./listing.ts";
import { askPeer, type PeerAnswer } from "./outgoing.ts";
import { checkProject } from "./projects.ts";
import { basePath, type Call, type NodeSelf, textMember } from "./route.ts";

/** Time limit for the two nodes to complete a connection, in milliseconds. */
const handshakeMilliseconds = 5000;

const invalidCode = "Invitation code is invalid. Please contact your partner to get the new invitation code";
const proofSeconds = 60;

/** Checks that an invitation can be accepted, as far as this node can tell alone, and changes nothing. */
export function checkInvitation({ node, body }: Call): Answer {
  const invitation = readInvitationCode(body);
  const earlier = acceptedBefore(node, invitation);
  if (earlier) return alreadyAccepted(earlier);
  checkAcceptable(node, invitation);
  return empty(204);
}

/** Accepts an invitation of another node, and completes the connection with that node. */
export async function acceptInvitation({ node, body }: Call): Promise<Answer> {
  const invitation = readInvitationCode(body);
  const earlier = acceptedBefore(node, invitation);
  if (earlier) return alreadyAccepted(earlier);
  checkAcceptable(node, invitation);
  checkProject(node, textMember(body, "project"));
  await withReservedName(node, invitation.connectionName, () => completeAtInitiator(node, invitation));
  return json(200, brief(node.registry.add(acceptedConnection(node, invitation, body))));
}

/**
 * Completes a connection on the initiating side. The other node proves, by a signature with the secret of the
 * invitation, that it accepted. It can repeat this call, because the first answer can be lost.
 */
export function completeConnection({ node, body }: Call): Answer {
  const connection = connectionById(node, textMember(body, "connectionId"));
  const { nodeUid, nodeUrl } = readProof(connection, textMember(body, "proof"));
  if (connection.peerUid === nodeUid) return json(200, brief(connection));
  if (connection.status !== "PENDING") throw new Refusal(409, `Connection "${connection.name}" is no longer pending`);
  const remoteUrl = connection.private ? null : nodeUrl;
  return json(200, brief(node.registry.update(connection, { status: "ACTIVE", peerUid: nodeUid, remoteUrl })));
}

function readInvitationCode(body: Call["body"]): Invitation {
  const invitation = openInvitation(textMember(body, "invitationCode"));
  if (!invitation) throw new Refusal(400, invalidCode);
  return invitation;
}

function acceptedBefore({ registry }: NodeSelf, { sharedSecret }: Invitation): Connection | undefined {
  return registry.all.find((each) => each.role === "acceptor" && each.sharedSecret === sharedSecret);
}

function checkAcceptable(node: NodeSelf, { nodeUid, connectionName }: Invitation): void {
  if (nodeUid === node.registry.uid) throw new Refusal(400, "Local connections are not supported");
  checkCapacity(node, connectionName);
}

function alreadyAccepted(connection: Connection): Answer {
  const message = `Connection "${connection.name}" is already ${connection.status.toLowerCase()}`;
  return json(409, { message, ...brief(connection) });
}

async function withReservedName(node: NodeSelf, name: string, work: () => Promise<void>): Promise<void> {
  node.registry.reserve(name);
  try {
    await work();
  } finally {
    node.registry.release(name);
  }
}

async function completeAtInitiator(node: NodeSelf, invitation: Invitation): Promise<void> {
  const { status } = await askInitiator(node, invitation);
  if (status === 200) return;
  if (status >= 400 && status < 500) throw new Refusal(400, invalidCode);
  throw new Refusal(502, `The node at ${invitation.nodeUrl} could not complete the connection (HTTP ${status})`);
}

function askInitiator(node: NodeSelf, invitation: Invitation): Promise<PeerAnswer> {
  const { connectionId, nodeUrl, sharedSecret } = invitation;
  const exp = Math.floor(Date.now() / 1000) + proofSeconds;
  const proof = signJwt({ nodeUid: node.registry.uid, nodeUrl: node.nodeUrl, exp }, sharedSecret);
  return askPeer(node, {
    method: "POST",
    url: `${nodeUrl}${basePath}/connections/complete`,
    body: { connectionId, proof },
    milliseconds: handshakeMilliseconds,
  }).catch(() => {
    throw new Refusal(502, `The node at ${nodeUrl} could not be reached to complete the connection`);
  });
}

function acceptedConnection(node: NodeSelf, invitation: Invitation, body: Call["body"]): Connection {
  return {
    id: node.registry.nextId(),
    name: invitation.connectionName,
    description: "",
    status: "ACTIVE",
    localShortName: invitation.acceptorShortName,
    remoteShortName: invitation.initiatorShortName,
    remoteUrl: invitation.nodeUrl,
    private: invitation.private,
    mode: invitation.mode,
    project: textMember(body, "project"),
    role: "acceptor",
    invitationCode: textMember(body, "invitationCode"),
    sharedSecret: invitation.sharedSecret,
    peerUid: invitation.nodeUid,
  };
}

function readProof(connection: Connection, proof: string): { nodeUid: string; nodeUrl: string } {
  const claims = readJwt(proof, connection.sharedSecret);
  const { nodeUid, nodeUrl, exp } = claims ?? {};
  if (typeof nodeUid !== "string" || typeof nodeUrl !== "string" || Number(exp) * 1000 <= Date.now()) {
    throw new Refusal(401, "The proof of the invitation is not valid");
  }
  return { nodeUid, nodeUrl };
}
