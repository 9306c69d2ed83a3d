import type { Log } from "../core/log.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { Connections } from "../http/connections.ts";

/** How Azure DevOps is reached, and by whom. */
export interface HandOverAccess {
  /** `System.CollectionUri`, such as `https://dev.azure.com/contoso/`. */
  readonly collectionUrl: string;
  /** The job's own token: the parameter `AccessToken` of the agent's connection `SYSTEMVSSCONNECTION`. */
  readonly token: Secret;
  /** What Azure DevOps says is quoted only after it. */
  readonly secrets: Pick<SecretKeeper, "redact">;
  readonly log: Pick<Log, "debug">;
  /** Connections to the host of a URL, by the agent's proxy and certificates; plain ones unless given. */
  readonly connectionsTo?: (url: URL) => Connections;
  /** Milliseconds within which each request must be answered whole; 30,000 unless given. */
  readonly requestMilliseconds?: number;
}

/** Where the code was stored. */
export interface StoredAt {
  /** Name of the secret variable, as it is spelled there. */
  readonly variable: string;
  /** Where it is, as words for a sentence. */
  readonly place: string;
  /** Names of variables that somebody else changed meanwhile; absent when nothing of that was seen. */
  readonly changed?: readonly string[];
}
