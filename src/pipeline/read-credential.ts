import { Failure } from "../core/failure.ts";
import { Secret } from "../core/secret.ts";
import type { Credential } from "../exalate/credential.ts";
import type { ServiceConnection } from "./agent.ts";

/** The credential in a service connection of any scheme of `vss-extension.json`. Raises EXA112 when it has none. */
export function credentialOf(connection: ServiceConnection): Credential {
  const token = connection.secret("apitoken")?.reveal().trim() ?? "";
  if (token !== "") return { kind: "token", token: new Secret(token) };
  const password = connection.secret("password");
  if (password !== undefined) return { kind: "password", username: connection.authField("username"), password };
  throw new Failure(
    "EXA112",
    `The service connection has no credential (its scheme is ${connection.scheme ?? "not set"}).`,
    'Edit it in Project settings, Service connections: choose "Token" and enter a token, or choose "User name and password" and enter both.',
  );
}
