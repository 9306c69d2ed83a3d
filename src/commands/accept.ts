import { Failure } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Accepted } from "../exalate/connection.ts";
import type { Log, Progress } from "../pipeline/agent.ts";
import { checkedName, TaskInputs, type Texts } from "./inputs.ts";

/** The inputs of ExalateAccept@1 that are no secret, by their names; "" where not given. */
export const acceptInputs = ["project"] as const;

/** What to accept, checked. */
export interface AcceptOptions {
  readonly invitationCode: Secret;
  readonly project: string;
}

/** What accepting needs of the world. */
export interface AcceptPorts {
  readonly node: Pick<ExalateClient, "nodeUrl" | "signIn" | "findProject" | "acceptInvitation">;
  readonly log: Log;
  readonly progress: Progress;
}

/** Checks the inputs. Raises EXA101, EXA102, EXA106 and EXA111 for the project, EXA114 for a code that is missing. */
export function acceptOptions(
  typed: Texts<(typeof acceptInputs)[number]>,
  invitationCode: Secret | undefined,
): AcceptOptions {
  return {
    invitationCode: presentCode(invitationCode),
    project: checkedName("project", new TaskInputs(typed).required("project")),
  };
}

/** A wrong output path in YAML gives an empty text, and a wrong variable stays as it is typed: neither is a code. */
function presentCode(code: Secret | undefined): Secret {
  const unexpanded = code !== undefined && /^\$[([].*[)\]]$/.test(code.reveal());
  if (code !== undefined && !unexpanded) return code;
  throw new Failure(
    "EXA114",
    unexpanded
      ? 'The input "invitationCode" is the text of a variable or expression that was not expanded.'
      : 'The input "invitationCode" is empty: the variable it comes from has no value here.',
    "In the job that accepts, set a variable to $[ stageDependencies.<stage>.<job>.outputs['<step>.invitationCode'] ] " +
      "($[ dependencies.<job>.outputs['<step>.invitationCode'] ] within one stage) and give that variable as input; the initiating step needs a name, " +
      "its stage or job must be named in dependsOn, and in a deployment job the path is outputs['<job>.<step>.invitationCode']. " +
      "There is no code either when the connection was active already: then skip this step by connectionStatus.",
  );
}

/**
 * Accepts an invitation on the destination's node: sign-in, project, acceptance. An invitation that is accepted here
 * already is a success that changes nothing. Raises EXA204, EXA307, EXA308, and EXA2xx and EXA4xx of the node.
 */
export async function accept(options: AcceptOptions, { node, log, progress }: AcceptPorts): Promise<Accepted> {
  log.info(`Accepting an invitation on the Exalate node at ${node.nodeUrl.host}, project "${options.project}".`);
  await node.signIn();
  const project = (await node.findProject(options.project))?.key ?? options.project;
  progress.leaves("The invitation may have been accepted; running the step again tells, and changes nothing if so.");
  const accepted = await node.acceptInvitation(options.invitationCode, project);
  progress.leaves(`The invitation was accepted: the connection is ${accepted.status}.`);
  const title = `connection "${accepted.connectionName}" (id ${accepted.connectionId})`;
  log.info(
    accepted.before
      ? `The invitation was accepted here before: the ${title} is ${accepted.status}. Nothing was changed.`
      : `Accepted: the ${title} is ${accepted.status}.`,
  );
  return accepted;
}
