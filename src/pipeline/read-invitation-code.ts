import type { Secret } from "../core/secret.ts";
import { fromVariableValue } from "../exalate/invitation-code.ts";
import type { Agent } from "./agent.ts";

/** The invitation code in the input `invitationCode`, decoded and registered as secret; undefined when absent. */
export function readInvitationCode(agent: Agent): Secret | undefined {
  const value = agent.secretInput("invitationCode");
  return value && agent.secrets.register(fromVariableValue(value.reveal()));
}
