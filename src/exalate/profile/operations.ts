/** How much a task needs a value that an operation sends or reads. */
export type Need =
  /** The profile must name it, and a request or an answer must hold it. */
  | "required"
  /** If the profile names it, a request or an answer must hold it; otherwise the client works without it. */
  | "expected"
  /** One of the values of this kind is enough. */
  | "alternative"
  | "optional";

/** The values of a request or an answer by their domain names. */
export type ValueNeeds = Readonly<Record<string, Need>>;

/** What the tasks know about an operation of a node's REST API, independent of the form of its call. */
export interface OperationKind {
  /** The values that its path, query and body can contain. */
  readonly sends: ValueNeeds;
  /** The values that are read from its answer. */
  readonly result: ValueNeeds;
  /** The values that are read out of each entry of the list in its answer; absent when it answers no list. */
  readonly item?: ValueNeeds;
  /** Whether each request creates something, so that it must not simply be repeated. */
  readonly creates?: boolean;
  /** Whether only one task needs it; the others work on a node without it. */
  readonly isForOneTask?: boolean;
  /** What does not work without it, as a sentence, and what to do instead, as a sentence without its period. */
  readonly without: { readonly lost: string; readonly instead: string };
}

/** `project` is what identifies a project for the node: its key, else its name, else what the task was given. */
const projectValues = { project: "optional", projectName: "expected", projectId: "expected" } as const;

const skipped = { lost: "The tasks skip this check.", instead: "You need not do anything" };

/**
 * The operations of a node's REST API. To add an operation, add a row here, its call in `node-api.json`, and the client
 * code that uses it. The schema of the profile, the check of API overrides, the doctor and the tables of
 * `docs/node-api.md` use these.
 */
const operationTable = {
  authenticate: {
    sends: { user: "optional", password: "required" },
    result: { token: "required" },
    without: {
      lost: "The credential is sent as the session itself, which a user name and password can only be as HTTP Basic.",
      instead: "Enter a token in the service connection",
    },
  },
  listConnections: {
    sends: {
      offset: "optional",
      limit: "optional",
      page: "optional",
      pageNumber: "optional",
      cursor: "optional",
      connectionName: "optional",
    },
    result: { total: "optional", items: "required", cursor: "optional" },
    item: { connectionId: "required", connectionName: "required", status: "required", destinationUrl: "optional" },
    without: {
      lost: "No task can find a connection.",
      instead: "Manage connections in the node's Exalate console",
    },
  },
  searchProjects: {
    sends: { project: "optional" },
    result: { items: "required" },
    item: { projectKey: "optional", projectName: "required", projectId: "optional" },
    without: skipped,
  },
  describeDestination: {
    sends: { destinationUrl: "required" },
    result: { reachable: "alternative", modes: "alternative", nodeUrl: "optional" },
    without: skipped,
  },
  initiateConnection: {
    sends: {
      connectionName: "required",
      description: "optional",
      localShortName: "optional",
      destinationShortName: "optional",
      destinationUrl: "optional",
      private: "optional",
      mode: "optional",
      ...projectValues,
    },
    result: { connectionId: "expected", status: "optional", invitationCode: "optional" },
    creates: true,
    isForOneTask: true,
    without: {
      lost: "ExalateInitiate@1 cannot initiate a connection.",
      instead:
        "Initiate it in the node's Exalate console, and pass its invitation code to ExalateAccept@1 as a secret variable",
    },
  },
  readInvitation: {
    sends: { connectionId: "required" },
    result: { invitationCode: "required" },
    without: {
      lost: 'The invitation code cannot be read again, as "ifExists: reuse" needs for a pending connection.',
      instead: "Copy the code in the node's Exalate console",
    },
  },
  acceptInvitation: {
    sends: { invitationCode: "required", ...projectValues },
    result: { connectionId: "expected", connectionName: "optional", status: "optional" },
    isForOneTask: true,
    without: {
      lost: "ExalateAccept@1 cannot accept an invitation.",
      instead: "Accept it in the node's Exalate console",
    },
  },
  deleteConnection: {
    sends: { connectionId: "required" },
    result: {},
    isForOneTask: true,
    without: {
      lost: 'Neither ExalateWithdraw@1 nor "ifExists: replace" can withdraw a connection; it still exists.',
      instead: "Remove it in the node's Exalate console",
    },
  },
} as const satisfies Readonly<Record<string, OperationKind>>;

/** The domain names of the operations. */
export type OperationName = keyof typeof operationTable;

/** The row of an operation. */
export function operationKind(name: OperationName): OperationKind {
  return operationTable[name];
}

/** The names of all operations. */
export const operationNames = Object.keys(operationTable) as readonly OperationName[];

/** The names of the values with one of these needs. */
export function valuesOf(values: ValueNeeds, ...kinds: readonly Need[]): string[] {
  return Object.keys(values).filter((name) => values[name] !== undefined && kinds.includes(values[name]));
}
