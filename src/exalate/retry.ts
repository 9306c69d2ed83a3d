import type { Failure } from "../core/failure.ts";
import { failureKind } from "../core/failures.ts";
import type { HttpAnswer } from "../http/http.ts";
import { type OperationName, operationKind } from "./profile/operations.ts";

/** How often, and with which pauses, a call is made that may be repeated. */
export interface RetryPolicy {
  /** The most attempts, including the first. */
  readonly attempts: number;
  /** The pause before the second attempt, in milliseconds, without jitter. It doubles with each attempt. */
  readonly firstPauseMs: number;
  /** The longest pause, in milliseconds, even if Retry-After asks for more. */
  readonly longestPauseMs: number;
  /** Stop starting attempts this many milliseconds after the first. */
  readonly stopAfterMs: number;
}

/** For reads, and for other calls that may be repeated. */
export const readPolicy: RetryPolicy = { attempts: 4, firstPauseMs: 500, longestPauseMs: 20_000, stopAfterMs: 60_000 };

/** One attempt, for callers that check or repeat in their own way. */
export const singleAttempt: RetryPolicy = { ...readPolicy, attempts: 1 };

/**
 * The policy of an operation's call with this method. Only initiating creates something: its caller checks whether a lost
 * attempt succeeded before it creates again. The reads before it can be repeated. Signing in can be repeated, a deletion names an id that no other connection gets, and a second
 * acceptance reports that the invitation was already accepted.
 */
export function policyOf(operation: OperationName, method: string, reads: RetryPolicy): RetryPolicy {
  return operationKind(operation).creates && method !== "GET" ? singleAttempt : reads;
}

/** The statuses of a node, or of a proxy before it, that is busy or down for a while. */
const transientStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Whether another attempt can help after this outcome. */
export function isRetryable(outcome: HttpAnswer | Failure): boolean {
  return "status" in outcome ? transientStatuses.has(outcome.status) : failureKind(outcome.code).isTransient === true;
}

/**
 * The pause before the next attempt, in milliseconds: the node's Retry-After, else an exponential pause, of which a
 * random part between half and all is used. Both are limited to `longestPauseMs`. `attempt` counts from 1; `random` is
 * from 0 up to 1.
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
 * The wait that Retry-After asks for, in milliseconds. The header is a number of seconds or an HTTP date (RFC 9110,
 * 10.2.3). Undefined for any other text.
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse accepts many other texts, but an HTTP date begins with the name of a day.
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
