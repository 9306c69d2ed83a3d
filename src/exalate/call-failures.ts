import { Failure } from "../core/failure.ts";
import type { NodeApi } from "./profile/node-api.ts";
import { type OperationName, operationKind } from "./profile/operations.ts";

/** A failure of a call with an assumed form, which can be the cause. */
export class AssumedCallFailure extends Failure {
  readonly operation: OperationName;

  constructor(operation: OperationName, ...parts: ConstructorParameters<typeof Failure>) {
    super(...parts);
    this.operation = operation;
  }
}

/**
 * A refusal with HTTP 409: something on the node is in the way. A lost attempt of this run can be the reason, so the
 * caller checks the node before it reports a refusal.
 */
export class ConflictFailure extends Failure {
  /** Whether an earlier attempt got no answer, or none from the node itself. */
  readonly isRepeated: boolean;

  constructor(isRepeated: boolean, ...parts: ConstructorParameters<typeof Failure>) {
    super(...parts);
    this.isRepeated = isRepeated;
  }
}

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
