import { awaitAll } from "../core/await-all.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { Log, Progress } from "../core/log.ts";
import { type LookPorts, lookPauses, lookUntil } from "../core/look-until.ts";
import type { Secret } from "../core/secret.ts";
import { type AllowedDestinations, isAtNode, isSameAddress } from "../exalate/address.ts";
import { ConflictFailure } from "../exalate/call-failures.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection, Destination, InitiateRequest } from "../exalate/connection.ts";
import { projectValues } from "../exalate/projects.ts";
import { checkConnectionAllowed } from "./allowed-connection.ts";
import { type Confirmed, confirmInitiated } from "./confirm-initiated.ts";
import * as failures from "./initiate-failures.ts";
import { type IfExists, type InitiateOptions, ownNode } from "./initiate-options.ts";
import { connectionsNamed, onlyConnection } from "./same-name.ts";

/** The part of the Exalate client that initiating needs. */
export type InitiatingNode = Pick<
  ExalateClient,
  | "nodeUrl"
  | "signIn"
  | "findConnections"
  | "findConnectionById"
  | "findProject"
  | "describeDestination"
  | "checkInitiate"
  | "initiate"
  | "readInvitation"
  | "deleteConnection"
>;

/** What initiating needs. */
export interface InitiatePorts extends LookPorts {
  readonly node: InitiatingNode;
  readonly log: Log;
  readonly progress: Progress;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations?: AllowedDestinations | undefined;
}

/** What was done to get the connection. */
export type Outcome = "initiated" | "reused" | "already active";

/** The connection that exists after the run. */
export interface InitiateResult {
  readonly outcome: Outcome;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: string;
  /** Absent when there is nothing left to accept. */
  readonly invitationCode?: Secret;
  /** A connection of an earlier run as the node lists it. Its settings may differ from the inputs of this run. */
  readonly existing?: Connection;
  /** The id of the pending connection that was withdrawn for this one, with `ifExists: replace`. */
  readonly replacedId?: string;
}

/** The ports, and the ids of the connections that this run has withdrawn. */
interface Ports extends InitiatePorts {
  readonly withdrawn: Set<string>;
}

/** What to initiate, and what the node says of the destination. */
interface Plan {
  readonly ifExists: IfExists;
  readonly request: InitiateRequest;
  readonly destination: Destination | undefined;
}

const howToContinue = "Running the step again continues with it. ExalateWithdraw@1 or the Exalate console removes it.";

/**
 * Initiates a connection, or continues with the connection of that name that an earlier run has left. All look-ups run at
 * the same time after sign-in: three round trips from sign-in to code (six with `replace`).
 * Raises EXA1xx to EXA4xx. Nothing was changed on the node when it raises EXA1xx, EXA204, EXA206, EXA207 or EXA301 to
 * EXA304.
 */
export async function initiate(options: InitiateOptions, given: InitiatePorts): Promise<InitiateResult> {
  const ports: Ports = { ...given, withdrawn: new Set() };
  const { node, log } = ports;
  const { destinationUrl } = options.request;
  log.info(intention(options.request, node.nodeUrl));
  const toDescribe = destinationUrl === undefined ? [] : (["describeDestination"] as const);
  await node.signIn([...toDescribe, "searchProjects", "listConnections"]);
  const [destination, project, existing] = await awaitAll([
    destinationUrl === undefined ? Promise.resolve(undefined) : node.describeDestination(destinationUrl),
    node.findProject(options.request.project),
    existingConnection(options, ports),
  ]);
  log.info(`Signed in to the Exalate node at ${node.nodeUrl.host}.`);
  if (destination) checkDestination(destination, options.request, node.nodeUrl);
  const request = { ...options.request, ...projectValues(project, options.request.project) };
  const plan: Plan = { ifExists: options.ifExists, request, destination };
  return existing === undefined ? create(plan, ports) : useExisting(existing, plan, ports);
}

function intention(request: InitiateRequest, nodeUrl: URL): string {
  const { connectionName, localShortName, destinationShortName, destinationUrl, mode, project } = request;
  const there = destinationUrl ?? "a private destination";
  const how = `${mode === "script" ? "Script" : "Basic"} mode, project "${project}"`;
  return `Asked for: connection "${connectionName}" from ${localShortName} (${nodeUrl.host}) to ${destinationShortName} (${there}), ${how}.`;
}

/** With `ifExists: fail` any connection of that name is an error, even if there are several. */
async function existingConnection(
  { request, ifExists }: InitiateOptions,
  ports: Ports,
): Promise<Connection | undefined> {
  if (ifExists !== "fail") return onlyConnection(request.connectionName, ports);
  return (await ports.node.findConnections(request.connectionName))[0];
}

function checkDestination(destination: Destination, request: InitiateRequest, nodeUrl: URL): void {
  const { nodeUrl: destinationNode, reachable, modes } = destination;
  if (destinationNode !== undefined && isAtNode(destinationNode, nodeUrl.href))
    throw ownNode(new URL(request.destinationUrl ?? nodeUrl.href));
  if (reachable === false) throw failures.destinationUnreachable(request, nodeUrl);
  if (modes && !modes.includes(request.mode)) throw failures.modeNotOffered(request, modes);
}

/** How often the create request is sent. Before each repetition the connection is looked for and not found. */
const mostAttempts = 3;

/**
 * Creates exactly one connection. When the answer of an attempt is lost, the attempt is not simply repeated: the connection
 * is looked for by its name, and used when it is there. When another run has created a connection of the same name at the
 * same moment, one of the two is withdrawn.
 */
async function create(plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { node, log, progress, signal } = ports;
  const { connectionName } = plan.request;
  const title = `connection "${connectionName}" on ${node.nodeUrl.host}`;
  let mayBeOwn = false;
  for (let attempt = 1; ; attempt++) {
    progress.ifStopped(`The ${title} may have been initiated and may be pending. ${howToContinue}`);
    const made = await node.initiate(plan.request).catch(failureOrThrow);
    const confirmed = made instanceof Failure ? made : await confirmInitiated(made, connectionName, ports);
    if (!(made instanceof Failure || confirmed instanceof Failure || confirmed.givesWay)) {
      const { connectionId, status } = confirmed;
      progress.ifStopped(`The ${title} is ${status}. ${howToContinue}`);
      log.info(`Initiated the connection "${connectionName}" (id ${connectionId}): ${status}.`);
      const code = made.invitationCode ?? (await shownCode(confirmed, node));
      const result: InitiateResult = { outcome: "initiated", connectionName, connectionId, status };
      return code === undefined ? result : { ...result, invitationCode: code };
    }
    const problem = confirmed instanceof Failure ? confirmed : await giveWay(confirmed, title, connectionName, ports);
    if (!mayHaveCreated(problem) || signal.aborted) throw problem;
    mayBeOwn ||= isOutcomeUnknown(problem);
    if (problem.code === "EXA305" && plan.ifExists !== "reuse") throw problem;
    const existing = await createdMeanwhile(problem, title, connectionName, ports);
    if (existing !== undefined) return useCreated(existing, mayBeOwn, plan, ports);
    if (attempt === mostAttempts || !canBeRepeated(problem)) throw problem;
  }
}

/** Some nodes return the code by a call of its own. Only a connection that is active at once has no code. */
async function shownCode({ connectionId, status }: Confirmed, node: InitiatingNode): Promise<Secret | undefined> {
  return status === "ACTIVE" ? undefined : node.readInvitation(connectionId);
}

/** Also when the name is taken: a lost attempt of this run may have taken it. */
function mayHaveCreated(failure: Failure): boolean {
  return isOutcomeUnknown(failure) || failure instanceof ConflictFailure || failure.code === "EXA305";
}

function isOutcomeUnknown({ code }: Failure): boolean {
  return failureKind(code).isOutcomeUnknown === true;
}

/** A refusal, or an answer that does not say what was done, would come again. */
function canBeRepeated({ code }: Failure): boolean {
  return failureKind(code).isTransient === true || code === "EXA305";
}

/** Withdraws the connection that this run has just created, because that of another run stays. Returns EXA305. */
async function giveWay(
  { connectionId }: Confirmed,
  title: string,
  connectionName: string,
  ports: Ports,
): Promise<Failure> {
  await withdraw(connectionId, connectionName, ports);
  ports.log.info(
    `Another run initiated a ${title} at the same moment. It stays; this run withdrew its own (id ${connectionId}).`,
  );
  return failures.nameTaken(connectionName, ports.node.nodeUrl);
}

async function withdraw(connectionId: string, connectionName: string, { node, withdrawn }: Ports): Promise<void> {
  await node.deleteConnection(connectionId, connectionName);
  withdrawn.add(connectionId);
}

/** Looks for the connection after a problem. A node may list a connection some time after it has created it. */
async function createdMeanwhile(
  problem: Failure,
  title: string,
  connectionName: string,
  ports: Ports,
): Promise<Connection | undefined> {
  const seconds = lookPauses.reduce((sum, pause) => sum + pause, 0) / 1000;
  ports.log.info(
    `Initiating failed with ${problem.code}: checking for up to ${seconds} s whether the ${title} exists.`,
  );
  // A request whose answer was lost may still be under way.
  await ports.clock.sleep(lookPauses[0] ?? 0, ports.signal);
  const isFound = (seen: readonly Connection[]) => seen.length > 0;
  const seen = await lookUntil(isFound, () => connectionsNamed(connectionName, ports), ports);
  return seen.length < 2 ? seen[0] : onlyConnection(connectionName, ports);
}

/**
 * Uses a connection that a lost attempt of this run has created, or another run at the same moment. `mayBeOwn` says whether
 * it can be this run's.
 */
async function useCreated(existing: Connection, mayBeOwn: boolean, plan: Plan, ports: Ports): Promise<InitiateResult> {
  if (!mayBeOwn && plan.ifExists !== "reuse") throw failures.nameTaken(existing.connectionName, ports.node.nodeUrl);
  const used = await useExisting(existing, { ...plan, ifExists: "reuse" }, ports);
  return mayBeOwn ? { ...used, outcome: "initiated" } : used;
}

/** Does with an existing connection what `ifExists` says. */
async function useExisting(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { node, log, allowedDestinations } = ports;
  if (plan.ifExists === "fail") throw failures.connectionExists(existing, node.nodeUrl);
  if (plan.ifExists === "replace" && existing.status === "PENDING") return replace(existing, plan, ports);
  const isRequested = leadsToRequested(existing, plan);
  if (allowedDestinations && !isRequested) checkConnectionAllowed(existing, allowedDestinations);
  if (!isSameConnection(existing, isRequested, plan, log))
    throw failures.leadsElsewhere(existing, plan.request, node.nodeUrl);
  if (existing.status === "PENDING") return reuse(existing, plan, ports);
  if (existing.status !== "ACTIVE") throw failures.neitherPendingNorActive(existing, node.nodeUrl);
  log.info(
    `The connection ${failures.titleOf(existing)} is active already. It is left as it is, and there is no code to accept.`,
  );
  return resultOf(existing, "already active");
}

/** Whether the connection leads to the address that was asked for, which was checked against the admin's limit before. */
function leadsToRequested({ destinationUrl: there }: Connection, { request, destination }: Plan): boolean {
  const requested = [request.destinationUrl, destination?.nodeUrl].filter((address) => address !== undefined);
  return there !== undefined && requested.some((address) => isSameAddress(address, there));
}

function isSameConnection(existing: Connection, isRequested: boolean, { request }: Plan, log: Log): boolean {
  const isDestinationShown = existing.destinationUrl !== undefined;
  if (request.private) return !isDestinationShown || existing.status === "ACTIVE";
  if (isDestinationShown || existing.private) return isRequested;
  log.warning(
    `The node does not show where the connection ${failures.titleOf(existing)} leads. It is taken for the requested one because of its name.`,
  );
  return true;
}

function resultOf(existing: Connection, outcome: Outcome): InitiateResult {
  const { connectionId, connectionName, status } = existing;
  return { outcome, connectionId, connectionName, status, existing };
}

/** The other side may have accepted the connection since the first look. An active connection is never touched. */
async function replace(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { log, progress } = ports;
  const now = await onlyConnection(existing.connectionName, ports);
  if (now === undefined) return create(plan, ports);
  if (now.status !== "PENDING") return useExisting(now, plan, ports);
  const title = failures.titleOf(now);
  ports.node.checkInitiate(plan.request);
  progress.ifStopped(`The pending connection ${title} may have been withdrawn. Running the step again continues.`);
  await withdraw(now.connectionId, now.connectionName, ports);
  log.info(`Withdrew the pending connection ${title}. Its invitation code is useless now ("ifExists: replace").`);
  return { ...(await create(plan, ports)), replacedId: now.connectionId };
}

/** In this time a run that initiates has looked for other connections and withdrawn its own, in milliseconds. */
const reusePauseMs = 1000;

/**
 * Reads the code of a pending connection again. Its own run may still withdraw a connection that it initiated a moment
 * ago, and its code would be useless. So after a pause it must still be the only connection of its name.
 */
async function reuse(existing: Connection, plan: Plan, ports: Ports): Promise<InitiateResult> {
  const { node, log, progress, clock, signal } = ports;
  const { connectionId, connectionName } = existing;
  const title = failures.titleOf(existing);
  progress.ifStopped(`The connection ${title} is pending, as before. ${howToContinue}`);
  await clock.sleep(reusePauseMs, signal);
  const [code, now] = await awaitAll([
    node.readInvitation(connectionId).catch(failureOrThrow),
    onlyConnection(connectionName, ports),
  ]);
  if (now === undefined) return create(plan, ports);
  if (now.connectionId !== connectionId || now.status !== "PENDING") return useExisting(now, plan, ports);
  if (code instanceof Failure) throw code;
  log.info(`The connection ${title} is pending already. Nothing new is initiated; its code is read again.`);
  return { ...resultOf(existing, "reused"), invitationCode: code };
}
