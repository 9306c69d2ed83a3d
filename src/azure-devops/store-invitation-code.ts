import type { Secret } from "../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import { retryOnConflict } from "./conflicts.ts";
import { handOverFailure } from "./failures.ts";
import type { Written } from "./look-again.ts";
import { type HandOverTarget, targetText } from "./target.ts";

/**
 * Stores an invitation code as the secret variable `ExalateInvitationCode` of a variable group or a release. All other
 * variables and secrets there stay unchanged. `code` is the value for the variable. Raises EXA602 to EXA613.
 */
export async function storeInvitationCode(
  target: HandOverTarget,
  code: Secret,
  access: HandOverAccess,
): Promise<StoredAt> {
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
