import type { Secret } from "../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import type { HandOverTarget } from "./target.ts";

/**
 * Stores an invitation code as the secret variable `ExalateInvitationCode` of a variable group or a release. All other
 * variables and secrets there stay unchanged. `code` is the value for the variable. The Azure DevOps client is loaded
 * only here. Raises EXA602 to EXA613.
 */
export async function storeInvitationCode(
  target: HandOverTarget,
  code: Secret,
  access: HandOverAccess,
): Promise<StoredAt> {
  const { handOver } = await import("./hand-over.ts");
  return handOver(target, code, access);
}
