import assert from "node:assert/strict";
import { Failure } from "../../src/core/failure.ts";
import type { FailureCode } from "../../src/core/failures.ts";

/** Asserts that the work fails with this code and a complete message. Returns the message. */
export async function failsWith(code: FailureCode, work: () => unknown): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  assert.ok(error instanceof Failure, `expected ${code}, got ${String(error)}`);
  assert.equal(error.code, code, error.message);
  assert.ok(error.happened.endsWith(".") && error.remedy.length > 0, `not a complete message: ${error.message}`);
  return error.message;
}
