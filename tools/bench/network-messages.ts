/** What the process with the nodes needs to know to start; times are in milliseconds. */
export interface NetworkPlan {
  /** PEM files: the certificate and key of the nodes, and the authority that issued the certificate. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** The distances of the node on which connections are initiated. */
  readonly roundTripTimes: readonly number[];
  /** The distances of the nodes with many connections. */
  readonly statusRoundTripTimes: readonly number[];
  /** The numbers of connections of the nodes with many connections. */
  readonly connectionCounts: readonly number[];
}

/** The address of a node at a distance. */
export interface NodeAddress {
  /** How many connections the node has at first: 0 for the one on which connections are initiated. */
  readonly connections: number;
  /** In milliseconds. */
  readonly roundTrip: number;
  readonly url: string;
}

/** Where everything is, once it has started. */
export interface NetworkPlaces {
  readonly addresses: readonly NodeAddress[];
  /** The URL of the node that connections lead to. */
  readonly destinationUrl: string;
}

/** What reached the nodes since the run began. */
export interface Traffic {
  /** How many connections were opened. */
  readonly connections: number;
  /** Method and path of each request, without its query, in the order of their arrival. */
  readonly calls: readonly string[];
}

/** What a node has been given for tasks that need something. */
export interface Prepared {
  /** An invitation code of the destination that the node can accept. */
  readonly invitationCode: string;
  /** The name of a pending connection that can be withdrawn. */
  readonly pendingName: string;
}

/** What the measuring process can ask, and what it gets. */
export interface NetworkAnswers {
  /** Replaces the node on which connections are initiated by a new one, and forgets the traffic. */
  readonly begin: null;
  readonly traffic: Traffic;
  readonly prepare: Prepared;
}

/** One of the questions. */
export type NetworkQuestion = keyof NetworkAnswers;
