import type { Clock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import type { Log, Progress } from "../core/log.ts";
import type { Secret } from "../core/secret.ts";
import type { AllowedDestinations } from "../exalate/address.ts";
import type { ExalateClient } from "../exalate/client.ts";
import { ConflictFailure } from "../exalate/conflict-failure.ts";
import type { Accepted } from "../exalate/connection.ts";
import { checkConnectionAllowed } from "./allowed-connection.ts";
import { inOrder } from "./in-order.ts";
import { acceptInputs } from "./input-tables.ts";
import { checkedName, TaskInputs, type TypedInputs } from "./inputs.ts";
import { lookPauses } from "./same-name.ts";

/** What to accept, checked. */
export interface AcceptOptions {
  readonly invitationCode: Secret;
  readonly project: string;
}

/** What accepting needs of the world. */
export interface AcceptPorts {
  readonly node: Pick<
    ExalateClient,
    | "nodeUrl"
    | "signIn"
    | "findProject"
    | "connectionIds"
    | "findConnectionById"
    | "acceptInvitation"
    | "deleteConnection"
  >;
  readonly log: Log;
  readonly progress: Progress;
  readonly clock: Pick<Clock, "sleep">;
  readonly signal: AbortSignal;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations?: AllowedDestinations | undefined;
}

/** Checks the inputs. Raises EXA101, EXA102, EXA106 and EXA111 for the project, EXA114 for a code that is missing. */
export function acceptOptions(
  typed: TypedInputs<typeof acceptInputs>,
  invitationCode: Secret | undefined,
): AcceptOptions {
  return {
    invitationCode: presentCode(invitationCode),
    project: checkedName("project", new TaskInputs(acceptInputs, typed).required("project")),
  };
}

/** A wrong output path in YAML gives an empty text, and a wrong variable stays as it is typed: neither is a code. */
function presentCode(code: Secret | undefined): Secret {
  const unexpanded = code !== undefined && /^\$[([].*[)\]]$/.test(code.reveal());
  if (code !== undefined && !unexpanded) return code;
  throw new Failure(
    "EXA114",
    unexpanded
      ? 'The input "invitationCode" is the text of a variable or expression that was not expanded.'
      : 'The input "invitationCode" is empty: the variable it comes from has no value here.',
    "In the job that accepts, set a variable to $[ stageDependencies.<stage>.<job>.outputs['<step>.invitationCode'] ] " +
      "($[ dependencies.<job>.outputs['<step>.invitationCode'] ] within one stage) and give that variable as input; the initiating step needs a name, " +
      "its stage or job must be named in dependsOn, and in a deployment job the path is outputs['<job>.<step>.invitationCode']. " +
      "There is no code either when the connection was active already: then skip this step by connectionStatus.",
  );
}

/**
 * Accepts an invitation on the destination's node: sign-in, project, acceptance. An invitation that is accepted here
 * already is a success that changes nothing. Where the admin sets a limit, the connection must be known to lead inside it:
 * only the node's list tells, once the connection is there; one that does not is removed again. Raises EXA108 for such a
 * connection, EXA204, EXA307, EXA308, and EXA2xx and EXA4xx of the node.
 */
export async function accept(options: AcceptOptions, ports: AcceptPorts): Promise<Accepted> {
  const { node, log, progress } = ports;
  log.info(`Accepting an invitation on the Exalate node at ${node.nodeUrl.host}, project "${options.project}".`);
  await node.signIn();
  const [project, before] = await inOrder([node.findProject(options.project), idsBefore(ports)]);
  progress.ifStopped("The invitation may have been accepted; running the step again tells, and changes nothing if so.");
  const accepted = await node
    .acceptInvitation(options.invitationCode, project?.key ?? options.project)
    .catch((error: unknown) => acceptedByLostAttempt(error, before, ports));
  if (ports.allowedDestinations) await keepWithinLimit(accepted, ports.allowedDestinations, ports);
  progress.ifStopped(`The invitation was accepted: the connection is ${accepted.status}.`);
  log.info(outcomeText(accepted));
  return accepted;
}

function outcomeText({ connectionName, connectionId, status, before }: Accepted): string {
  const title = `connection "${connectionName}" (id ${connectionId})`;
  return before
    ? `The invitation was accepted here before: the ${title} is ${status}. Nothing was changed.`
    : `Accepted: the ${title} is ${status}.`;
}

/** For telling a connection that appears from those that were there; undefined when the node does not list them. */
function idsBefore({ node, log }: AcceptPorts): Promise<ReadonlySet<string> | undefined> {
  return node.connectionIds().catch((error: unknown) => {
    if (error instanceof Failure) log.debug(`Skipped what the list of connections would tell: ${error.message}`);
    return undefinedForFailure(error);
  });
}

/**
 * A conflict that a repeated request meets may be what its first attempt did, whose answer was lost: then there is one
 * connection more than before. Raises the error when there is none, or when it is another error.
 */
async function acceptedByLostAttempt(
  error: unknown,
  before: ReadonlySet<string> | undefined,
  ports: AcceptPorts,
): Promise<Accepted> {
  if (!(error instanceof ConflictFailure && error.isRepeated) || before === undefined) throw error;
  ports.log.info(
    `Accepting met ${error.code} after an attempt whose answer was lost: looking whether it was accepted.`,
  );
  const id = await firstSeen(() => newId(before, ports), ports);
  const connection = id === undefined ? undefined : await ports.node.findConnectionById(id);
  if (connection === undefined) throw error;
  return { ...connection, before: false };
}

/** The id of the only connection that was not there before. */
async function newId(before: ReadonlySet<string>, { node }: AcceptPorts): Promise<string | undefined> {
  const fresh = [...(await node.connectionIds())].filter((id) => !before.has(id));
  return fresh.length === 1 ? fresh[0] : undefined;
}

/** Looks until something is seen: a node's list may be behind. */
async function firstSeen<T>(
  look: () => Promise<T | undefined>,
  { clock, signal }: AcceptPorts,
): Promise<T | undefined> {
  let seen = await look();
  for (const pause of lookPauses) {
    if (seen !== undefined || signal.aborted) return seen;
    await clock.sleep(pause, signal);
    seen = await look();
  }
  return seen;
}

/** Removes the connection again, unless it was there before, when it is not known to lead to an allowed destination. */
async function keepWithinLimit(accepted: Accepted, allowed: AllowedDestinations, ports: AcceptPorts): Promise<void> {
  const { connectionId, connectionName, status } = accepted;
  const title = `connection "${connectionName}" (id ${connectionId}) on ${ports.node.nodeUrl.host}`;
  ports.progress.ifStopped(
    `The ${title} was accepted, and not yet checked against "Allowed destinations" of the service connection: look at it in the node's Exalate console.`,
  );
  // What cannot be read is not known, so that it is removed as well.
  const look = () => ports.node.findConnectionById(connectionId).catch(undefinedForFailure);
  const listed = await firstSeen(look, ports);
  try {
    checkConnectionAllowed(listed ?? { connectionId, connectionName, status }, allowed);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `${error.happened} ${await removed(accepted, title, ports)}`, error.remedy);
  }
}

function undefinedForFailure(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error;
}

/** What became of a connection that may not stay, as a sentence. */
async function removed({ before, connectionId }: Accepted, title: string, { node }: AcceptPorts): Promise<string> {
  if (before) return `The ${title} was there before this step and was left as it is.`;
  try {
    await node.deleteConnection(connectionId);
    return `The ${title} was removed again; on the other side it may still be listed.`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `The ${title} is still there: removing it met ${error.code}. Remove it in the node's Exalate console.`;
  }
}
