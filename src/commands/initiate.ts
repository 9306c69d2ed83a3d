import { Failure } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import { anyOf, harmless } from "../core/text.ts";
import { isAtNode, isSameAddress } from "../exalate/address.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection, Destination, Initiated, InitiateRequest } from "../exalate/connection.ts";
import type { Log } from "../pipeline/agent.ts";
import { type InitiateOptions, ownNode } from "./initiate-options.ts";

/** The part of the Exalate client that initiating needs. */
export type InitiatingNode = Pick<
  ExalateClient,
  | "nodeUrl"
  | "signIn"
  | "findConnection"
  | "findProject"
  | "describeDestination"
  | "initiate"
  | "readInvitation"
  | "deleteConnection"
>;

/** What initiating needs of the world. */
export interface InitiatePorts {
  readonly node: InitiatingNode;
  readonly log: Log;
}

/** How the connection came about. */
export type Outcome = "initiated" | "reused" | "replaced" | "already active";

/** A connection that is there now. */
export interface InitiateResult {
  readonly outcome: Outcome;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: string;
  /** Absent when there is nothing left to accept. */
  readonly invitationCode?: Secret;
}

/**
 * Initiates a connection, or finds the one of that name that a former run left behind. After sign-in everything is
 * looked up at once, so that there are three round trips from sign-in to code (four with `replace`).
 * Raises EXA1xx to EXA4xx; nothing has been changed on the node when one of EXA1xx, EXA204, EXA206, EXA207, EXA301 to
 * EXA304 is raised.
 */
export async function initiate(options: InitiateOptions, { node, log }: InitiatePorts): Promise<InitiateResult> {
  log.info(intention(options, node.nodeUrl));
  await node.signIn();
  log.info(`Signed in to the Exalate node at ${node.nodeUrl.host}.`);
  const { destinationUrl } = options;
  const [destination, project, existing] = await inOrder([
    destinationUrl === undefined ? Promise.resolve(undefined) : node.describeDestination(destinationUrl),
    node.findProject(options.project),
    node.findConnection(options.connectionName),
  ]);
  if (destination) checkDestination(destination, options, node.nodeUrl);
  const request = requestOf(options, project?.key);
  if (existing === undefined) return initiateAnew(request, "initiated", { node, log });
  return settle(existing, destination, options, request, { node, log });
}

function intention(options: InitiateOptions, nodeUrl: URL): string {
  const { connectionName, localShortName, destinationShortName, destinationUrl, mode, project } = options;
  const there = destinationUrl ?? "a private destination";
  const how = `${mode === "script" ? "Script" : "Basic"} mode, project "${project}"`;
  return `Connection "${connectionName}" from ${localShortName} (${nodeUrl.host}) to ${destinationShortName} (${there}), ${how}.`;
}

/** All at once; when several fail, the failure of the first in the list counts, whichever came first in time. */
async function inOrder<A, B, C>(work: [Promise<A>, Promise<B>, Promise<C>]): Promise<[A, B, C]> {
  await Promise.allSettled(work);
  return [await work[0], await work[1], await work[2]];
}

function requestOf({ ifExists: _, ...request }: InitiateOptions, projectKey: string | undefined): InitiateRequest {
  return { ...request, project: projectKey ?? request.project };
}

function checkDestination(destination: Destination, options: InitiateOptions, nodeUrl: URL): void {
  if (destination.nodeUrl !== undefined && isAtNode(destination.nodeUrl, nodeUrl.href)) {
    throw ownNode(new URL(options.destinationUrl ?? nodeUrl.href));
  }
  if (destination.reachable === false) throw unreachable(options, nodeUrl);
  if (destination.modes && !destination.modes.includes(options.mode)) throw modeNotOffered(options, destination.modes);
}

function unreachable(options: InitiateOptions, nodeUrl: URL): Failure {
  return new Failure(
    "EXA207",
    `The node at ${nodeUrl.host} finds no Exalate node at the destination ${options.destinationUrl}.`,
    'Check "destinationUrl" (its Exalate node URL is the safest) and that the destination is up. If that node has no address ' +
      'this one can reach, set "private: true" and leave "destinationUrl" out.',
  );
}

function modeNotOffered(options: InitiateOptions, modes: readonly string[]): Failure {
  const offered = modes.length === 0 ? "none" : anyOf(modes.map(harmless));
  return new Failure(
    "EXA206",
    `The destination ${options.destinationUrl} does not offer ${options.mode} mode; it offers ${offered}.`,
    'Choose an offered mode in the input "mode", or have the licence of the destination looked at: Script mode needs a paid or evaluation licence.',
  );
}

async function initiateAnew(request: InitiateRequest, outcome: Outcome, ports: InitiatePorts): Promise<InitiateResult> {
  const made = await ports.node.initiate(request);
  ports.log.info(`Initiated the connection "${request.connectionName}" (id ${made.connectionId}): ${made.status}.`);
  const code = made.invitationCode ?? (await codeLeftOut(made, request, ports));
  return { outcome, connectionName: request.connectionName, ...made, ...(code ? { invitationCode: code } : {}) };
}

/** A node may give the code out by a call of its own, and has none for a connection that is active at once. */
async function codeLeftOut(made: Initiated, request: InitiateRequest, { node }: InitiatePorts) {
  if (made.status !== "PENDING") return undefined;
  return (await node.readInvitation(made.connectionId)) ?? throwing(codeNotShown(request.connectionName, node));
}

function throwing(failure: Failure): never {
  throw failure;
}

function codeNotShown(name: string, node: InitiatingNode): Failure {
  return new Failure(
    "EXA303",
    `The connection "${name}" is pending on ${node.nodeUrl.host}, but the node does not show its invitation code again.`,
    'Set "ifExists: replace" and run the step again: the pending connection is withdrawn and initiated anew, and its old code becomes useless. ' +
      "Or copy the code in the node's Exalate console.",
  );
}

/** What `ifExists` makes of a connection that is there already. */
async function settle(
  existing: Connection,
  destination: Destination | undefined,
  options: InitiateOptions,
  request: InitiateRequest,
  ports: InitiatePorts,
): Promise<InitiateResult> {
  if (options.ifExists === "fail") throw exists(existing, ports.node);
  if (options.ifExists === "replace" && existing.status === "PENDING") return replace(existing, request, ports);
  if (!leadsThere(existing, destination, options)) throw leadsElsewhere(existing, options, ports.node);
  if (existing.status === "ACTIVE") return alreadyActive(existing, ports.log);
  if (existing.status === "PENDING") return reuse(existing, ports);
  throw neitherPendingNorActive(existing, ports.node);
}

function leadsThere({ destinationUrl }: Connection, destination: Destination | undefined, options: InitiateOptions) {
  if (options.destinationUrl === undefined || destinationUrl === undefined) return options.private && !destinationUrl;
  const addresses = [options.destinationUrl, destination?.nodeUrl].filter((address) => address !== undefined);
  return addresses.some((address) => isSameAddress(address, destinationUrl));
}

async function replace(existing: Connection, request: InitiateRequest, ports: InitiatePorts): Promise<InitiateResult> {
  ports.log.info(
    `Withdrawing the pending connection ${titleOf(existing)}; its invitation code becomes useless ("ifExists: replace").`,
  );
  await ports.node.deleteConnection(existing.connectionId);
  return initiateAnew(request, "replaced", ports);
}

async function reuse(existing: Connection, { node, log }: InitiatePorts): Promise<InitiateResult> {
  const invitationCode = await node.readInvitation(existing.connectionId);
  if (invitationCode === undefined) throw codeNotShown(existing.connectionName, node);
  log.info(`The connection ${titleOf(existing)} is pending already; nothing new is initiated, its code is read again.`);
  return { outcome: "reused", ...found(existing), invitationCode };
}

function alreadyActive(existing: Connection, log: Log): InitiateResult {
  log.info(
    `The connection ${titleOf(existing)} is active already; it is left as it is, and there is no code to accept.`,
  );
  return { outcome: "already active", ...found(existing) };
}

function found({ connectionId, connectionName, status }: Connection) {
  return { connectionId, connectionName, status };
}

function titleOf({ connectionName, connectionId }: Connection): string {
  return `"${connectionName}" (id ${connectionId})`;
}

function exists(existing: Connection, node: InitiatingNode): Failure {
  return new Failure(
    "EXA301",
    `A connection ${titleOf(existing)} exists on ${node.nodeUrl.host} and is ${existing.status}; "ifExists: fail" asks for a new one.`,
    'Give another "connectionName", or set "ifExists: reuse" to go on with this one.',
  );
}

function leadsElsewhere(existing: Connection, options: InitiateOptions, node: InitiatingNode): Failure {
  const there = existing.destinationUrl
    ? harmless(existing.destinationUrl)
    : "a private destination, or one the node does not name";
  return new Failure(
    "EXA302",
    `The connection ${titleOf(existing)} on ${node.nodeUrl.host} leads to ${there}, not to ${options.destinationUrl ?? "a private destination"}.`,
    'Give another "connectionName"; if both are the same instance, give its Exalate node URL as "destinationUrl". ' +
      'A pending one is replaced with "ifExists: replace".',
  );
}

function neitherPendingNorActive(existing: Connection, node: InitiatingNode): Failure {
  return new Failure(
    "EXA304",
    `The connection ${titleOf(existing)} exists on ${node.nodeUrl.host} and is ${harmless(existing.status)}.`,
    'Activate or remove it in the node\'s Exalate console, or give another "connectionName".',
  );
}
