import type { Secret } from "../core/secret.ts";

/** How requests to a host get there, where a plain connection does not do. What is not set is absent. */
export interface NetworkSettings {
  readonly proxy?: ProxySettings;
  /** PEM text of certificate authorities that are trusted beside those that Node trusts already. */
  readonly authorities?: string;
  /** Shown to a server that asks for one. */
  readonly clientCertificate?: ClientCertificate;
  /** Accepts whatever certificate a server shows. */
  readonly skipsValidation?: true;
}

/** A proxy that opens tunnels (CONNECT, RFC 9110, 9.3.6). */
export interface ProxySettings {
  /** http or https; holds no user name and no password. */
  readonly url: URL;
  /** `user:password`, for the scheme Basic. */
  readonly credentials?: Secret;
  /** Who says so: the agent's own configuration, or the environment variable of that name. */
  readonly setBy: "agent" | EnvironmentProxy;
}

/** The variables that name a proxy by convention, in the spelling that messages use. */
export type EnvironmentProxy = "HTTPS_PROXY" | "HTTP_PROXY";

/** A client certificate and its private key, as PEM texts. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Opens the key; absent for a key that is not encrypted. */
  readonly passphrase?: Secret;
}
