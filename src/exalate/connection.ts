import type { Secret } from "../core/secret.ts";

/** The states of a connection that Exalate has; `PENDING` is inferred, the others are seen in REST. */
export type KnownStatus = "PENDING" | "ACTIVE" | "DEACTIVATED";

/** A connection as its node lists it. */
export interface Connection {
  readonly connectionId: string;
  readonly connectionName: string;
  /** In upper case; a `KnownStatus`, or whatever else the node says. */
  readonly status: string;
  /** Where it leads, as far as the node says. */
  readonly destinationUrl?: string;
  /** Whether the node says that the destination has no URL. */
  readonly private?: boolean;
}

/** What a node says of a destination. */
export interface Destination {
  /** Whether the node can reach it; undefined when it does not say. */
  readonly reachable?: boolean;
  /** The configuration modes offered, in lower case; undefined when it does not say. */
  readonly modes?: readonly string[];
  /** The destination's own Exalate node URL. */
  readonly nodeUrl?: string;
}

/** What the wizard asks for. */
export interface InitiateRequest {
  readonly connectionName: string;
  readonly description?: string;
  readonly localShortName: string;
  readonly destinationShortName: string;
  /** Absent for a private destination. */
  readonly destinationUrl?: string;
  readonly private: boolean;
  readonly mode: "script" | "basic";
  readonly project: string;
}

/** A connection just initiated. */
export interface Initiated {
  readonly connectionId: string;
  readonly status: string;
  /** Absent when the node gives it out by another call. */
  readonly invitationCode?: Secret;
}

/** An invitation accepted on this node. */
export interface Accepted {
  readonly connectionId: string;
  /** "" when the node does not say. */
  readonly connectionName: string;
  readonly status: string;
  /** Whether it was accepted before, so that nothing changed now. */
  readonly alreadyAccepted: boolean;
}
