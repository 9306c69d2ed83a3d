import { Failure, failureOrThrow } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { type LookPorts, lookPauses, lookUntil } from "../core/look-until.ts";
import { harmless } from "../core/text.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection } from "../exalate/connection.ts";
import { severalConnections } from "../exalate/connection-list.ts";

/** What looking for connections of one name needs. */
export interface SameNamePorts extends LookPorts {
  readonly node: Pick<ExalateClient, "nodeUrl" | "findConnections">;
  readonly log: Pick<Log, "info" | "warning">;
  /** Ids of connections that this run has withdrawn. A list that lags behind may still show them. */
  readonly withdrawn: ReadonlySet<string>;
}

/** Longer, because a run that has to give way looks for all of `lookPauses` before it does. */
const settlingPauses: readonly number[] = [...lookPauses, 15_000];

/** The connections of a name, without those that this run has withdrawn. */
export async function connectionsNamed(
  name: string,
  { node, withdrawn }: SameNamePorts,
): Promise<readonly Connection[]> {
  const listed = await node.findConnections(name);
  return listed.filter(({ connectionId }) => !withdrawn.has(connectionId));
}

/**
 * The only connection of a name; undefined when there is none. Several pending ones may belong to runs at the same moment,
 * which withdraw all but one: this waits for them, up to 30 s. Raises EXA312 when several are left.
 */
export async function onlyConnection(name: string, ports: SameNamePorts): Promise<Connection | undefined> {
  const isSettled = (seen: readonly Connection[]) => seen.length < 2 || seen.some(isAccepted);
  const seen = await lookUntil(isSettled, () => connectionsNamed(name, ports), ports, settlingPauses);
  if (seen.length > 1) throw severalConnections(ports.node.nodeUrl.host, seen);
  return seen[0];
}

/** What the node's list shows of a connection that this run has just initiated. */
export type OwnConnection =
  | { readonly kind: "keep"; readonly listed: Connection }
  | { readonly kind: "give way"; readonly listed: Connection }
  /** The node lists no connection of that name. */
  | { readonly kind: "not listed" }
  /** The list could not be read, or does not tell which connection it is. */
  | { readonly kind: "not known" };

/**
 * Looks at a connection that this run has just initiated, on a node that may allow several of one name. Runs at the same
 * moment apply the same rule to what they see: an accepted connection stays, otherwise the one whose id comes first.
 * A run whose connection comes first also gives way when another connection is still there after all pauses: the run that
 * made the other one has ended without seeing this one.
 */
export async function ownConnection(id: string, name: string, ports: SameNamePorts): Promise<OwnConnection> {
  const look = () => connectionsNamed(name, ports);
  const seen = await lookUntil((all) => isDecided(id, all), look, ports).catch(failureOrThrow);
  if (ports.signal.aborted) return { kind: "not known" };
  if (seen instanceof Failure) return notKnown(`the list of connections could not be read (${seen.code})`, ports);
  const own = seen.find(({ connectionId }) => connectionId === id);
  if (own === undefined) return listedOtherwise(id, seen, ports);
  return { kind: seen.length === 1 || isAccepted(own) ? "keep" : "give way", listed: own };
}

/** The node may list this very connection by another id. Nothing is withdrawn on a guess. */
function listedOtherwise(id: string, seen: readonly Connection[], ports: SameNamePorts): OwnConnection {
  const [listed, ...others] = seen;
  if (listed === undefined) return { kind: "not listed" };
  if (others.length > 0) return notKnown(`the node does not list it by its id ${harmless(id)}`, ports);
  ports.log.warning(
    `The node answered the id ${harmless(id)}, and lists the connection by the id ${harmless(listed.connectionId)}. The listed id is used.`,
  );
  return { kind: "keep", listed };
}

function isDecided(id: string, seen: readonly Connection[]): boolean {
  const first = [...seen].sort(byPrecedence)[0];
  const isListed = seen.some(({ connectionId }) => connectionId === id);
  return isListed && (seen.length === 1 || first?.connectionId !== id || isAccepted(first));
}

/** Whether it was accepted, so that nobody may withdraw it. */
function isAccepted({ status }: Connection): boolean {
  return status === "ACTIVE" || status === "DEACTIVATED";
}

function byPrecedence(one: Connection, other: Connection): number {
  if (isAccepted(one) !== isAccepted(other)) return isAccepted(one) ? -1 : 1;
  return compareIds(one.connectionId, other.connectionId);
}

/** Whole numbers are compared by value, all other ids by their characters. */
function compareIds(one: string, other: string): number {
  const areNumbers = [one, other].every((id) => /^\d+$/.test(id));
  if (areNumbers && one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}

function notKnown(why: string, { log }: SameNamePorts): OwnConnection {
  log.warning(`It is not known whether another run initiated a connection of this name at the same moment: ${why}.`);
  return { kind: "not known" };
}
