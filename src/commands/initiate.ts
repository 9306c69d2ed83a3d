import type { Clock } from "../core/clock.ts";
import { Failure, failureOrThrow, throwing } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { Log, Progress } from "../core/log.ts";
import type { Secret } from "../core/secret.ts";
import { shownUrl } from "../core/shown-url.ts";
import { anyOf, harmless } from "../core/text.ts";
import { type AllowedDestinations, isAtNode, isSameAddress } from "../exalate/address.ts";
import type { ExalateClient } from "../exalate/client.ts";
import { ConflictFailure } from "../exalate/conflict-failure.ts";
import type { Connection, Destination, Initiated, InitiateRequest } from "../exalate/connection.ts";
import { checkConnectionAllowed } from "./allowed-connection.ts";
import { awaitAll } from "./await-all.ts";
import { type IfExists, type InitiateOptions, ownNode } from "./initiate-options.ts";
import { lookPauses, lookUntil } from "./look-until.ts";
import { connectionsNamed, keepsOwnConnection, onlyConnection } from "./same-name.ts";

/** The part of the Exalate client that initiating needs. */
export type InitiatingNode = Pick<
  ExalateClient,
  | "nodeUrl"
  | "signIn"
  | "findConnections"
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
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations?: AllowedDestinations | undefined;
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
export async function initiate(options: InitiateOptions, given: InitiatePorts): Promise<InitiateResult> {
  const ports: Ports = { ...given, withdrawn: new Set() };
  const { node, log } = ports;
  log.info(intention(options.request, node.nodeUrl));
  await node.signIn();
  const { destinationUrl } = options.request;
  const [destination, project, existing] = await awaitAll([
    destinationUrl === undefined ? Promise.resolve(undefined) : node.describeDestination(destinationUrl),
    node.findProject(options.request.project),
    existingConnection(options, ports),
  ]);
  log.info(`Signed in to the Exalate node at ${node.nodeUrl.host}.`);
  if (destination) checkDestination(destination, options.request, node.nodeUrl);
  const request = { ...options.request, project: project?.key ?? options.request.project };
  const plan: Plan = { ifExists: options.ifExists, request, destination };
  return existing === undefined ? initiateAnew(plan, "initiated", ports) : settle(existing, plan, ports);
}

/** With `fail` any connection of that name will do: it is an error, however many there are. */
async function existingConnection(
  { request: { connectionName }, ifExists }: InitiateOptions,
  ports: Ports,
): Promise<Connection | undefined> {
  if (ifExists !== "fail") return onlyConnection(connectionName, ports);
  return (await ports.node.findConnections(connectionName))[0];
}

function intention(request: InitiateRequest, nodeUrl: URL): string {
  const { connectionName, localShortName, destinationShortName, destinationUrl, mode, project } = request;
  const there = destinationUrl ?? "a private destination";
  const how = `${mode === "script" ? "Script" : "Basic"} mode, project "${project}"`;
  return `Asked for: connection "${connectionName}" from ${localShortName} (${nodeUrl.host}) to ${destinationShortName} (${there}), ${how}.`;
}

function checkDestination(destination: Destination, request: InitiateRequest, nodeUrl: URL): void {
  if (destination.nodeUrl !== undefined && isAtNode(destination.nodeUrl, nodeUrl.href)) {
    throw ownNode(new URL(request.destinationUrl ?? nodeUrl.href));
  }
  if (destination.reachable === false) throw unreachable(request, nodeUrl);
  if (destination.modes && !destination.modes.includes(request.mode)) throw modeNotOffered(request, destination.modes);
}

function unreachable(request: InitiateRequest, nodeUrl: URL): Failure {
  return new Failure(
    "EXA207",
    `The node at ${nodeUrl.host} finds no Exalate node at the destination ${request.destinationUrl}.`,
    'Check "destinationUrl" (its Exalate node URL is the safest) and that the destination is up. If that node has no address ' +
      'this one can reach, set "private: true" and leave "destinationUrl" out.',
  );
}

function modeNotOffered(request: InitiateRequest, modes: readonly string[]): Failure {
  const offered = modes.length === 0 ? "none" : anyOf(modes.map(harmless));
  return new Failure(
    "EXA206",
    `The destination ${request.destinationUrl} does not offer ${request.mode} mode; it offers ${offered}.`,
    'Choose an offered mode in the input "mode", or have the licence of the destination looked at: Script mode needs a paid or evaluation licence.',
  );
}

const howToGoOn = "Running the step again goes on with it; ExalateWithdraw@1 or the Exalate console removes it.";

/** What initiating needs of the world, and what this run has withdrawn. */
interface Ports extends InitiatePorts {
  /** Ids of connections. */
  readonly withdrawn: Set<string>;
}

/** What is to be initiated, and what was learned before. */
interface Plan {
  readonly ifExists: IfExists;
  readonly request: InitiateRequest;
  readonly destination: Destination | undefined;
}

/** How often an initiate is sent, each time after looks that it is not there. */
const mostAttempts = 3;

/**
 * Initiates exactly once. An attempt whose answer was lost is not repeated blindly: the connection is looked for by its
 * name, and either adopted or, when it does not appear, initiated again. A connection of the same name that another run
 * initiated at the same moment is found after it, and one of the two is taken back.
 */
async function initiateAnew(plan: Plan, outcome: Outcome, ports: Ports): Promise<InitiateResult> {
  const name = plan.request.connectionName;
  let mayBeOwn = false;
  for (let attempt = 1; ; attempt++) {
    ports.progress.ifStopped(
      `The ${titleOnNode(name, ports.node)} may have been initiated and be pending. ${howToGoOn}`,
    );
    const made = await ports.node.initiate(plan.request).catch(failureOrThrow);
    if (!(made instanceof Failure) && (await keepsOwnConnection(made.connectionId, name, ports))) {
      return initiated(made, plan, outcome, ports);
    }
    const problem = made instanceof Failure ? made : await takeBack(made, name, ports);
    if (!mayHaveInitiated(problem) || ports.signal.aborted) throw problem;
    mayBeOwn ||= isOutcomeUnknown(problem);
    if (problem.code === "EXA305" && plan.ifExists !== "reuse") throw problem;
    const there = await whatIsThere(problem, name, ports);
    if (there !== undefined) return adopt(there, { plan, outcome, mayBeOwn, ports });
    if (attempt === mostAttempts || !mayBeSentAgain(problem)) throw problem;
  }
}

function titleOnNode(name: string, { nodeUrl }: InitiatingNode): string {
  return `connection "${name}" on ${nodeUrl.host}`;
}

/** Also when the node says that the name is taken, since a lost attempt of this run may have taken it. */
function mayHaveInitiated(failure: Failure): boolean {
  return isOutcomeUnknown(failure) || failure instanceof ConflictFailure || failure.code === "EXA305";
}

function isOutcomeUnknown({ code }: Failure): boolean {
  return failureKind(code).isOutcomeUnknown === true;
}

/** After a refusal, or an answer that does not tell what was done, the same would come again. */
function mayBeSentAgain({ code }: Failure): boolean {
  return failureKind(code).isTransient === true || code === "EXA305";
}

/** Looks for the connection of that name: a node may list it later than it makes it. */
async function whatIsThere(problem: Failure, name: string, ports: Ports): Promise<Connection | undefined> {
  const seconds = lookPauses.reduce((sum, pause) => sum + pause, 0) / 1000;
  ports.log.info(
    `Initiating met ${problem.code}: looking for up to ${seconds} s whether the ${titleOnNode(name, ports.node)} is there.`,
  );
  // What was lost on its way may still be on its way.
  await ports.clock.sleep(lookPauses[0] ?? 0, ports.signal);
  const seen = await lookUntil(
    (all) => all.length > 0,
    () => connectionsNamed(name, ports),
    ports,
  );
  return seen.length < 2 ? seen[0] : onlyConnection(name, ports);
}

/** Withdraws what this run has just initiated, since the connection of another run stays. EXA305 says so. */
async function takeBack({ connectionId }: Initiated, name: string, ports: Ports): Promise<Failure> {
  const { node, log } = ports;
  await withdraw(connectionId, ports);
  log.info(
    `Another run initiated a ${titleOnNode(name, node)} at the same moment. It stays; this run took its own (id ${connectionId}) back.`,
  );
  return nameTaken(name, node);
}

async function withdraw(connectionId: string, { node, withdrawn }: Ports): Promise<void> {
  await node.deleteConnection(connectionId);
  withdrawn.add(connectionId);
}

interface Adoption {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** Whether an attempt of this run may have made it. */
  readonly mayBeOwn: boolean;
  readonly ports: Ports;
}

/** What is there now was made by a lost attempt, or by another run at the same moment. */
async function adopt(there: Connection, { plan, outcome, mayBeOwn, ports }: Adoption): Promise<InitiateResult> {
  if (!mayBeOwn && plan.ifExists !== "reuse") throw nameTaken(there.connectionName, ports.node);
  const adopted = await settle(there, { ...plan, ifExists: "reuse" }, ports);
  return mayBeOwn ? { ...adopted, outcome } : adopted;
}

function nameTaken(name: string, { nodeUrl }: InitiatingNode): Failure {
  return new Failure(
    "EXA305",
    `The node at ${nodeUrl.host} has just got a connection named "${name}" by another run; this run leaves none behind.`,
    "Run the step again: it will find that connection and do with it what ifExists says.",
  );
}

async function initiated(made: Initiated, { request }: Plan, outcome: Outcome, ports: Ports) {
  ports.progress.ifStopped(`The ${titleOnNode(request.connectionName, ports.node)} is ${made.status}. ${howToGoOn}`);
  ports.log.info(`Initiated the connection "${request.connectionName}" (id ${made.connectionId}): ${made.status}.`);
  const code = made.invitationCode ?? (await codeLeftOut(made, request, ports));
  return { outcome, connectionName: request.connectionName, ...made, ...(code ? { invitationCode: code } : {}) };
}

/** A node may give the code out by a call of its own; only a connection that is active at once has none. */
async function codeLeftOut(made: Initiated, request: InitiateRequest, { node }: Ports) {
  if (made.status === "ACTIVE") return undefined;
  return (await node.readInvitation(made.connectionId)) ?? throwing(codeNotShown(request.connectionName, node));
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
async function settle(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  if (plan.ifExists === "fail") throw exists(existing, ports.node);
  if (plan.ifExists === "replace" && existing.status === "PENDING") return replace(existing, plan, ports);
  if (ports.allowedDestinations) checkAllowed(existing, plan, ports.allowedDestinations);
  if (!leadsThere(existing, plan, ports.log)) throw leadsElsewhere(existing, plan.request, ports.node);
  if (existing.status === "ACTIVE") return alreadyActive(existing, ports.log);
  if (existing.status === "PENDING") return reuse(existing, plan, ports);
  throw neitherPendingNorActive(existing, ports.node);
}

function leadsThere(existing: Connection, { request, destination }: Plan, log: Log): boolean {
  if (request.private) return existing.destinationUrl === undefined || existing.status === "ACTIVE";
  const there = existing.destinationUrl;
  if (there === undefined) return !existing.private && untold(existing, log);
  const addresses = [request.destinationUrl, destination?.nodeUrl].filter((address) => address !== undefined);
  return addresses.some((address) => isSameAddress(address, there));
}

/**
 * With a limit set, a connection that a former run or somebody else made must be known to lead inside it. What leads to
 * the address that was asked for does: that was checked before.
 */
function checkAllowed(existing: Connection, { request, destination }: Plan, allowed: AllowedDestinations): void {
  const { destinationUrl: there } = existing;
  const asked = [request.destinationUrl, destination?.nodeUrl].filter((address) => address !== undefined);
  if (there !== undefined && asked.some((address) => isSameAddress(address, there))) return;
  checkConnectionAllowed(existing, allowed);
}

function untold(existing: Connection, log: Log): true {
  log.warning(
    `The node does not say where the connection ${titleOf(existing)} leads; it is taken for this one by its name.`,
  );
  return true;
}

/** Between the first look and now the other side may have accepted it: what is active is never touched. */
async function replace(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { log, progress } = ports;
  const now = await onlyConnection(existing.connectionName, ports);
  if (now === undefined) return initiateAnew(plan, "replaced", ports);
  if (now.status !== "PENDING") return settle(now, plan, ports);
  progress.ifStopped(`The pending connection ${titleOf(now)} may have been withdrawn; running the step again goes on.`);
  await withdraw(now.connectionId, ports);
  log.info(
    `Withdrew the pending connection ${titleOf(now)}; its invitation code is useless now ("ifExists: replace").`,
  );
  return initiateAnew(plan, "replaced", ports);
}

/**
 * Reads the code of a pending connection again. One that was initiated a moment ago may still be taken back by its own
 * run, which would leave a dead code here: after a pause it must still be the one of its name.
 */
async function reuse(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { node, log, progress, clock, signal } = ports;
  progress.ifStopped(`The connection ${titleOf(existing)} is pending, as before. ${howToGoOn}`);
  await clock.sleep(reusePause, signal);
  const [code, now] = await awaitAll([
    node.readInvitation(existing.connectionId).catch(failureOrThrow),
    onlyConnection(existing.connectionName, ports),
  ]);
  if (now === undefined) return initiateAnew(plan, "initiated", ports);
  if (now.connectionId !== existing.connectionId || now.status !== "PENDING") return settle(now, plan, ports);
  if (code instanceof Failure) throw code;
  if (code === undefined) throw codeNotShown(existing.connectionName, node);
  log.info(`The connection ${titleOf(existing)} is pending already; nothing new is initiated, its code is read again.`);
  return { outcome: "reused", ...found(existing), invitationCode: code, existing };
}

/** In this time a run that initiates has looked for twins and taken its own back, in milliseconds. */
const reusePause = 1000;

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

function leadsElsewhere(existing: Connection, request: InitiateRequest, node: InitiatingNode): Failure {
  const there = harmless(
    shownUrl(existing.destinationUrl ?? "") ?? "a private destination, or one the node does not name",
  );
  return new Failure(
    "EXA302",
    `The connection ${titleOf(existing)} on ${node.nodeUrl.host} leads to ${there}, not to ${request.destinationUrl ?? "a private destination"}.`,
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
