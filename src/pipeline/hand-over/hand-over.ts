import type { Failure, FailureCode } from "../../core/failure.ts";
import type { Secret } from "../../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import { retryOnConflict } from "./conflicts.ts";
import { handOverFailure } from "./failures.ts";
import type { Written } from "./look-again.ts";
import { type HandOverTarget, targetText } from "./target.ts";

/** How a hand-over ended. A failure comes as its parts, since a file bundled on its own has a `Failure` of its own. */
export type HandOverOutcome = { readonly stored: StoredAt } | { readonly failed: FailureParts };

/** What a `Failure` is made of. */
export interface FailureParts {
  readonly code: FailureCode;
  readonly happened: string;
  readonly remedy: string;
}

/**
 * Stores an invitation code, as the value that its variable is to have. The entry of the file that is loaded only
 * when a hand-over is asked for; other code calls `storeInvitationCode`.
 */
export async function handOver(target: HandOverTarget, code: Secret, access: HandOverAccess): Promise<HandOverOutcome> {
  try {
    const { variable, changed } = await retryOnConflict(() => store(target, code, access));
    return { stored: { variable, place: targetText(target), ...(changed.length > 0 && { changed }) } };
  } catch (error) {
    const failure = handOverFailure(error, { target, code, access });
    if (!isFailure(failure)) throw failure;
    const { code: failureCode, happened, remedy } = failure;
    return { failed: { code: failureCode, happened, remedy } };
  }
}

/** Told by its name, since the libraries' halves are bundled with a `Failure` of their own too. */
function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}

/** Each try reads anew. The library's two halves are large, and a run needs but one of them. */
async function store(target: HandOverTarget, code: Secret, access: HandOverAccess): Promise<Written> {
  if (target.kind === "variableGroup") return (await import("./variable-group.ts")).storeInGroup(target, code, access);
  return (await import("./release.ts")).storeInRelease(target, code, access);
}
