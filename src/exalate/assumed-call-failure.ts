import { Failure } from "../core/failure.ts";
import type { OperationName } from "./profile/operations.ts";

/** A failure of a call with an assumed form, which can be the cause. */
export class AssumedCallFailure extends Failure {
  readonly operation: OperationName;

  constructor(operation: OperationName, ...parts: ConstructorParameters<typeof Failure>) {
    super(...parts);
    this.operation = operation;
  }
}
