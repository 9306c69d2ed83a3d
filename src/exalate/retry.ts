import type { Failure } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { HttpAnswer } from "../http/http.ts";
import type { OperationName } from "./profile/operations.ts";
import { operationKind } from "./profile/operations.ts";

/** How often and how patiently a call that changes nothing, or nothing twice, is made again. */
export interface RetryPolicy {
  /** How often it is made in all. */
  readonly attempts: number;
  /** The pause before the second attempt, in milliseconds, before jitter; it doubles from attempt to attempt. */
  readonly firstPauseMs: number;
  /** The longest pause, in milliseconds, whatever a node's Retry-After asks for. */
  readonly longestPauseMs: number;
  /** No attempt begins later than so many milliseconds after the first. */
  readonly stopAfterMs: number;
}

/** For reads, and for what may be repeated as it is. */
export const readPolicy: RetryPolicy = { attempts: 4, firstPauseMs: 500, longestPauseMs: 20_000, stopAfterMs: 60_000 };

/** One attempt, for who looks again by other means. */
export const singleAttempt: RetryPolicy = { ...readPolicy, attempts: 1 };

/** For a create: it is never repeated blindly. Who creates looks first whether the lost attempt did it. */
export const createPolicy: RetryPolicy = singleAttempt;

/**
 * The policy of an operation. Signing in makes nothing twice; deleting is by an id that no other connection gets; an
 * invitation can be accepted once only, and accepting it again says that it was. Initiating alone creates.
 */
export function policyOf(operation: OperationName, reads: RetryPolicy): RetryPolicy {
  return operationKind(operation).isRepeatable ? reads : createPolicy;
}

/** Answers of a node, or of what stands before it, that is busy or down for a while. */
const passingStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Whether an attempt that ended so is worth another. */
export function isRetryable(outcome: HttpAnswer | Failure): boolean {
  return "status" in outcome ? passingStatuses.has(outcome.status) : failureKind(outcome.code).isTransient === true;
}

/**
 * The pause before the next attempt, in milliseconds: what the node asks for by Retry-After, else an exponential one,
 * spread between half and all of it; capped either way. `attempt` counts from 1; `random` is from 0 up to 1.
 */
export function pauseAfter(
  attempt: number,
  outcome: HttpAnswer | Failure,
  policy: RetryPolicy,
  { now, random }: { now: number; random: number },
): number {
  const asked = "status" in outcome ? retryAfter(outcome.headers["retry-after"], now) : undefined;
  if (asked !== undefined) return Math.min(asked, policy.longestPauseMs);
  const pause = Math.min(policy.firstPauseMs * 2 ** (attempt - 1), policy.longestPauseMs);
  return pause * (0.5 + random / 2);
}

/**
 * How long Retry-After asks to wait, in milliseconds: a number of seconds or an HTTP date (RFC 9110, 10.2.3).
 * Undefined for anything else.
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no HTTP date; those begin with the name of a day.
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
