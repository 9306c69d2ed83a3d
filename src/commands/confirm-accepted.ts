import { Failure, failureOrThrow } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { type LookPorts, longLookPauses, lookUntil } from "../core/look-until.ts";
import { harmless } from "../core/text.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { AcceptAnswer, Accepted, Connection } from "../exalate/connection.ts";
import type { KnownIds } from "../exalate/connection-list.ts";
import { checkApiRemedy } from "../exalate/profile/remedy.ts";

/** What confirming needs. */
export interface ConfirmAcceptedPorts extends LookPorts {
  readonly node: Pick<ExalateClient, "nodeUrl" | "findConnectionsBeside" | "findConnectionById">;
  readonly log: Log;
}

/** The ids of all connections before accepting; undefined when the node did not list them. */
export type IdsBefore = KnownIds | undefined;

/**
 * Confirms what a node answered to an acceptance: its list must show the connection, by the answered id or as the only one
 * that was not there before. Raises EXA213 when it does not; without an answered id also EXA209 when the list was not read
 * before, and EXA2xx and EXA4xx when it cannot be read now.
 */
export async function confirmAccepted(
  answer: AcceptAnswer,
  idsBefore: IdsBefore,
  ports: ConfirmAcceptedPorts,
): Promise<Accepted> {
  const { connectionId } = answer;
  if (connectionId === undefined) return acceptedAs(await listedNewly(idsBefore, ports), answer);
  const told = { connectionName: "", status: "UNKNOWN", ...answer, connectionId };
  return answer.alreadyAccepted ? told : listedById(told, idsBefore, ports);
}

function acceptedAs({ connectionId, connectionName, status }: Connection, answer: AcceptAnswer): Accepted {
  const told = status === "UNKNOWN" ? (answer.status ?? status) : status;
  return { connectionId, connectionName, status: told, alreadyAccepted: answer.alreadyAccepted };
}

async function listedNewly(idsBefore: IdsBefore, ports: ConfirmAcceptedPorts): Promise<Connection> {
  if (idsBefore === undefined) throw idNotKnown(ports);
  const listed = await newConnection(idsBefore, longLookPauses, ports);
  if (listed === undefined) throw notListed(ports);
  return listed;
}

async function listedById(told: Accepted, idsBefore: IdsBefore, ports: ConfirmAcceptedPorts): Promise<Accepted> {
  const { connectionId, connectionName } = told;
  const look = () => ports.node.findConnectionById(connectionId, connectionName);
  const seen = await lookUntil(isDefined, look, ports).catch(failureOrThrow);
  if (seen instanceof Failure) ports.log.warning(`The new connection could not be looked at (${seen.code}).`);
  if (seen instanceof Failure || ports.signal.aborted) return told;
  if (seen !== undefined) return acceptedAs(seen, told);
  const other = idsBefore && (await newConnection(idsBefore, [], ports));
  if (other === undefined) throw notListed(ports);
  ports.log.warning(
    `The node answered the id ${harmless(connectionId)}, and lists the new connection by the id ${harmless(other.connectionId)}. The listed id is used.`,
  );
  return acceptedAs(other, told);
}

/** The only connection that was not there before; undefined when the pauses are over and there is none, or several. */
export async function newConnection(
  idsBefore: KnownIds,
  pauses: readonly number[],
  ports: ConfirmAcceptedPorts,
): Promise<Connection | undefined> {
  return lookUntil(isDefined, () => onlyOneBeside(idsBefore, ports), ports, pauses);
}

/** Whether a look has found something. */
export function isDefined(value: unknown): boolean {
  return value !== undefined;
}

async function onlyOneBeside(ids: KnownIds, { node }: ConfirmAcceptedPorts): Promise<Connection | undefined> {
  const added = await node.findConnectionsBeside(ids);
  return added.length === 1 ? added[0] : undefined;
}

function notListed({ node }: ConfirmAcceptedPorts): Failure {
  return new Failure(
    "EXA213",
    `The node at ${node.nodeUrl.host} reported that it accepted the invitation, but its list of connections shows no new connection, or more than one.`,
    `Look in the node's Exalate console. If the connection is there, nothing is left to do for this step. ${checkApiRemedy}`,
  );
}

function idNotKnown({ node }: ConfirmAcceptedPorts): Failure {
  return new Failure(
    "EXA209",
    `The node at ${node.nodeUrl.host} reported that it accepted the invitation, without the id of the connection, and its list of connections could not be read.`,
    `Look in the node's Exalate console: the invitation was probably accepted. ${checkApiRemedy}`,
  );
}
