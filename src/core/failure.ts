import type { FailureCode } from "./failures.ts";

/**
 * A failure that a person can act on. Its message has the form `CODE: what happened and where. What to do.`
 * Text from a server may be part of it only after `SecretKeeper.redact` and `harmless`.
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  /** What happened and where, in complete sentences. */
  readonly happened: string;
  /** What to do about it, in complete sentences. */
  readonly remedy: string;

  constructor(code: FailureCode, happened: string, remedy: string) {
    super(`${code}: ${happened} ${remedy}`);
    this.code = code;
    this.happened = happened;
    this.remedy = remedy;
  }
}

/** For `catch`: returns a failure as a value and raises any other error again. */
export function failureOrThrow(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** Raises a failure where an expression is needed. */
export function throwing(failure: Failure): never {
  throw failure;
}
