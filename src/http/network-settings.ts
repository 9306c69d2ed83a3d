import type { Secret } from "../core/secret.ts";

/** How to connect to a host when a plain connection is not enough. A setting that is not set is absent. */
export interface NetworkSettings {
  readonly proxy?: ProxySettings;
  /** PEM text of certificate authorities that are trusted in addition to those that Node trusts. */
  readonly authorities?: string;
  /** Sent to a server that asks for a client certificate. */
  readonly clientCertificate?: ClientCertificate;
  /** Accepts any server certificate. */
  readonly skipsValidation?: true;
}

/** A proxy that opens tunnels (CONNECT, RFC 9110, 9.3.6). */
export interface ProxySettings {
  /** An http or https URL without user name and password. */
  readonly url: URL;
  /** `user:password`, for Basic authentication. */
  readonly credentials?: Secret;
  /** The source of this setting: the agent's own configuration, or the environment variable with this name. */
  readonly setBy: "agent" | EnvironmentProxy;
}

/** The conventional proxy variables, in the spelling that messages use. */
export type EnvironmentProxy = "HTTPS_PROXY" | "HTTP_PROXY";

/** A client certificate and its private key, as PEM text. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Decrypts the key; absent for a key that is not encrypted. */
  readonly passphrase?: Secret;
}
