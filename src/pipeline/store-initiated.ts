import { type HandOverTarget, runningRelease } from "../azure-devops/target.ts";
import type { InitiateResult } from "../commands/initiate.ts";
import type { InitiateOptions, StoreIn } from "../commands/initiate-options.ts";
import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import { toVariableValue } from "../exalate/invitation-code.ts";
import { Connections } from "../http/connections.ts";
import type { Agent, JobAccess } from "./agent.ts";
import { networkFor } from "./network.ts";

/** Where the code is stored beyond the run, and the access for it. */
export interface Storage {
  readonly target: HandOverTarget;
  readonly access: JobAccess;
}

/**
 * The place that `storeIn` names; undefined for `none`. Call it before anything is initiated. Raises EXA601 outside a
 * release and EXA606 without the job's token.
 */
export function storageOf(agent: Agent, options: InitiateOptions): Storage | undefined {
  if (options.storeIn.kind === "none") return undefined;
  const target = targetOf(agent, options.storeIn);
  const access = agent.jobAccess();
  if (access !== undefined) return { target, access };
  throw new Failure(
    "EXA606",
    "The job gives the task no access token for Azure DevOps. Nothing was initiated.",
    'Use "storeIn: none", or run the step in a job of Azure Pipelines.',
  );
}

function targetOf(agent: Agent, storeIn: StoreIn): HandOverTarget {
  const project = agent.variable("System.TeamProject") ?? "";
  return storeIn.kind === "variableGroup"
    ? { kind: "variableGroup", group: storeIn.variableGroup, project }
    : runningRelease(agent.variable("Release.ReleaseId"), project);
}

/**
 * Stores the code of an initiated connection in `storage`. Publish the code first, so that nothing is lost when this fails.
 * Raises EXA602 to EXA613.
 */
export async function storeInitiated(
  agent: Agent,
  storage: Storage,
  { invitationCode }: InitiateResult,
): Promise<void> {
  if (invitationCode === undefined) return agent.log.info("There is no invitation code to store.");
  const { collectionUrl, token } = storage.access;
  const code = agent.secrets.register(toVariableValue(invitationCode.reveal()));
  const connectionsTo = (url: URL) => new Connections(networkFor(agent, url));
  const access = { collectionUrl, token, secrets: agent.secrets, log: agent.log, connectionsTo };
  // Loaded only here, because few runs store the code.
  const { storeInvitationCode } = await import("../azure-devops/store-invitation-code.ts");
  const { variable, place, changed } = await storeInvitationCode(storage.target, code, access);
  agent.log.info(`Stored the invitation code as the secret variable ${variable} of ${place}.`);
  if (changed !== undefined) agent.log.warning(changedMeanwhile(place, changed));
}

function changedMeanwhile(place: string, names: readonly string[]): string {
  const quoted = names.map((name) => `"${harmless(name)}"`).join(", ");
  return (
    `Somebody else changed ${place} while the code was stored there: ${quoted} differ from what this step wrote. ` +
    "Check these variables and any other change of that moment: a write replaces all variables at once."
  );
}
