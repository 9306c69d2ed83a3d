import { systemClock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { TimeLimit } from "../core/time-limit.ts";
import { type AllowedDestinations, parseAddress, parseAllowedDestinations } from "../exalate/address.ts";
import { ExalateClient } from "../exalate/client.ts";
import { nodeApiWith } from "../exalate/profile/overrides.ts";
import { type RetryPolicy, readPolicy, singleAttempt } from "../exalate/retry.ts";
import type { HttpTransport } from "../http/http.ts";
import type { NetworkSettings } from "../http/network-settings.ts";
import { createTransport } from "../http/transport.ts";
import type { ServiceConnection } from "./agent.ts";
import type { DeliveryLimits } from "./delivery-checks.ts";
import { doctorIfAsked, explained } from "./doctor.ts";
import { networkFor, warnOfNetwork } from "./network.ts";
import type { OpenedNode } from "./opened-node.ts";
import { credentialOf } from "./read-credential.ts";
import type { Run } from "./run-task.ts";

/** The node of a service connection, ready for requests. */
export interface ConnectedNode {
  readonly client: ExalateClient;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations: AllowedDestinations | undefined;
  readonly deliveryLimits: DeliveryLimits;
}

/** The time limits of a task. */
export interface Timing {
  /** How repeatable requests are retried. */
  readonly retries: RetryPolicy;
  /** The time limit of the whole task, in milliseconds; undefined when the task limits its time itself. */
  readonly stepMilliseconds: number | undefined;
}

/** For a task that does one thing: a node that never answers costs minutes, not the hours of the job. */
const defaultTiming: Timing = { retries: readPolicy, stepMilliseconds: 4 * 60_000 };

/** For a task that polls: it asks again anyway, for as long as its input says. */
export const watchTiming: Timing = { retries: singleAttempt, stepMilliseconds: undefined };

/**
 * Opens the node of the input `exalateConnection`, calls `use`, and closes the node. The credential is registered as secret
 * first. Raises EXA101 or EXA112 for a missing service connection or credential, EXA103, EXA104, EXA113, EXA501 and
 * EXA502 for its fields, and EXA404 when the time limit of the step is over.
 */
export async function withNode(
  run: Run,
  use: (node: ConnectedNode) => Promise<void>,
  { retries, stepMilliseconds }: Timing = defaultTiming,
): Promise<void> {
  const { agent } = run;
  const connection = agent.serviceConnection("exalateConnection");
  if (connection === undefined) throw noServiceConnection();
  const credential = credentialOf(connection);
  const url = parseAddress(connection.url, "the service connection");
  const allowedDestinations = parseAllowedDestinations(connection.data("allowedDestinations"));
  const api = await nodeApiWith(connection.data("apiOverrides"));
  const network = networkFor(agent, url);
  warnOfNetwork(agent);
  const limit = new TimeLimit(stepMilliseconds, run.signal);
  const { signal } = limit;
  const transport = createTransport(signal, network);
  const { secrets, log } = agent;
  const ports = { transport, secrets, log, clock: systemClock, random: Math.random, signal };
  const client = new ExalateClient({ url, credential, api, retries }, ports);
  const look: OpenedNode["within"] = (milliseconds, use) => within(milliseconds, signal, network, use);
  const opened: OpenedNode = { agent, url, api, credential, signIn: () => client.signIn(), within: look };
  try {
    await doctorIfAsked(opened);
    await use({ client, allowedDestinations, deliveryLimits: deliveryLimitsOf(connection) });
  } catch (error) {
    if (limit.isOver) throw tookTooLong(url.host, stepMilliseconds);
    throw run.signal.aborted ? error : await explained(error, opened);
  } finally {
    limit.clear();
    transport.close();
  }
}

/** Azure DevOps writes a checkbox as true or false. Anything else that an admin may have entered asks for the limit. */
function deliveryLimitsOf(connection: ServiceConnection): DeliveryLimits {
  const requiresEncryption = !/^(false)?$/i.test(connection.data("requireEncryption"));
  return { allowedRecipients: connection.data("allowedRecipients"), requiresEncryption };
}

/** A description may be larger than any other answer. Each request may take only a part of the time. */
async function within<T>(
  milliseconds: number,
  stop: AbortSignal,
  network: NetworkSettings,
  look: (transport: HttpTransport, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new TimeLimit(milliseconds, stop);
  const limits = { requestMilliseconds: milliseconds / 2, bodyBytes: 16 * 1024 * 1024 };
  const transport = createTransport(limit.signal, network, limits);
  try {
    return await look(transport, limit.signal);
  } finally {
    limit.clear();
    transport.close();
  }
}

function tookTooLong(host: string, milliseconds = 0): Failure {
  return new Failure(
    "EXA404",
    `The step did not finish with ${host} within ${milliseconds / 60_000} min and stopped waiting.`,
    "Check that the node is up (its Exalate console opens), and run the step again; it continues from what was already done.",
  );
}

function noServiceConnection(): Failure {
  return new Failure(
    "EXA101",
    'The input "exalateConnection" does not name a service connection that this job may use.',
    'Use a service connection of type "Exalate node" that exists in this project and is authorized for this pipeline. ' +
      "Its name cannot come from a variable that is set at run time.",
  );
}
