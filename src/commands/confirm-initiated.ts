import { longLookPauses, lookUntil } from "../core/look-until.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection, Initiated } from "../exalate/connection.ts";
import * as failures from "./initiate-failures.ts";
import { connectionsNamed, onlyConnection, ownConnection, type SameNamePorts } from "./same-name.ts";

/** What confirming needs. */
export interface ConfirmPorts extends SameNamePorts {
  readonly node: Pick<ExalateClient, "nodeUrl" | "findConnections" | "findConnectionById">;
}

/** A connection that this run has initiated, confirmed by the node's list where it can be read. */
export interface Confirmed {
  readonly connectionId: string;
  readonly status: string;
  /** Whether another run has initiated one of that name at the same moment, and this run has to withdraw its own. */
  readonly givesWay: boolean;
}

/**
 * Confirms what a node answered to a create: its list must show the connection by its name, pending or active. Looks for up
 * to 15 s, or 60 s when the answer has no id: such a node works on after it has answered. Raises EXA213 for a connection
 * that is not listed so, EXA312 when it cannot be told from others, and EXA2xx and EXA4xx when there is no id and the
 * list cannot be read.
 */
export async function confirmInitiated(made: Initiated, name: string, ports: ConfirmPorts): Promise<Confirmed> {
  const { connectionId } = made;
  if (connectionId === undefined) return confirmed(await listedByName(name, ports), made, ports);
  const early = listedAlone(made);
  if (early !== undefined) return confirmed(early, made, ports);
  const own = await ownConnection(connectionId, name, ports);
  if (own.kind === "not listed") return confirmed(await listedById(connectionId, name, ports), made, ports);
  if (own.kind === "not known") return { connectionId, status: made.status ?? "PENDING", givesWay: false };
  const result = confirmed(own.listed, made, ports);
  return { ...result, givesWay: own.kind === "give way" };
}

/** The new connection, if the list has shown it alone while its answer was on its way. Anything else is looked at again. */
function listedAlone({ connectionId, listed = [] }: Initiated): Connection | undefined {
  const [only, ...others] = listed;
  const isReady = only?.status === "PENDING" || only?.status === "ACTIVE";
  return isReady && others.length === 0 && only.connectionId === connectionId ? only : undefined;
}

async function listedByName(name: string, ports: ConfirmPorts): Promise<Connection> {
  const isListed = (seen: readonly Connection[]) => seen.length > 0;
  const seen = await lookUntil(isListed, () => connectionsNamed(name, ports), ports, longLookPauses);
  const connection = seen.length < 2 ? seen[0] : await onlyConnection(name, ports);
  if (connection === undefined) throw failures.notListed(name, ports.node.nodeUrl);
  return connection;
}

/** A connection that is listed by the answered id, but by another name, shows what is wrong. */
async function listedById(id: string, name: string, { node }: ConfirmPorts): Promise<Connection> {
  const listed = await node.findConnectionById(id);
  if (listed === undefined) throw failures.notListed(name, node.nodeUrl);
  if (listed.connectionName !== name) throw failures.listedByOtherName(listed, name, node.nodeUrl);
  return listed;
}

/** A list may leave out the status of a new connection; what the answer said counts then. */
function confirmed(listed: Connection, made: Initiated, { node }: ConfirmPorts): Confirmed {
  const status = listed.status === "UNKNOWN" ? (made.status ?? listed.status) : listed.status;
  if (status !== "PENDING" && status !== "ACTIVE") throw failures.notPending({ ...listed, status }, node.nodeUrl);
  return { connectionId: listed.connectionId, status, givesWay: false };
}
