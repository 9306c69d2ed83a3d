/** What an input takes. Inputs are texts for Azure Pipelines; "" is an input that was not given. */
export type InputKind =
  | { readonly kind: "text" }
  | { readonly kind: "boolean"; readonly default: boolean }
  /** One of a list, in any case; the first is the default. */
  | { readonly kind: "choice"; readonly choices: readonly [string, ...string[]] }
  | { readonly kind: "wholeNumber"; readonly least: number; readonly most: number; readonly default: number }
  /** Read by the agent as a secret. */
  | { readonly kind: "secret" }
  /** Read by the agent as the path of a file. */
  | { readonly kind: "file" }
  /** Read by the agent as a service connection. */
  | { readonly kind: "serviceConnection" };

/** The inputs of a task by their names. */
export type InputTable = Readonly<Record<string, InputKind>>;

const serviceConnection = { exalateConnection: { kind: "serviceConnection" } } as const;

const connectionKey = { connectionName: { kind: "text" }, connectionId: { kind: "text" } } as const;

/** Azure Pipelines ends a job after 6 hours on its own agents, and any job after 30 days. */
const mostMinutes = 30 * 24 * 60;

/** The inputs of ExalateInitiate@1. */
export const initiateInputs = {
  ...serviceConnection,
  destinationUrl: { kind: "text" },
  private: { kind: "boolean", default: false },
  localShortName: { kind: "text" },
  destinationShortName: { kind: "text" },
  connectionName: { kind: "text" },
  description: { kind: "text" },
  project: { kind: "text" },
  mode: { kind: "choice", choices: ["script", "basic"] },
  ifExists: { kind: "choice", choices: ["reuse", "replace", "fail"] },
  storeIn: { kind: "choice", choices: ["none", "variableGroup", "release"] },
  variableGroup: { kind: "text" },
  encryptFor: { kind: "text" },
  passphrase: { kind: "secret" },
  publishCode: { kind: "boolean", default: true },
} as const satisfies InputTable;

/** The inputs of ExalateAccept@1. */
export const acceptInputs = {
  ...serviceConnection,
  invitationCode: { kind: "secret" },
  invitationFile: { kind: "file" },
  decryptionKey: { kind: "secret" },
  project: { kind: "text" },
} as const satisfies InputTable;

/** The inputs of ExalateStatus@1. */
export const statusInputs = {
  ...serviceConnection,
  ...connectionKey,
  expect: { kind: "choice", choices: ["active", "pending", "deactivated"] },
  timeoutMinutes: { kind: "wholeNumber", least: 0, most: mostMinutes, default: 0 },
  pollSeconds: { kind: "wholeNumber", least: 1, most: 3600, default: 15 },
} as const satisfies InputTable;

/** The inputs of ExalateWithdraw@1. */
export const withdrawInputs = { ...serviceConnection, ...connectionKey } as const satisfies InputTable;
