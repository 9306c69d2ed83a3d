import type { Clock } from "../core/clock.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import { anyOf, harmless } from "../core/text.ts";
import { isAtNode, isSameAddress } from "../exalate/address.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection, Destination, Initiated, InitiateRequest } from "../exalate/connection.ts";
import type { Log, Progress } from "../pipeline/agent.ts";
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
  readonly progress: Progress;
  readonly clock: Pick<Clock, "sleep">;
  readonly signal: AbortSignal;
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
  /** As the node lists it, where a former run made it: its settings may be other than this run's inputs. */
  readonly existing?: Connection;
}

/**
 * Initiates a connection, or finds the one of that name that a former run left behind. After sign-in everything is
 * looked up at once, so that there are three round trips from sign-in to code (six with `replace`).
 * Raises EXA1xx to EXA4xx; nothing has been changed on the node when one of EXA1xx, EXA204, EXA206, EXA207, EXA301 to
 * EXA304 is raised.
 */
export async function initiate(options: InitiateOptions, ports: InitiatePorts): Promise<InitiateResult> {
  const { node, log } = ports;
  log.info(intention(options, node.nodeUrl));
  await node.signIn();
  const { destinationUrl } = options;
  const [destination, project, existing] = await inOrder([
    destinationUrl === undefined ? Promise.resolve(undefined) : node.describeDestination(destinationUrl),
    node.findProject(options.project),
    node.findConnection(options.connectionName),
  ]);
  log.info(`Signed in to the Exalate node at ${node.nodeUrl.host}.`);
  if (destination) checkDestination(destination, options, node.nodeUrl);
  const plan: Plan = { options, request: requestOf(options, project?.key), destination };
  return existing === undefined ? initiateAnew(plan, "initiated", ports) : settle(existing, plan, ports);
}

function intention(options: InitiateOptions, nodeUrl: URL): string {
  const { connectionName, localShortName, destinationShortName, destinationUrl, mode, project } = options;
  const there = destinationUrl ?? "a private destination";
  const how = `${mode === "script" ? "Script" : "Basic"} mode, project "${project}"`;
  return `Asked for: connection "${connectionName}" from ${localShortName} (${nodeUrl.host}) to ${destinationShortName} (${there}), ${how}.`;
}

/** All at once; when several fail, the failure of the first in the list counts, whichever came first in time. */
async function inOrder<A, B, C>(work: [Promise<A>, Promise<B>, Promise<C>]): Promise<[A, B, C]> {
  await Promise.allSettled(work);
  return [await work[0], await work[1], await work[2]];
}

function requestOf(options: InitiateOptions, projectKey: string | undefined): InitiateRequest {
  const { ifExists: _, storeIn: __, variableGroup: ___, ...request } = options;
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

const howToGoOn = "Running the step again goes on with it; ExalateWithdraw@1 or the Exalate console removes it.";

/** What is to be initiated, and what was learned before. */
interface Plan {
  readonly options: InitiateOptions;
  readonly request: InitiateRequest;
  readonly destination: Destination | undefined;
}

/** How often an initiate is sent, each time after a look that it is not there. */
const mostAttempts = 3;

/** Before it is looked for, a create whose answer was lost gets time to end on the node, in milliseconds. */
const settlingMilliseconds = 1000;

/**
 * Initiates exactly once. An attempt whose answer was lost is not repeated blindly: the connection is looked up by its
 * name, and either adopted or, when it isn't there, initiated again.
 */
async function initiateAnew(plan: Plan, outcome: Outcome, ports: InitiatePorts): Promise<InitiateResult> {
  const { node, log, progress, clock, signal } = ports;
  const title = `connection "${plan.request.connectionName}" on ${node.nodeUrl.host}`;
  for (let attempt = 1; ; attempt++) {
    progress.leaves(`The ${title} may have been initiated and be pending. ${howToGoOn}`);
    try {
      return await initiated(await node.initiate(plan.request), plan, outcome, ports);
    } catch (error) {
      if (!(error instanceof Failure) || !mayHaveInitiated(error) || signal.aborted) throw error;
      log.info(`Initiating met ${error.code}: looking whether the ${title} is there.`);
      await clock.sleep(settlingMilliseconds, signal);
      const there = await node.findConnection(plan.request.connectionName);
      if (there !== undefined) return adopt(there, plan, outcome, error, ports);
      if (attempt === mostAttempts || !isLost(error)) throw error;
    }
  }
}

/** Failures in which no answer came, or none of the node's own. */
const lost: ReadonlySet<FailureCode> = new Set(["EXA210", "EXA402", "EXA404"]);

/** Failures in which an answer came that does not tell what was done. */
const garbled: ReadonlySet<FailureCode> = new Set(["EXA203", "EXA209", "EXA211", "EXA405"]);

function isLost({ code }: Failure): boolean {
  return lost.has(code);
}

function mayHaveInitiated({ code }: Failure): boolean {
  return lost.has(code) || garbled.has(code) || code === "EXA305";
}

/** What is there now was made by the lost attempt, or by another run at the same moment. */
async function adopt(there: Connection, plan: Plan, outcome: Outcome, error: Failure, ports: InitiatePorts) {
  if (error.code === "EXA305" && plan.options.ifExists !== "reuse") throw error;
  const adopted = await settle(there, { ...plan, options: { ...plan.options, ifExists: "reuse" } }, ports);
  return error.code === "EXA305" ? adopted : { ...adopted, outcome };
}

async function initiated(made: Initiated, { request }: Plan, outcome: Outcome, ports: InitiatePorts) {
  const title = `connection "${request.connectionName}" on ${ports.node.nodeUrl.host}`;
  ports.progress.leaves(`The ${title} is ${made.status}. ${howToGoOn}`);
  ports.log.info(`Initiated the connection "${request.connectionName}" (id ${made.connectionId}): ${made.status}.`);
  const code = made.invitationCode ?? (await codeLeftOut(made, request, ports));
  return { outcome, connectionName: request.connectionName, ...made, ...(code ? { invitationCode: code } : {}) };
}

/** A node may give the code out by a call of its own; only a connection that is active at once has none. */
async function codeLeftOut(made: Initiated, request: InitiateRequest, { node }: InitiatePorts) {
  if (made.status === "ACTIVE") return undefined;
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
async function settle(existing: Connection, plan: Plan, ports: InitiatePorts): Promise<InitiateResult> {
  const { options } = plan;
  if (options.ifExists === "fail") throw exists(existing, ports.node);
  if (options.ifExists === "replace" && existing.status === "PENDING") return replace(existing, plan, ports);
  if (!leadsThere(existing, plan, ports.log)) throw leadsElsewhere(existing, options, ports.node);
  if (existing.status === "ACTIVE") return alreadyActive(existing, ports.log);
  if (existing.status === "PENDING") return reuse(existing, ports);
  throw neitherPendingNorActive(existing, ports.node);
}

function leadsThere(existing: Connection, { options, destination }: Plan, log: Log): boolean {
  if (options.private) return existing.destinationUrl === undefined || existing.status === "ACTIVE";
  const there = existing.destinationUrl;
  if (there === undefined) return !existing.private && untold(existing, log);
  const addresses = [options.destinationUrl, destination?.nodeUrl].filter((address) => address !== undefined);
  return addresses.some((address) => isSameAddress(address, there));
}

function untold(existing: Connection, log: Log): true {
  log.warning(
    `The node does not say where the connection ${titleOf(existing)} leads; it is taken for this one by its name.`,
  );
  return true;
}

/** Between the first look and now the other side may have accepted it: what is active is never touched. */
async function replace(existing: Connection, plan: Plan, ports: InitiatePorts): Promise<InitiateResult> {
  const { node, log, progress } = ports;
  const now = await node.findConnection(existing.connectionName);
  if (now === undefined) return initiateAnew(plan, "replaced", ports);
  if (now.status !== "PENDING") return settle(now, plan, ports);
  progress.leaves(`The pending connection ${titleOf(now)} may have been withdrawn; running the step again goes on.`);
  await node.deleteConnection(now.connectionId);
  log.info(
    `Withdrew the pending connection ${titleOf(now)}; its invitation code is useless now ("ifExists: replace").`,
  );
  return initiateAnew(plan, "replaced", ports);
}

async function reuse(existing: Connection, { node, log, progress }: InitiatePorts): Promise<InitiateResult> {
  progress.leaves(`The connection ${titleOf(existing)} is pending, as before. ${howToGoOn}`);
  const invitationCode = await node.readInvitation(existing.connectionId);
  if (invitationCode === undefined) throw codeNotShown(existing.connectionName, node);
  log.info(`The connection ${titleOf(existing)} is pending already; nothing new is initiated, its code is read again.`);
  return { outcome: "reused", ...found(existing), invitationCode, existing };
}

function alreadyActive(existing: Connection, log: Log): InitiateResult {
  log.info(
    `The connection ${titleOf(existing)} is active already; it is left as it is, and there is no code to accept.`,
  );
  return { outcome: "already active", ...found(existing), existing };
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
