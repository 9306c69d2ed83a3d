/** Names of all operations of an Exalate node; planned faults and dialects use them. */
const operations = [
  "authenticate",
  "listConnections",
  "searchProjects",
  "describeDestination",
  "healthcheck",
  "initiateConnection",
  "readInvitation",
  "checkInvitation",
  "acceptInvitation",
  "completeConnection",
  "deleteConnection",
  "deactivateConnection",
  "activateConnection",
  "consolePage",
  "swaggerPage",
  "swaggerInitializer",
  "swaggerDocument",
] as const;

/** One of {@link operations}. */
export type Operation = (typeof operations)[number];

/** Whether a text is the name of an operation. */
export function isOperation(name: string): name is Operation {
  return operations.some((operation) => operation === name);
}
