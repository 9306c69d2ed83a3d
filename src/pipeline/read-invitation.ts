import type { Secret } from "../core/secret.ts";
import { fromVariableValue } from "../exalate/invitation-code.ts";
import type { Agent } from "./agent.ts";

/**
 * The invitation code of the input `invitationCode`, or of the encrypted file in `invitationFile`, registered as secret;
 * undefined when there is none. Raises EXA102, EXA706 and EXA710 to EXA715.
 */
export async function readInvitation(agent: Agent, requiresEncryption: boolean): Promise<Secret | undefined> {
  const [code, key] = [agent.secretInput("invitationCode"), agent.secretInput("decryptionKey")];
  const file = agent.fileInput("invitationFile");
  if (file === "" && key === undefined && !requiresEncryption)
    return code && agent.secrets.register(fromVariableValue(code.reveal()));
  // Loaded only here, because most invitations come as a variable.
  const { codeFromFile } = await import("./encrypted-invitation.ts");
  return codeFromFile(agent, { code, file, key });
}
