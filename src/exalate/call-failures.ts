import { Failure } from "../core/failure.ts";
import type { NodeApi } from "./profile/node-api.ts";
import { type OperationName, operationKind } from "./profile/operations.ts";
import { nodeApiPage } from "./profile/remedy.ts";

/** A failure of a call whose form can be the cause: the node's API may differ from the profile. */
export class UnexpectedAnswerFailure extends Failure {
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

/** EXA503: the call of an operation is only known with other values than this one. */
export function unknownValue(
  name: OperationName,
  value: string,
  wanted: string | number | boolean | undefined,
  known: readonly (string | boolean)[],
  host: string,
): Failure {
  return new Failure(
    "EXA503",
    `For the node at ${host}, ${name} is only known with ${value} ${known.map(String).join(" or ")}, not with ${String(wanted)}: "only" in the API overrides says so. Nothing was changed.`,
    `Use ${value} ${known.map(String).join(" or ")}. For another one, record how the node's console does it, and learn the call from that recording; see ${nodeApiPage}.`,
  );
}
