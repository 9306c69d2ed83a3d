/** States of a connection, as Exalate's REST API spells them. */
export const connectionStatuses = ["PENDING", "ACTIVE", "DEACTIVATED"] as const;

/** One of {@link connectionStatuses}. */
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** Ways to configure a connection that an invitation code exists for. */
export type ConnectionMode = "basic" | "script";

/** A connection as the node keeps it: more than its API tells. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: ConnectionStatus;
  readonly localShortName: string;
  readonly remoteShortName: string;
  /** Null while the other side is one that this node cannot reach. */
  readonly remoteUrl: string | null;
  readonly private: boolean;
  readonly mode: ConnectionMode;
  readonly project: string;
  /** Which end of the connection this node is. */
  readonly role: "initiator" | "acceptor";
  /** The code as clients see it: the one handed out, or the one accepted. */
  readonly invitationCode: string;
  readonly sharedSecret: string;
  /** Identity of the node at the other end, once there is one. */
  readonly peerUid: string | null;
}
