import { systemClock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { type AllowedDestinations, parseAddress, parseAllowedDestinations } from "../exalate/address.ts";
import { ExalateClient } from "../exalate/client.ts";
import type { Credential } from "../exalate/credential.ts";
import { nodeApiWith } from "../exalate/node-api.ts";
import { createTransport } from "../exalate/transport.ts";
import type { Agent, ServiceConnection } from "./agent.ts";

/** The node that a service connection names, ready to be talked to. */
export interface ConnectedNode {
  readonly client: ExalateClient;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations: AllowedDestinations | undefined;
}

/**
 * Opens the node of the input `exalateConnection` for `use`, and closes it after. Its credential is registered as
 * secret first of all. Raises EXA101 or EXA112 for a missing service connection or credential, EXA103, EXA104,
 * EXA113, EXA501 and EXA502 for what stands in it.
 */
export async function withNode(agent: Agent, use: (node: ConnectedNode) => Promise<void>): Promise<void> {
  const connection = agent.serviceConnection("exalateConnection");
  if (connection === undefined) throw noServiceConnection();
  const credential = credentialOf(connection);
  const url = parseAddress(connection.url, "the service connection");
  const allowedDestinations = parseAllowedDestinations(connection.data("allowedDestinations"));
  const api = await nodeApiWith(connection.data("apiOverrides"));
  const transport = createTransport("exalate-azure-pipelines");
  const ports = { transport, secrets: agent.secrets, clock: systemClock, debug: agent.log.debug };
  try {
    await use({ client: new ExalateClient({ url, credential, api }, ports), allowedDestinations });
  } finally {
    transport.close();
  }
}

function credentialOf(connection: ServiceConnection): Credential {
  const token = connection.secret("apitoken");
  if (token !== undefined) return { kind: "token", token };
  const password = connection.secret("password");
  if (password !== undefined) return { kind: "password", username: connection.authField("username"), password };
  throw new Failure(
    "EXA112",
    `The service connection gives no credential (its scheme is ${connection.scheme ?? "not set"}).`,
    'Edit it in Project settings, Service connections: choose "Token" with a token, or "User name and password" with both.',
  );
}

function noServiceConnection(): Failure {
  return new Failure(
    "EXA101",
    'The input "exalateConnection" names no service connection that this job may use.',
    'Name a service connection of type "Exalate node" that exists in this project and is authorized for this pipeline; ' +
      "the name cannot come from a variable set at run time.",
  );
}
