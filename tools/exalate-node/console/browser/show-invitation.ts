import type { ConsoleApi, ListedConnection } from "../console-api.ts";
import { invitationStep } from "./invitation-step.ts";
import { openWizard } from "./wizard.ts";

/**
 * Reads the invitation code of a pending connection again and offers it to copy.
 * @throws Error with the node's words when it refuses
 */
export async function openInvitation(api: ConsoleApi, { id, name }: ListedConnection): Promise<void> {
  openWizard(name, invitationStep(await api.readInvitation(id)));
}
