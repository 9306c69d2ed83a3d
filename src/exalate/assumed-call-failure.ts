import { Failure } from "../core/failure.ts";
import type { OperationName } from "./profile/operations.ts";

/** A failure of a call whose form is assumed, so that the form may be to blame. */
export class AssumedCallFailure extends Failure {
  readonly operation: OperationName;

  constructor(operation: OperationName, ...told: ConstructorParameters<typeof Failure>) {
    super(...told);
    this.operation = operation;
  }
}
