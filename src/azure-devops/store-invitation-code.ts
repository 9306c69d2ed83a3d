import type { Secret } from "../core/secret.ts";
import type { HandOverAccess, StoredAt } from "./access.ts";
import type { HandOverTarget } from "./target.ts";

/**
 * Stores an invitation code as the secret variable `ExalateInvitationCode` of a variable group or a release; every
 * other variable and secret there stays as it was. `code` is the value that the variable is to have. The code that
 * talks to Azure DevOps is loaded here and not before. Raises EXA602 to EXA613.
 */
export async function storeInvitationCode(
  target: HandOverTarget,
  code: Secret,
  access: HandOverAccess,
): Promise<StoredAt> {
  const { handOver } = await import("./hand-over.ts");
  return handOver(target, code, access);
}
