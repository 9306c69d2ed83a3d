import { Failure } from "../core/failure.ts";
import type { NodeApi } from "./profile/node-api.ts";
import type { OperationName } from "./profile/operations.ts";
import { operationKind } from "./profile/operations.ts";

/** EXA208: the profile says that the node has no call for an operation. */
export function unavailableCall({ operations }: NodeApi, name: OperationName, host: string): Failure {
  const { lost, instead } = operationKind(name).without;
  const how = operations[name] === undefined ? "remove it" : "mark it as unavailable";
  return new Failure(
    "EXA208",
    `The node at ${host} has no call for ${name}: the API overrides ${how}. ${lost}`,
    `${instead}. If the node does have this call, correct "API overrides" of the service connection.`,
  );
}
