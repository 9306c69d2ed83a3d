import { Failure } from "../core/failure.ts";
import { Redactor } from "../core/redactor.ts";
import type { Secret } from "../core/secret.ts";
import { shownUrl } from "../core/shown-url.ts";
import { quotable } from "../core/text.ts";
import { isCertificateError } from "../http/certificate-failures.ts";
import type { HandOverAccess } from "./access.ts";
import { buildIdentities, organizationOf } from "./build-identities.ts";
import { mostTries } from "./conflicts.ts";
import { OverwrittenError, RefusedAnswer, UnansweredRequest } from "./refused-answer.ts";
import { type HandOverTarget, targetText, type VariableGroupTarget } from "./target.ts";

/** A hand-over that failed. */
export interface HandOverAttempt {
  readonly target: HandOverTarget;
  readonly code: Secret;
  readonly access: HandOverAccess;
}

/** The code is not lost: its connection exists, and the output variables are already set. */
const rerun = "The connection stays pending: run the step again to store its code.";

/**
 * The failure for an error of a hand-over. An error that is not about the network or an answer is returned unchanged.
 */
export function handOverFailure(error: unknown, attempt: HandOverAttempt): unknown {
  if (error instanceof UnansweredRequest) return unreachable(error);
  if (error instanceof OverwrittenError) return keptOverwriting(attempt);
  return error instanceof RefusedAnswer ? refusal(error, attempt) : error;
}

function refusal(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const { status } = answer;
  if (status === 401 || status === 203) return notAccepted(answer, attempt);
  if (status === 403) return forbidden(answer, attempt);
  if (status === 404) return notFound(answer, attempt);
  if (status === 409) return keptChanging(attempt);
  if (status === 429) return limited(answer);
  if (status >= 500) return failed(answer, attempt);
  return status >= 300 && status < 400 ? redirected(answer, attempt) : refused(answer, attempt);
}

/** A sentence with the server's message, without secrets; empty when there is no readable message. */
function says(answer: RefusedAnswer, attempt: HandOverAttempt): string {
  const words = withoutSecrets(answer.words, attempt);
  return words === "" ? "" : ` Azure DevOps says: "${words}".`;
}

/** The text without secrets. The token and the code are removed even if the caller did not register them. */
function withoutSecrets(text: string, { code, access }: HandOverAttempt): string {
  const redactor = new Redactor();
  redactor.add(code.reveal());
  redactor.add(access.token.reveal());
  return quotable(text, (shown) => access.secrets.redact(redactor.redact(shown)));
}

function notAccepted(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const how = answer.status === 203 ? "answered with its sign-in page (HTTP 203)" : "answered HTTP 401";
  const organization = organizationOf(attempt.access.collectionUrl);
  return new Failure(
    "EXA606",
    `Azure DevOps at ${answer.host} does not accept the job's token: it ${how} while the task stored the code in ${targetText(attempt.target)}.${says(answer, attempt)}`,
    `The token is valid only while its job runs and within the job authorization scope. Check that the project belongs to ${organization} and that "Limit job authorization scope to current project" (Project settings, Settings) does not exclude it. ${rerun}`,
  );
}

function forbidden(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  return attempt.target.kind === "variableGroup" ? groupForbidden(answer, attempt) : releaseForbidden(answer, attempt);
}

function groupForbidden(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const { target, access } = attempt;
  const group = target.kind === "variableGroup" ? target.group : "";
  return new Failure(
    "EXA604",
    `The build identity may not change ${targetText(target)}.${says(answer, attempt)}`,
    `In Pipelines, Library, "${group}", Security, give the role Administrator to ${buildIdentities(target.project, access.collectionUrl)}. ${rerun}`,
  );
}

function releaseForbidden(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const { target, access } = attempt;
  return new Failure(
    "EXA605",
    `The build identity may not change ${targetText(target)}.${says(answer, attempt)}`,
    `In Pipelines, Releases, the release pipeline's menu, Security, set "View releases" and "Manage releases" to Allow for ${buildIdentities(target.project, access.collectionUrl)}. ${rerun}`,
  );
}

function notFound(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const { target, access } = attempt;
  if (target.kind === "variableGroup") return noGroup(target, access);
  return new Failure(
    "EXA607",
    `Azure DevOps has no ${targetText(target).replace(/^the /, "")}, or does not show it to this job.${says(answer, attempt)}`,
    `In Pipelines, Releases, the release pipeline's menu, Security, set "View releases" and "Manage releases" to Allow for ${buildIdentities(target.project, access.collectionUrl)}. ${rerun}`,
  );
}

/** EXA602: Azure DevOps answers in the same way for a missing group and for one that the job may not see. */
export function noGroup({ group, project }: VariableGroupTarget, access: HandOverAccess): Failure {
  return new Failure(
    "EXA602",
    `The project "${project}" of ${organizationOf(access.collectionUrl)} has no variable group "${group}", or does not show it to this job.`,
    `The group must exist: check the spelling of "variableGroup", or create it in Pipelines, Library. Then, in its Security, give the role Administrator to ${buildIdentities(project, access.collectionUrl)}. ${rerun}`,
  );
}

function keptChanging({ target }: HandOverAttempt): Failure {
  return new Failure(
    "EXA608",
    `Others changed ${targetText(target)} at the same time, ${mostTries} times in a row (HTTP 409); the code was not stored.`,
    `Prevent other jobs from writing there at the same time, for example with an exclusive lock. ${rerun}`,
  );
}

function keptOverwriting({ target }: HandOverAttempt): Failure {
  return new Failure(
    "EXA608",
    `Others overwrote ${targetText(target)} right after the code was stored, ${mostTries} times in a row; the code is not stored.`,
    `Prevent other jobs from writing there at the same time, for example with an exclusive lock. ${rerun}`,
  );
}

function limited({ host }: RefusedAnswer): Failure {
  return new Failure(
    "EXA609",
    `Azure DevOps at ${host} accepts no more requests from this identity at the moment (HTTP 429); the code was not stored.`,
    `Wait some minutes, and run fewer jobs at once. ${rerun}`,
  );
}

function failed(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  return new Failure(
    "EXA610",
    `Azure DevOps at ${answer.host} failed with HTTP ${answer.status} while the task stored the code in ${targetText(attempt.target)}.${says(answer, attempt)}`,
    `Check status.dev.azure.com, or the server's own log. ${rerun}`,
  );
}

function redirected(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  const place = answer.words === "" ? undefined : shownUrl(answer.words, `https://${answer.host}`);
  const where = withoutSecrets(place ?? "", attempt) || "an unknown address";
  return new Failure(
    "EXA612",
    `Azure DevOps at ${answer.host} redirects to ${where}. The redirect is not followed, to protect the job's token.`,
    `Check that no proxy or sign-in page is between this agent and Azure DevOps. ${rerun}`,
  );
}

function refused(answer: RefusedAnswer, attempt: HandOverAttempt): Failure {
  return new Failure(
    "EXA613",
    `Azure DevOps at ${answer.host} gave an unusable answer (HTTP ${answer.status}) while the task stored the code in ${targetText(attempt.target)}.${says(answer, attempt)}`,
    `Check that no proxy or sign-in page is between this agent and Azure DevOps, and correct what it reports. ${rerun}`,
  );
}

/** EXA613: a successful answer lacks required data. */
export function unusableAnswer(host: string, what: string): Failure {
  return new Failure(
    "EXA613",
    `Azure DevOps at ${host} answered with ${what}.`,
    `Check that no proxy is between this agent and Azure DevOps, and that the server is Azure DevOps Server 2020 or later. ${rerun}`,
  );
}

function unreachable({ host, code }: UnansweredRequest): Failure {
  const what =
    code === "TIMEOUT" ? "did not answer in time" : `cannot be reached, or closed the connection early (${code})`;
  const check = isCertificateError(code)
    ? "Its TLS certificate is not trusted: give the agent the PEM file of its certificate authority."
    : "Check this agent's network and its proxy settings.";
  return new Failure(
    "EXA611",
    `Azure DevOps at ${host} ${what}; it is not known whether the code was stored.`,
    `${check} ${rerun}`,
  );
}
