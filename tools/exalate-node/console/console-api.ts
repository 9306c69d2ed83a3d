/** What the console needs of a node's REST API. Each form of the API has its own implementation, which runs in the browser. */
export interface ConsoleApi {
  /** How a person signs in: with a token or key alone, or with user name and password. */
  readonly signInWith: "token" | "password";
  /** Starts a session. @throws Error with the node's words when it refuses; so do all other calls */
  signIn(user: string, secret: string): Promise<void>;
  /** All connections of the node. */
  listConnections(): Promise<ListedConnection[]>;
  /** The configuration modes that suit a destination: "script", "basic". */
  describeDestination(url: string): Promise<{ readonly modes: readonly string[] }>;
  /** The projects of the node's tracker that match a text; all for an empty one. */
  searchProjects(text: string): Promise<FoundProject[]>;
  /** Initiates a connection and returns its invitation code. */
  initiate(wanted: WantedConnection): Promise<{ readonly id: string; readonly invitationCode: string }>;
  /** The invitation code of a pending connection again. */
  readInvitation(id: string): Promise<string>;
  /** Checks an invitation code and changes nothing; a bad code is refused. */
  checkInvitation(code: string): Promise<void>;
  /** Accepts an invitation. */
  accept(code: string, project: FoundProject): Promise<void>;
  /** Removes a connection from this node. */
  remove(id: string): Promise<void>;
}

/** A connection in the list. */
export interface ListedConnection {
  readonly id: string;
  readonly name: string;
  /** URL of the other side; empty while it is unknown. */
  readonly destination: string;
  /** PENDING, ACTIVE or DEACTIVATED. */
  readonly status: string;
}

/** A project that a search found. */
export interface FoundProject {
  /** Whatever the API identifies the project with, as text. */
  readonly id: string;
  readonly name: string;
}

/** What a person chose in *Initiate connection*. */
export interface WantedConnection {
  /** Empty when the destination has no URL that this node can reach. */
  readonly destinationUrl: string;
  readonly mode: "script" | "basic";
  readonly localShortName: string;
  readonly destinationShortName: string;
  readonly connectionName: string;
  readonly description: string;
  /** The project that receives items. */
  readonly project: FoundProject;
}
