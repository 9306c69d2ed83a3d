import type { Secret } from "../core/secret.ts";
import type { Credential } from "../exalate/credential.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { HttpTransport } from "../http/http.ts";
import type { Agent } from "./agent.ts";

/** A node that a task has opened, for reading the description of its API. */
export interface OpenedNode {
  readonly agent: Agent;
  readonly url: URL;
  readonly api: NodeApi;
  readonly credential: Credential;
  readonly signIn: () => Promise<Secret>;
  /** Calls `use` with a separate transport and a signal. Both end after this many milliseconds. */
  readonly within: <T>(
    milliseconds: number,
    use: (transport: HttpTransport, signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
}
