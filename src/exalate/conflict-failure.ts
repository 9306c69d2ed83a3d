import { Failure } from "../core/failure.ts";

/**
 * A refusal by HTTP 409: something stands in the way on the node, which may be what a lost attempt of this very run has
 * done. Whoever meets it looks before taking it for a refusal.
 */
export class ConflictFailure extends Failure {
  /** Whether the request was sent before, and that attempt had no answer or none of the node's own. */
  readonly isRepeated: boolean;

  constructor(isRepeated: boolean, ...told: ConstructorParameters<typeof Failure>) {
    super(...told);
    this.isRepeated = isRepeated;
  }
}
