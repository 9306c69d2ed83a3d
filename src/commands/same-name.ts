import type { Clock } from "../core/clock.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { harmless } from "../core/text.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection } from "../exalate/connection.ts";
import { severalConnections } from "../exalate/connection-list.ts";

/** What looking for connections of one name needs of the world. */
export interface LookingPorts {
  readonly node: Pick<ExalateClient, "nodeUrl" | "findConnections">;
  readonly log: Pick<Log, "info" | "warning">;
  readonly clock: Pick<Clock, "sleep">;
  readonly signal: AbortSignal;
  /** Ids of connections that this run has withdrawn, which a list that is behind may still show. */
  readonly withdrawn: ReadonlySet<string>;
}

/**
 * The pauses between looks at a node whose list may be behind, in milliseconds: 15 s in all. What a node lists later
 * than that is not seen.
 */
export const lookPauses: readonly number[] = [1000, 2000, 4000, 8000];

/** Longer, since a run that is to give way looks for all of `lookPauses` before it does. */
const settlingPauses: readonly number[] = [...lookPauses, 15_000];

/**
 * Looks for the connections of a name until there is enough to be seen, the pauses are over, or the run is stopped.
 * Returns what the last look saw.
 */
export async function lookUntil(
  isEnough: (seen: readonly Connection[]) => boolean,
  name: string,
  ports: LookingPorts,
  pauses = lookPauses,
): Promise<readonly Connection[]> {
  let seen = await look(name, ports);
  for (const pause of pauses) {
    if (isEnough(seen)) return seen;
    await ports.clock.sleep(pause, ports.signal);
    if (ports.signal.aborted) return seen;
    seen = await look(name, ports);
  }
  return seen;
}

async function look(name: string, { node, withdrawn }: LookingPorts): Promise<readonly Connection[]> {
  const listed = await node.findConnections(name);
  return listed.filter(({ connectionId }) => !withdrawn.has(connectionId));
}

/**
 * The one connection of a name, if there is any. Several that are pending may be those of runs at the same moment, which
 * take all but one back: they are waited for, up to 30 s. Raises EXA312 when several stay.
 */
export async function onlyConnection(name: string, ports: LookingPorts): Promise<Connection | undefined> {
  const isSettled = (seen: readonly Connection[]) => seen.length < 2 || seen.some(isUsed);
  const seen = await lookUntil(isSettled, name, ports, settlingPauses);
  if (seen.length > 1) throw severalConnections(ports.node.nodeUrl.host, seen);
  return seen[0];
}

/**
 * Whether the connection that this run has just initiated stays, on a node that may allow several of one name. Of runs
 * at the same moment each applies the same rule to what it sees: the connection stays that is accepted already, else the
 * one whose id comes first. A connection that comes first gives way, too, when another one of its name is still
 * there after all pauses: its run has ended, and has not seen this one.
 */
export async function mayStay(id: string, name: string, ports: LookingPorts): Promise<boolean> {
  const seen = await lookUntil((all) => isDecided(id, all), name, ports).catch(failureOrThrow);
  if (ports.signal.aborted) return true;
  if (seen instanceof Failure) return untold(`the list of connections could not be read (${seen.code})`, ports.log);
  const own = seen.find(({ connectionId }) => connectionId === id);
  // What the node lists under this name may be this very connection, by another id: nothing is taken back on a guess.
  if (own === undefined) return untold(`the node does not list it by its id ${harmless(id)}`, ports.log);
  return seen.length === 1 || isUsed(own);
}

function isDecided(id: string, seen: readonly Connection[]): boolean {
  const first = [...seen].sort(byPrecedence)[0];
  const isListed = seen.some(({ connectionId }) => connectionId === id);
  return isListed && (seen.length === 1 || first?.connectionId !== id || isUsed(first));
}

/** Whether it was accepted, so that nobody may take it back. */
function isUsed({ status }: Connection): boolean {
  return status === "ACTIVE" || status === "DEACTIVATED";
}

function byPrecedence(one: Connection, other: Connection): number {
  if (isUsed(one) !== isUsed(other)) return isUsed(one) ? -1 : 1;
  return compareIds(one.connectionId, other.connectionId);
}

/** Whole numbers by their value, all else by its characters. */
function compareIds(one: string, other: string): number {
  const areNumbers = [one, other].every((id) => /^\d+$/.test(id));
  if (areNumbers && one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}

function untold(why: string, log: Pick<Log, "warning">): true {
  log.warning(`Whether another run initiated a connection of this name at the same moment is not known: ${why}.`);
  return true;
}
