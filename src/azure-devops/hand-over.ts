import type { Secret } from "../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import { retryOnConflict } from "./conflicts.ts";
import { handOverFailure } from "./failures.ts";
import type { Written } from "./look-again.ts";
import { type HandOverTarget, targetText } from "./target.ts";

/**
 * Stores an invitation code. `code` is the value for its variable. This is the entry of a file that is loaded only for
 * a hand-over; other code calls `storeInvitationCode`.
 */
export async function handOver(target: HandOverTarget, code: Secret, access: HandOverAccess): Promise<StoredAt> {
  try {
    const { variable, changed } = await retryOnConflict(() => store(target, code, access));
    return { variable, place: targetText(target), ...(changed.length > 0 && { changed }) };
  } catch (error) {
    throw handOverFailure(error, { target, code, access });
  }
}

/** Each try reads again. Both parts of the library are large and a run needs only one, so they are loaded here. */
async function store(target: HandOverTarget, code: Secret, access: HandOverAccess): Promise<Written> {
  if (target.kind === "variableGroup") return (await import("./variable-group.ts")).storeInGroup(target, code, access);
  return (await import("./release.ts")).storeInRelease(target, code, access);
}
