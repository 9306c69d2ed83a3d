import type { Secret } from "../core/secret.ts";

/** The states of an Exalate connection. `PENDING` is inferred; the others were seen in REST answers. */
export type KnownStatus = "PENDING" | "ACTIVE" | "DEACTIVATED";

/** A connection as its node lists it. */
export interface Connection {
  readonly connectionId: string;
  readonly connectionName: string;
  /** In upper case: a `KnownStatus`, or another status that the node reports. */
  readonly status: string;
  /** The URL of the destination; absent when the node does not say. */
  readonly destinationUrl?: string;
  /** Whether the node says that the destination has no URL. */
  readonly private?: boolean;
}

/** What a node says about a destination. */
export interface Destination {
  /** Whether the node can reach it; undefined when it does not say. */
  readonly reachable?: boolean;
  /** The configuration modes offered, in lower case; undefined when it does not say. */
  readonly modes?: readonly string[];
  /** The destination's own Exalate node URL. */
  readonly nodeUrl?: string;
}

/** The values that the console's wizard asks for. */
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

/** A connection that was just initiated. */
export interface Initiated {
  readonly connectionId: string;
  readonly status: string;
  /** Absent when the node shows it only in another call. */
  readonly invitationCode?: Secret;
}

/** An invitation that was accepted on this node. */
export interface Accepted {
  readonly connectionId: string;
  /** "" when the node does not say. */
  readonly connectionName: string;
  readonly status: string;
  /** Whether it was accepted before, so that this call changed nothing. */
  readonly alreadyAccepted: boolean;
}
