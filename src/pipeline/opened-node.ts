import type { Secret } from "../core/secret.ts";
import type { Credential } from "../exalate/credential.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { HttpTransport } from "../http/http.ts";
import type { Agent } from "./agent.ts";

/** A node as a task has opened it, for looking at how it describes its API. */
export interface OpenedNode {
  readonly agent: Agent;
  readonly url: URL;
  readonly api: NodeApi;
  readonly credential: Credential;
  readonly signIn: () => Promise<Secret>;
  /** A transport of its own, that ends all that waits after so many milliseconds, and a signal that says when. */
  readonly within: <T>(
    milliseconds: number,
    use: (transport: HttpTransport, signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
}
