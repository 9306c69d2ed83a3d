import { Failure } from "../core/failure.ts";

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
