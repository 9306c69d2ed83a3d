import { randomBytes } from "node:crypto";
import { type Answer, json, Refusal } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { isOwnUrl, webUrl } from "./destinations.ts";
import { sealInvitation, wrapCode } from "./invitation.ts";
import { brief, connectionById } from "./listing.ts";
import { checkProject } from "./projects.ts";
import { type Call, type NodeSelf, textMember } from "./route.ts";
import { nodeVersion, type Settings } from "./settings.ts";

/** The settings of a connection that the initiating side chooses. */
export type ConnectionSettings = Pick<
  Connection,
  "name" | "description" | "localShortName" | "remoteShortName" | "remoteUrl" | "private" | "mode" | "project"
>;

/** Initiates a connection, which is then pending and has an invitation code. */
export function initiateConnection({ node, body }: Call): Answer {
  const settings = readConnectionSettings(body);
  checkNotBlank(settings);
  checkMode(node.settings, settings.mode);
  checkDestination(node, settings);
  checkProject(node, settings.project);
  checkCapacity(node, settings.name);
  const connection = pendingConnection(node, settings);
  return json(201, { ...brief(connection), invitationCode: connection.invitationCode });
}

/** Returns the invitation code of a pending connection again. */
export function readInvitation({ node, path }: Call): Answer {
  const connection = connectionById(node, path.id);
  if (connection.status !== "PENDING") throw new Refusal(409, `Connection "${connection.name}" is no longer pending`);
  return json(200, { invitationCode: connection.invitationCode });
}

/** Adds a pending connection with an invitation code. */
export function pendingConnection(node: NodeSelf, settings: ConnectionSettings): Connection {
  const id = node.registry.nextId();
  const sharedSecret = randomBytes(32).toString("base64url");
  const code = sealInvitation({
    sharedSecret,
    connectionId: id,
    connectionName: settings.name,
    mode: settings.mode,
    private: settings.private,
    initiatorShortName: settings.localShortName,
    acceptorShortName: settings.remoteShortName,
    nodeUrl: node.nodeUrl,
    nodeUid: node.registry.uid,
    trackerType: node.settings.trackerType,
    nodeVersion,
  });
  const invitationCode = shownCode(node.settings, code);
  return node.registry.add({
    ...settings,
    id,
    status: "PENDING",
    role: "initiator",
    invitationCode,
    sharedSecret,
    peerUid: null,
  });
}

/**
 * Checks that the node can have one more connection, with that name.
 * @throws Refusal 409 when the name is taken and names are unique, 403 when the license allows no more connections
 */
export function checkCapacity({ registry, settings }: NodeSelf, name: string): void {
  if (!settings.allowsEqualNames && registry.hasName(name))
    throw new Refusal(409, `Connection with the name "${name}" already exists`);
  if (registry.all.length >= settings.maxConnections) {
    throw new Refusal(403, "Too many connections are using the connection-based license");
  }
}

function readConnectionSettings(body: Call["body"]): ConnectionSettings {
  return {
    name: textMember(body, "name"),
    description: textMember(body, "description"),
    localShortName: textMember(body, "localShortName"),
    remoteShortName: textMember(body, "remoteShortName"),
    remoteUrl: "remoteUrl" in body ? textMember(body, "remoteUrl") : null,
    private: body.private === true,
    mode: body.mode === "basic" ? "basic" : "script",
    project: textMember(body, "project"),
  };
}

function checkNotBlank(settings: ConnectionSettings): void {
  for (const member of ["name", "localShortName", "remoteShortName", "project"] as const) {
    if (settings[member].trim() === "") throw new Refusal(400, `The member "${member}" must not be empty`);
  }
}

function checkMode({ modes, plan }: Settings, mode: ConnectionSettings["mode"]): void {
  if (mode === "script" && plan === "free") throw new Refusal(400, "Script mode is not available on the free plan");
  if (!modes.includes(mode)) throw new Refusal(400, `Mode "${mode}" is not offered. Offered: ${modes.join(", ")}`);
}

function checkDestination(node: NodeSelf, settings: ConnectionSettings): void {
  if (settings.private && settings.remoteUrl !== null) throw new Refusal(400, "A private connection has no remote URL");
  if (settings.private) return;
  if (settings.remoteUrl === null) throw new Refusal(400, "A connection that is not private needs a remote URL");
  if (isOwnUrl(node, webUrl(settings.remoteUrl))) throw new Refusal(400, "The remote URL is this node's own");
}

function shownCode({ invitationFormat, invitationCode }: Settings, code: string): string {
  if (typeof invitationCode === "string") return invitationCode;
  const formatted = invitationFormat === "wrapped" ? wrapCode(code) : code;
  return invitationCode ? invitationCode(formatted) : formatted;
}
