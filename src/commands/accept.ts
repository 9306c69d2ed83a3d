import { awaitAll } from "../core/await-all.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import type { Log, Progress } from "../core/log.ts";
import { type LookPorts, lookPauses, lookUntil } from "../core/look-until.ts";
import type { Secret } from "../core/secret.ts";
import type { AllowedDestinations } from "../exalate/address.ts";
import { ConflictFailure } from "../exalate/call-failures.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { AcceptAnswer, Accepted } from "../exalate/connection.ts";
import { projectValues } from "../exalate/projects.ts";
import { checkConnectionAllowed } from "./allowed-connection.ts";
import { confirmAccepted, type IdsBefore, isDefined, newConnection } from "./confirm-accepted.ts";
import { acceptInputs } from "./input-tables.ts";
import { checkedName, TaskInputs, type TypedInputs } from "./inputs.ts";

/** What to accept, checked. */
export interface AcceptOptions {
  readonly invitationCode: Secret;
  readonly project: string;
}

/** What accepting needs. */
export interface AcceptPorts extends LookPorts {
  readonly node: Pick<
    ExalateClient,
    | "nodeUrl"
    | "signIn"
    | "findProject"
    | "connectionIds"
    | "findConnectionsBeside"
    | "findConnectionById"
    | "acceptInvitation"
    | "deleteConnection"
  >;
  readonly log: Log;
  readonly progress: Progress;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations?: AllowedDestinations | undefined;
}

/** Checks the inputs. Raises EXA101, EXA102, EXA106 and EXA111 for the project, and EXA114 for a missing code. */
export function acceptOptions(
  typed: TypedInputs<typeof acceptInputs>,
  invitationCode: Secret | undefined,
): AcceptOptions {
  return {
    invitationCode: presentCode(invitationCode),
    project: checkedName("project", new TaskInputs(acceptInputs, typed).required("project")),
  };
}

/** A wrong output path in YAML gives an empty text, and a wrong variable is left as it was typed. Neither is a code. */
function presentCode(code: Secret | undefined): Secret {
  const isUnexpanded = code !== undefined && /^\$[([].*[)\]]$/.test(code.reveal());
  if (code !== undefined && !isUnexpanded) return code;
  throw new Failure(
    "EXA114",
    isUnexpanded
      ? 'The input "invitationCode" is the text of a variable or expression that was not expanded.'
      : 'The input "invitationCode" is empty: the variable it comes from has no value here.',
    "In the job that accepts, set a variable to $[ stageDependencies.<stage>.<job>.outputs['<step>.invitationCode'] ] " +
      "($[ dependencies.<job>.outputs['<step>.invitationCode'] ] within one stage) and pass that variable as the input. The initiating step needs a name, " +
      "its stage or job must be listed in dependsOn, and in a deployment job the path is outputs['<job>.<step>.invitationCode']. " +
      "There is also no code when the connection was active already: skip this step then, by connectionStatus. " +
      'For an encrypted invitation, give "invitationFile" and "decryptionKey" instead.',
  );
}

/**
 * Accepts an invitation on the destination's node: sign in, find the project, accept. An invitation that was accepted here
 * before is a success that changes nothing. The node's list has to show the connection. Where the admin sets a limit, the connection must be known to lead to an
 * allowed destination. Only the node's list tells, once the connection exists; one that leads elsewhere is removed again.
 * Raises EXA108 for such a connection, EXA204, EXA213, EXA307, EXA308, and EXA2xx and EXA4xx of the node.
 */
export async function accept(options: AcceptOptions, ports: AcceptPorts): Promise<Accepted> {
  const { node, log, progress } = ports;
  log.info(`Accepting an invitation on the Exalate node at ${node.nodeUrl.host}, project "${options.project}".`);
  await node.signIn(["searchProjects", "listConnections"]);
  const [project, idsBefore] = await awaitAll([node.findProject(options.project), listedIds(ports)]);
  progress.ifStopped(
    "The invitation may have been accepted. Run the step again to find out; that changes nothing if it was.",
  );
  const answer = await node
    .acceptInvitation(options.invitationCode, projectValues(project, options.project))
    .catch((error: unknown) => acceptedByLostAttempt(error, idsBefore, ports));
  const accepted = await confirmAccepted(answer, idsBefore, ports).catch((error: unknown) =>
    unconfirmed(error, answer, ports),
  );
  if (ports.allowedDestinations) await enforceAllowedDestinations(accepted, ports.allowedDestinations, ports);
  progress.ifStopped(`The invitation was accepted: the connection is ${accepted.status}.`);
  log.info(outcomeText(accepted));
  return accepted;
}

function outcomeText({ connectionName, connectionId, status, alreadyAccepted }: Accepted): string {
  const title = `connection "${connectionName}" (id ${connectionId})`;
  return alreadyAccepted
    ? `The invitation was accepted here before: the ${title} is ${status}. Nothing was changed.`
    : `Accepted: the ${title} is ${status}.`;
}

/** The ids of all connections, to recognize a new one later; undefined when the node does not list them. */
async function listedIds({ node, log }: AcceptPorts): Promise<IdsBefore> {
  const ids = await node.connectionIds().catch(failureOrThrow);
  if (!(ids instanceof Failure)) return ids;
  log.debug(`The list of connections could not be read: ${ids.message}`);
  return undefined;
}

/**
 * When a repeated request meets a conflict, its first attempt may have succeeded and its answer may be lost: there is one
 * connection more than before then. Raises the error when there is none, or when it is another error.
 */
async function acceptedByLostAttempt(error: unknown, idsBefore: IdsBefore, ports: AcceptPorts): Promise<AcceptAnswer> {
  if (!(error instanceof ConflictFailure && error.isRepeated) || idsBefore === undefined) throw error;
  ports.log.info(
    `Accepting failed with ${error.code} after an attempt whose answer was lost: checking whether it succeeded.`,
  );
  const connection = await newConnection(idsBefore, lookPauses, ports);
  if (connection === undefined) throw error;
  return { ...connection, alreadyAccepted: false };
}

/** Where the admin sets a limit, a connection that is not listed is not known to be allowed: it is removed, by its id. */
function unconfirmed(error: unknown, answer: AcceptAnswer, { allowedDestinations }: AcceptPorts): Accepted {
  const { connectionId } = answer;
  if (allowedDestinations === undefined || connectionId === undefined) throw error;
  return { connectionName: "", status: "UNKNOWN", ...answer, connectionId, alreadyAccepted: false };
}

/** Removes a connection that is not known to lead to an allowed destination, unless it was there before this step. */
async function enforceAllowedDestinations(
  accepted: Accepted,
  allowed: AllowedDestinations,
  ports: AcceptPorts,
): Promise<void> {
  const { connectionId, connectionName } = accepted;
  const title = `connection "${connectionName}" (id ${connectionId}) on ${ports.node.nodeUrl.host}`;
  ports.progress.ifStopped(
    `The ${title} was accepted, and not yet checked against "Allowed destinations" of the service connection: check it in the node's Exalate console.`,
  );
  // A connection that cannot be read is not known to be allowed, so it is removed as well.
  const look = () => ports.node.findConnectionById(connectionId, connectionName).catch(failureOrThrow);
  const seen = await lookUntil((found) => isDefined(found) && !(found instanceof Failure), look, ports);
  try {
    checkConnectionAllowed(seen === undefined || seen instanceof Failure ? accepted : seen, allowed);
  } catch (error) {
    const { code, happened, remedy } = failureOrThrow(error);
    throw new Failure(code, `${happened} ${await removed(accepted, title, ports)}`, remedy);
  }
}

/** What became of a connection that may not stay, as a sentence. */
async function removed(
  { alreadyAccepted, connectionId, connectionName }: Accepted,
  title: string,
  { node }: AcceptPorts,
): Promise<string> {
  if (alreadyAccepted) return `The ${title} was there before this step and was left as it is.`;
  const failure = await node.deleteConnection(connectionId, connectionName).catch(failureOrThrow);
  return failure === undefined
    ? `The ${title} was removed again. The other side may still list it.`
    : `The ${title} is still there: removing it failed with ${failure.code}. Remove it in the node's Exalate console.`;
}
