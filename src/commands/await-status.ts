import type { Clock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { Log, Progress } from "../core/log.ts";
import { harmless } from "../core/text.ts";
import type { Connection, KnownStatus } from "../exalate/connection.ts";
import { type ConnectionKey, connectionKey, type FindingNode, find, keyText } from "./connection-key.ts";
import { statusInputs } from "./input-tables.ts";
import { type ChoiceOf, TaskInputs, type TypedInputs } from "./inputs.ts";

/** What to wait for, checked. */
export interface StatusOptions {
  readonly key: ConnectionKey;
  readonly expect: KnownStatus;
  /** How long to wait at most, in milliseconds; 0 looks once. */
  readonly timeoutMilliseconds: number;
  /** How long between two looks, in milliseconds, before jitter. */
  readonly pollMilliseconds: number;
}

/** What waiting needs of the world. */
export interface StatusPorts {
  readonly node: FindingNode;
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

/** What one look saw. */
type Sight = Connection | "absent" | Failure;

/** Looks are spread by this part of the interval to either side, so that many waiting jobs do not come in step. */
const jitter = 0.1;

/** While nothing changes, a line this often tells that the wait goes on. */
const heartbeatMilliseconds = 5 * 60_000;

/**
 * Waits until a connection has the expected status. A node that is down for a while is waited for, too. The log gets
 * a line for each change, and one now and then. Raises EXA900 when stopped; EXA310 or EXA311 when the time is over, or when the status can
 * no longer come; EXA2xx for a node that refuses; what kept the node from answering when it never did.
 */
export async function awaitStatus(options: StatusOptions, ports: StatusPorts): Promise<Connection> {
  const { clock, signal } = ports;
  const started = clock.now();
  const deadline = started + options.timeoutMilliseconds;
  const watch = new Watch(options, ports);
  for (;;) {
    const sight = await look(options, ports);
    // What a request that was broken off by the stop saw is no sight.
    if (signal.aborted) throw new Failure("EXA900", "The wait was stopped.", "Nothing was changed.");
    watch.report(sight);
    if (isExpected(sight, options)) return sight;
    const left = deadline - clock.now();
    if (left <= 0 || isHopeless(sight, options)) {
      throw unfulfilled(sight, options, ports, clock.now() - started);
    }
    await clock.sleep(Math.min(left, spread(options.pollMilliseconds, ports.random())), signal);
  }
}

async function look({ key }: StatusOptions, { node }: StatusPorts): Promise<Sight> {
  try {
    return (await find(node, key)) ?? "absent";
  } catch (error) {
    if (error instanceof Failure && failureKind(error.code).isTransient) return error;
    throw error;
  }
}

function spread(milliseconds: number, random: number): number {
  return milliseconds * (1 - jitter + 2 * jitter * random);
}

function isExpected(sight: Sight, { expect }: StatusOptions): sight is Connection {
  return typeof sight === "object" && "status" in sight && sight.status === expect;
}

/** A connection that was accepted never becomes pending again. */
function isHopeless(sight: Sight, { expect }: StatusOptions): boolean {
  return expect === "PENDING" && typeof sight === "object" && "status" in sight;
}

/** Tells the log of changes. */
class Watch {
  readonly #options: StatusOptions;
  readonly #ports: StatusPorts;
  #last = "";
  #toldAt = 0;

  constructor(options: StatusOptions, ports: StatusPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  report(sight: Sight): void {
    const { log, clock, progress, node } = this.#ports;
    const seen = sightText(sight);
    const changed = seen !== this.#last;
    if (!changed && clock.now() - this.#toldAt < heartbeatMilliseconds) return;
    const line = `${keyText(this.#options.key)} on ${node.nodeUrl.host}: ${changed ? "" : "still "}${seen}`;
    if (sight instanceof Failure) log.warning(capitalised(line));
    else log.info(capitalised(line));
    progress.ifStopped(`Nothing was changed. Last seen: ${line}.`);
    this.#last = seen;
    this.#toldAt = clock.now();
  }
}

function sightText(sight: Sight): string {
  if (sight === "absent") return "not there";
  return sight instanceof Failure ? `not seen (${sight.code}: ${sight.happened})` : harmless(sight.status);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function unfulfilled(sight: Sight, options: StatusOptions, { node }: StatusPorts, milliseconds: number): Failure {
  if (sight instanceof Failure) return sight;
  const waited = milliseconds < 60_000 ? "" : ` after ${Math.round(milliseconds / 60_000)} min`;
  const where = `${keyText(options.key)} on ${node.nodeUrl.host}`;
  if (sight === "absent") return absent(where, waited);
  return new Failure(
    "EXA310",
    `The ${where} is ${harmless(sight.status)}${waited}, not ${options.expect}.`,
    remedyOf(sight.status, options),
  );
}

function absent(where: string, waited: string): Failure {
  return new Failure(
    "EXA311",
    `There is no ${where}${waited}.`,
    "Check its name or id, and that the service connection is the node you mean. On the destination's node a connection is there once its invitation was accepted.",
  );
}

function remedyOf(status: string, { expect, timeoutMilliseconds }: StatusOptions): string {
  if (expect === "PENDING")
    return "A connection that was accepted does not become pending again; expect active instead.";
  if (status === "PENDING") {
    const longer =
      timeoutMilliseconds === 0 ? 'Set "timeoutMinutes" to wait for it' : 'Wait longer by "timeoutMinutes"';
    return `Its invitation has not been accepted yet. ${longer}, or have it accepted on the other side.`;
  }
  return "Look at the connection in the node's Exalate console; there it is activated and deactivated.";
}
