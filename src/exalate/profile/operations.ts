import type { OperationName } from "./node-api.ts";

/** The domain values of an operation. */
export interface OperationValues {
  /** What it can send: the placeholders that its path, query and body may hold. */
  readonly sends: readonly string[];
  /** Which of these it cannot do without. */
  readonly needs: readonly string[];
  /** What is read out of its answer. */
  readonly result: readonly string[];
  /** What is read out of each entry of the answer's list. */
  readonly item: readonly string[];
}

/** The domain values of every operation: the words in which a node API profile speaks. */
export const operationValues: Readonly<Record<OperationName, OperationValues>> = {
  authenticate: { sends: ["user", "password"], needs: ["password"], result: ["token"], item: [] },
  listConnections: {
    sends: ["offset", "limit", "page", "pageNumber"],
    needs: [],
    result: ["total", "items"],
    item: ["connectionId", "connectionName", "status", "destinationUrl"],
  },
  searchProjects: { sends: ["project"], needs: [], result: ["items"], item: ["projectKey", "projectName"] },
  describeDestination: {
    sends: ["destinationUrl"],
    needs: ["destinationUrl"],
    result: ["reachable", "modes", "nodeUrl"],
    item: [],
  },
  initiateConnection: {
    sends: [
      "connectionName",
      "description",
      "localShortName",
      "destinationShortName",
      "destinationUrl",
      "private",
      "mode",
      "project",
    ],
    needs: ["connectionName"],
    result: ["connectionId", "status", "invitationCode"],
    item: [],
  },
  readInvitation: { sends: ["connectionId"], needs: ["connectionId"], result: ["invitationCode"], item: [] },
  acceptInvitation: {
    sends: ["invitationCode", "project"],
    needs: ["invitationCode"],
    result: ["connectionId", "connectionName", "status"],
    item: [],
  },
  deleteConnection: { sends: ["connectionId"], needs: ["connectionId"], result: [], item: [] },
};
