import type { Log } from "../core/log.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { Connections } from "../http/connections.ts";

/** How to reach Azure DevOps, and with which identity. */
export interface HandOverAccess {
  /** `System.CollectionUri`, such as `https://dev.azure.com/contoso/`. */
  readonly collectionUrl: string;
  /** The job's own token: the parameter `AccessToken` of the agent's connection `SYSTEMVSSCONNECTION`. */
  readonly token: Secret;
  /** Removes secrets from messages of Azure DevOps before they are quoted. */
  readonly secrets: Pick<SecretKeeper, "redact">;
  readonly log: Pick<Log, "debug">;
  /** Connections to the host of a URL with the agent's proxy and certificates. Plain connections if absent. */
  readonly connectionsTo?: (url: URL) => Connections;
  /** Time limit for the complete answer to each request, in milliseconds. 30,000 if absent. */
  readonly requestMilliseconds?: number;
}

/** Where the code was stored. */
export interface StoredAt {
  /** Name of the secret variable, in the spelling that exists there. */
  readonly variable: string;
  /** The variable group or release, as part of a sentence. */
  readonly place: string;
  /** Names of variables that were changed by others at the same time; absent when no change was seen. */
  readonly changed?: readonly string[];
}
