import type { StepLog } from "./step-log.ts";
import type { StepRecord } from "./step-record.ts";
import { StepStopped } from "./step-stop.ts";

/** What is needed to retry a step with `retryCountOnTaskFailure`. */
export interface RetryRequest {
  readonly retries: number;
  readonly log: StepLog;
  readonly record: StepRecord;
  /** Runs the handler once. */
  readonly attempt: () => Promise<void>;
  /** Waits. @throws StepStopped when the step is stopped during the wait. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const mostRetries = 10;

/**
 * Runs a handler until it does not fail. Retries 1, 4, 9 … seconds after a failed result or an error, never after a
 * timeout or a cancellation (RetryHelper). A failed result is reset before a retry; the failure of a logging command is
 * not.
 * @throws the error of the last attempt
 */
export async function runWithRetries(request: RetryRequest): Promise<void> {
  const retries = limitRetries(request);
  for (let retry = 0; ; retry++) {
    const failure = await failureOf(request, retry === retries);
    if (failure === undefined) return;
    const delay = (retry + 1) ** 2 * 1_000;
    request.log.warning(
      `The task failed${failure === "" ? "" : `: ${failure}`}. It will run again (attempt #: ${retry + 1} out of ${retries}) after ${delay} ms.`,
    );
    // After an error the result is not reset: an earlier task.complete still counts.
    if (failure === "") request.record.result = undefined;
    await request.sleep(delay);
  }
}

function limitRetries({ retries, log }: RetryRequest): number {
  if (retries <= mostRetries) return retries;
  log.warning(
    `The maximum allowed number of attempts is ${mostRetries} but got ${retries}. Retry attempts count will be decreased to ${mostRetries}.`,
  );
  return mostRetries;
}

// Undefined when no retry is needed or left; else the error message, empty when only the result is Failed.
async function failureOf({ attempt, record }: RetryRequest, isLast: boolean): Promise<string | undefined> {
  try {
    await attempt();
    return record.result === "Failed" && !isLast ? "" : undefined;
  } catch (error) {
    if (isLast || error instanceof StepStopped) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
