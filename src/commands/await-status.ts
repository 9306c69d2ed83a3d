import type { Clock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { Log, Progress } from "../core/log.ts";
import { harmless } from "../core/text.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection, KnownStatus } from "../exalate/connection.ts";
import { type ConnectionKey, connectionKey, type FindingNode, find, keyText } from "./connection-key.ts";
import { statusInputs } from "./input-tables.ts";
import { type ChoiceOf, TaskInputs, type TypedInputs } from "./inputs.ts";

/** What to wait for, checked. */
export interface StatusOptions {
  readonly key: ConnectionKey;
  readonly expect: KnownStatus;
  /** How long to wait at most, in milliseconds; 0 means a single look. */
  readonly timeoutMilliseconds: number;
  /** The time between two looks, in milliseconds, before jitter. */
  readonly pollMilliseconds: number;
}

/** What waiting needs. */
export interface StatusPorts {
  readonly node: FindingNode & Pick<ExalateClient, "findAgain">;
  readonly log: Log;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

const expectations: Readonly<Record<ChoiceOf<(typeof statusInputs)["expect"]>, KnownStatus>> = {
  active: "ACTIVE",
  pending: "PENDING",
  deactivated: "DEACTIVATED",
};

/** Checks the inputs. Raises EXA102, EXA110 and EXA115. */
export function statusOptions(typed: TypedInputs<typeof statusInputs>): StatusOptions {
  const inputs = new TaskInputs(statusInputs, typed);
  const minutes = inputs.wholeNumber("timeoutMinutes");
  const seconds = inputs.wholeNumber("pollSeconds");
  return {
    key: connectionKey(inputs),
    expect: expectations[inputs.choice("expect")],
    timeoutMilliseconds: minutes * 60_000,
    pollMilliseconds: seconds * 1000,
  };
}

/** The result of one look. */
type Observation = Connection | "absent" | Failure;

/** The interval varies by this fraction in both directions, so that many waiting jobs do not ask at the same moment. */
const jitter = 0.1;

/** While nothing changes, the log gets a line at this interval. */
const heartbeatMilliseconds = 5 * 60_000;

/**
 * Waits until a connection has the expected status, also while the node is down for some time. The log gets a line for
 * each change and one at regular intervals. Raises EXA900 when stopped, EXA310 or EXA311 when the time is over or the
 * status is impossible, EXA2xx when the node refuses, and the last network failure when the node never answered.
 */
export async function awaitStatus(options: StatusOptions, ports: StatusPorts): Promise<Connection> {
  const { clock, signal } = ports;
  const started = clock.now();
  const deadline = started + options.timeoutMilliseconds;
  const reporter = new ChangeReporter(options, ports);
  let seen: Connection | undefined;
  for (;;) {
    const observed = await look(options, seen, ports);
    if (isConnection(observed)) seen = observed;
    // A request that was interrupted by the stop says nothing about the connection.
    if (signal.aborted) throw new Failure("EXA900", "The wait was stopped.", "Nothing was changed.");
    reporter.report(observed);
    if (isExpected(observed, options)) return observed;
    const left = deadline - clock.now();
    if (left <= 0 || isImpossible(observed, options)) {
      throw timeOver(observed, options, ports, clock.now() - started);
    }
    await clock.sleep(Math.min(left, spread(options.pollMilliseconds, ports.random())), signal);
  }
}

/** Looks first where the connection was seen the last time: among many connections, that takes one request. */
async function look({ key }: StatusOptions, seen: Connection | undefined, { node }: StatusPorts): Promise<Observation> {
  try {
    return (seen && (await node.findAgain(seen))) ?? (await find(node, key)) ?? "absent";
  } catch (error) {
    if (error instanceof Failure && failureKind(error.code).isTransient) return error;
    throw error;
  }
}

function spread(milliseconds: number, random: number): number {
  return milliseconds * (1 - jitter + 2 * jitter * random);
}

function isExpected(observed: Observation, { expect }: StatusOptions): observed is Connection {
  return isConnection(observed) && observed.status === expect;
}

/** A connection that was accepted cannot become pending again. */
function isImpossible(observed: Observation, { expect }: StatusOptions): boolean {
  return expect === "PENDING" && isConnection(observed);
}

function isConnection(observed: Observation): observed is Connection {
  return typeof observed === "object" && "status" in observed;
}

/** Writes changes to the log. */
class ChangeReporter {
  readonly #options: StatusOptions;
  readonly #ports: StatusPorts;
  #last = "";
  #reportedAt = 0;

  constructor(options: StatusOptions, ports: StatusPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  report(observed: Observation): void {
    const { log, clock, progress, node } = this.#ports;
    const seen = textOf(observed);
    const changed = seen !== this.#last;
    if (!changed && clock.now() - this.#reportedAt < heartbeatMilliseconds) return;
    const line = `${keyText(this.#options.key)} on ${node.nodeUrl.host}: ${changed ? "" : "still "}${seen}`;
    if (observed instanceof Failure) log.warning(capitalised(line));
    else log.info(capitalised(line));
    progress.ifStopped(`Nothing was changed. Last seen: ${line}.`);
    this.#last = seen;
    this.#reportedAt = clock.now();
  }
}

function textOf(observed: Observation): string {
  if (observed === "absent") return "not there";
  return observed instanceof Failure
    ? `not readable (${observed.code}: ${observed.happened})`
    : harmless(observed.status);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function timeOver(observed: Observation, options: StatusOptions, { node }: StatusPorts, milliseconds: number): Failure {
  if (observed instanceof Failure) return observed;
  const waited = milliseconds < 60_000 ? "" : ` after ${Math.round(milliseconds / 60_000)} min`;
  const where = `${keyText(options.key)} on ${node.nodeUrl.host}`;
  if (observed === "absent") return absent(where, waited);
  return new Failure(
    "EXA310",
    `The ${where} is ${harmless(observed.status)}${waited}, not ${options.expect}.`,
    remedyOf(observed.status, options),
  );
}

function absent(where: string, waited: string): Failure {
  return new Failure(
    "EXA311",
    `There is no ${where}${waited}.`,
    "Check its name or id, and that the service connection is the right node. On the destination's node a connection exists only after its invitation was accepted.",
  );
}

function remedyOf(status: string, { expect, timeoutMilliseconds }: StatusOptions): string {
  if (expect === "PENDING") return "A connection that was accepted cannot become pending again. Expect active instead.";
  if (status === "PENDING") {
    const longer = timeoutMilliseconds === 0 ? 'Set "timeoutMinutes" to wait for it' : 'Increase "timeoutMinutes"';
    return `Its invitation has not been accepted yet. ${longer}, or have it accepted on the other side.`;
  }
  return "Check the connection in the node's Exalate console, where it can be activated and deactivated.";
}
