import type { IRequestOptions } from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import type { Secret, SecretKeeper } from "../../core/secret.ts";
import type { Log } from "../agent.ts";

/** How Azure DevOps is reached, and by whom. */
export interface HandOverAccess {
  /** `System.CollectionUri`, such as `https://dev.azure.com/contoso/`. */
  readonly collectionUrl: string;
  /** The job's own token: the parameter `AccessToken` of the agent's connection `SYSTEMVSSCONNECTION`. */
  readonly token: Secret;
  /** What Azure DevOps says is quoted only after it. */
  readonly secrets: Pick<SecretKeeper, "redact">;
  readonly log: Pick<Log, "debug">;
  /** Proxy and certificates of the agent; without them the environment's proxy variables are followed. */
  readonly network?: NetworkOptions;
  /** Milliseconds within which each request must be answered whole; 30,000 unless given. */
  readonly requestMilliseconds?: number;
}

/** The part of the library's request options that is the agent's to decide. */
export type NetworkOptions = Pick<IRequestOptions, "proxy" | "cert" | "ignoreSslError">;

/** Where the code was stored. */
export interface StoredAt {
  /** Name of the secret variable, as it is spelled there. */
  readonly variable: string;
  /** Where it is, as words for a sentence. */
  readonly place: string;
}
