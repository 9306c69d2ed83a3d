import type { Secret } from "../core/secret.ts";
import type { ProjectValues } from "./projects.ts";

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
export interface InitiateRequest extends ProjectValues {
  readonly connectionName: string;
  readonly description?: string;
  readonly localShortName: string;
  readonly destinationShortName: string;
  /** Absent for a private destination. */
  readonly destinationUrl?: string;
  readonly private: boolean;
  readonly mode: "script" | "basic";
}

/** What a node answers of a connection that it says it has initiated. */
export interface Initiated {
  /** Absent when the node shows it only in its list. */
  readonly connectionId?: string;
  /** Absent when the node does not say. */
  readonly status?: string;
  /** Absent when the node shows it only in another call. */
  readonly invitationCode?: Secret;
  /** The connections of its name that the list showed before the answer arrived; absent when it was not read then. */
  readonly listed?: readonly Connection[];
}

/** What a node answers of an invitation that it says it has accepted. */
export interface AcceptAnswer {
  /** Absent when the node shows it only in its list. */
  readonly connectionId?: string;
  /** Absent when the node does not say. */
  readonly connectionName?: string;
  /** Absent when the node does not say. */
  readonly status?: string;
  /** Whether it was accepted before, so that this call changed nothing. */
  readonly alreadyAccepted: boolean;
}

/** An invitation that was accepted on this node. */
export interface Accepted extends Required<AcceptAnswer> {}
