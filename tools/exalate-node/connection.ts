/** The statuses of a connection in Exalate's REST API. */
export const connectionStatuses = ["PENDING", "ACTIVE", "DEACTIVATED"] as const;

/** One of {@link connectionStatuses}. */
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** Modes of a connection that has an invitation code. */
export type ConnectionMode = "basic" | "script";

/** A connection as the node stores it, with more members than its API shows. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: ConnectionStatus;
  readonly localShortName: string;
  readonly remoteShortName: string;
  /** Null while this node cannot reach the other side. */
  readonly remoteUrl: string | null;
  readonly private: boolean;
  readonly mode: ConnectionMode;
  readonly project: string;
  /** This node's side of the connection. */
  readonly role: "initiator" | "acceptor";
  /** The code that this node published or accepted. */
  readonly invitationCode: string;
  readonly sharedSecret: string;
  /** Identity of the other node; null before it accepts. */
  readonly peerUid: string | null;
}
