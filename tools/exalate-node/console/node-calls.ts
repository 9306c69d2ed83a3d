/** The place of a value in a JSON body: the names of the members from the root. */
export type Place = readonly string[];

/** A call as the node's dialect has it. Its values have their usual names here. */
export interface NodeCall {
  readonly method: string;
  /** From the root. A placeholder, if it has one, is the id of a connection. */
  readonly path: string;
  /** Names of query parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** Places in the request. */
  readonly body: Readonly<Record<string, Place>>;
  /** Places in the answer. */
  readonly answer: Readonly<Record<string, Place>>;
  /** Places in each entry of the answer's list. */
  readonly entry: Readonly<Record<string, Place>>;
}

/** The operations that the console uses. */
export const consoleOperations = [
  "authenticate",
  "listConnections",
  "searchProjects",
  "describeDestination",
  "initiateConnection",
  "readInvitation",
  "checkInvitation",
  "acceptInvitation",
  "deleteConnection",
] as const;

/** One of {@link consoleOperations}. */
export type ConsoleOperation = (typeof consoleOperations)[number];

/** What the console has to know of an embedded node's API. */
export interface NodeCalls {
  readonly signInWith: "token" | "password";
  /** Header of requests with the session token, and the text before the token. */
  readonly session: { readonly header: string; readonly prefix: string };
  /** Header of the answer to a sign-in with the session token; null when the token is in the body. */
  readonly issuedHeader: string | null;
  /** The calls that the node has. */
  readonly calls: Readonly<Partial<Record<ConsoleOperation, NodeCall>>>;
  /** The node's words by usual word. */
  readonly words: { readonly mode: Words; readonly status: Words };
  /** Place of the reason in a refusal. */
  readonly refusal: Place;
  /** Whether a list skips a number of entries or of pages. */
  readonly paging: "offset" | "page";
}

type Words = Readonly<Record<string, string>>;
