import type { OperationName } from "../exalate/profile/node-api.ts";

/** What of an operation's answer tells something at all; one of them is enough. */
export const tellingResults: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  describeDestination: ["reachable", "modes"],
};

/** What must be read out of an operation's answer for a task to go on. */
export interface AnswerNeeds {
  readonly result: readonly string[];
  readonly item: readonly string[];
}

const nothing: AnswerNeeds = { result: [], item: [] };

/** What the client cannot do without of each answer. A new connection's id is looked up where an answer has none. */
export const answerNeeds: Readonly<Record<OperationName, AnswerNeeds>> = {
  authenticate: { result: ["token"], item: [] },
  listConnections: { result: ["items"], item: ["connectionId", "connectionName", "status"] },
  searchProjects: { result: ["items"], item: ["projectName"] },
  describeDestination: nothing,
  initiateConnection: { result: ["connectionId"], item: [] },
  readInvitation: { result: ["invitationCode"], item: [] },
  acceptInvitation: { result: ["connectionId"], item: [] },
  deleteConnection: nothing,
};
