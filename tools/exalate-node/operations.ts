/** Names of everything an Exalate node can be asked, and by which misbehaviour and dialects refer to it. */
export const operations = [
  "authenticate",
  "listConnections",
  "searchProjects",
  "describeDestination",
  "healthcheck",
  "initiateConnection",
  "readInvitation",
  "acceptInvitation",
  "completeConnection",
  "deleteConnection",
  "deactivateConnection",
  "activateConnection",
  "swaggerPage",
  "swaggerInitializer",
  "swaggerDocument",
] as const;

/** One of {@link operations}. */
export type Operation = (typeof operations)[number];

/** Tells whether a text names an operation. */
export function isOperation(name: string): name is Operation {
  return operations.some((operation) => operation === name);
}
