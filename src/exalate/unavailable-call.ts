import { Failure } from "../core/failure.ts";
import type { NodeApi, OperationName } from "./profile/node-api.ts";

/** What cannot be done on a node without a call, and what to do instead. */
interface Consequence {
  readonly lost: string;
  readonly instead: string;
}

const skipped: Consequence = { lost: "What it would tell is skipped.", instead: "Nothing has to be done" };

const consequences: Readonly<Record<OperationName, Consequence>> = {
  authenticate: {
    lost: "No token and no password can be exchanged for a session.",
    instead: "Enter an Exalate JWT in the service connection",
  },
  listConnections: {
    lost: "No task can find a connection.",
    instead: "Set up and look after connections in the node's Exalate console",
  },
  searchProjects: skipped,
  describeDestination: skipped,
  initiateConnection: {
    lost: "ExalateInitiate@1 cannot initiate a connection.",
    instead:
      "Initiate it in the node's Exalate console, and give its invitation code to ExalateAccept@1 as a secret variable",
  },
  readInvitation: {
    lost: 'An invitation code cannot be read again, which is what "ifExists: reuse" does with a pending connection.',
    instead: "Copy the code in the node's Exalate console",
  },
  acceptInvitation: {
    lost: "ExalateAccept@1 cannot accept an invitation.",
    instead: "Accept it in the node's Exalate console",
  },
  deleteConnection: {
    lost: 'Neither ExalateWithdraw@1 nor "ifExists: replace" can withdraw a connection; it is still there.',
    instead: "Remove it in the node's Exalate console",
  },
};

/** EXA208: the node has no call for an operation, says the profile. */
export function unavailableCall({ operations }: NodeApi, name: OperationName, host: string): Failure {
  const { lost, instead } = consequences[name];
  const how = operations[name] === undefined ? "remove it" : "mark it as unavailable";
  return new Failure(
    "EXA208",
    `The node at ${host} has no call for ${name}: the API overrides ${how}. ${lost}`,
    `${instead}; or, if the node has such a call after all, correct "API overrides" of the service connection.`,
  );
}
