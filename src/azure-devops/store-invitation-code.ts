import type { Secret } from "../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import { retryOnConflict } from "./conflicts.ts";
import { handOverFailure } from "./failures.ts";
import type { Written } from "./look-again.ts";
import { storeInRelease } from "./release.ts";
import { type HandOverTarget, targetText } from "./target.ts";
import { storeInGroup } from "./variable-group.ts";

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

/** Each try reads again. */
function store(target: HandOverTarget, code: Secret, access: HandOverAccess): Promise<Written> {
  if (target.kind === "variableGroup") return storeInGroup(target, code, access);
  return storeInRelease(target, code, access);
}
