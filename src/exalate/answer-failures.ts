import { Failure } from "../core/failure.ts";
import type { SecretKeeper } from "../core/secret.ts";
import { shownUrl } from "../core/shown-url.ts";
import { quotable } from "../core/text.ts";
import type { HttpAnswer } from "../http/http.ts";
import { AnswerReader, bodyOf } from "./answer.ts";
import { AssumedCallFailure } from "./assumed-call-failure.ts";
import { ConflictFailure } from "./conflict-failure.ts";
import type { NodeApi, Operation } from "./profile/node-api.ts";
import type { OperationName } from "./profile/operations.ts";
import { remedyOfAnswers } from "./profile/remedy.ts";

/** A call that was answered, for saying what went wrong with it. */
export interface AnsweredCall {
  readonly api: NodeApi;
  readonly name: OperationName;
  readonly operation: Operation;
  /** Host of the node, with port. */
  readonly host: string;
  readonly answer: HttpAnswer;
  /** Whether it was sent before, in vain as far as could be told. */
  readonly isRepeated: boolean;
}

/** What a node answers to a request of a form that it does not know, beside an answer in a form that we do not. */
const strangeForm: ReadonlySet<number> = new Set([400, 404, 405, 415, 422]);

/** The failure of a call, marked where its form is assumed and may be to blame. */
function failureOfCall(call: AnsweredCall, ...told: ConstructorParameters<typeof Failure>): Failure {
  const { name, operation, answer } = call;
  const isSuspect = operation.evidence === "assumed" && (answer.status < 300 || strangeForm.has(answer.status));
  return isSuspect ? new AssumedCallFailure(name, ...told) : new Failure(...told);
}

/** The failure behind an answer that is no success. Secrets are taken out of what the node says. */
export function failureOf(call: AnsweredCall, secrets: SecretKeeper): Failure {
  const words = nodeWords(call, secrets);
  const { status } = call.answer;
  if (status >= 300 && status < 400) return redirected(call, secrets);
  if (isLicence(words)) return licence(call, words);
  if (status === 401 || status === 403) return unauthorized(call, words);
  if (status === 404 || status === 405) return unknownCall(call, words);
  return isNodesFault(status) ? nodeFailed(call, words) : refused(call, words);
}

/** Beside 5xx also 408 and 429: a node that is too slow or too busy has refused nothing. */
function isNodesFault(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** What the node says for itself, fit to be quoted; empty when it says nothing readable. */
export function nodeWords({ api, answer }: AnsweredCall, secrets: SecretKeeper): string {
  if (isHtml(answer)) return "";
  const body = bodyOf(answer);
  const message = new AnswerReader(answer, api.refusal, body).secret("message");
  const text = message ?? (typeof body === "string" ? body : "");
  return quotable(text, secrets.redact);
}

/** Whether a web page came where data was expected. */
export function isHtml(answer: HttpAnswer): boolean {
  return isWebPage(answer.body);
}

/** Whether a text is a web page. */
export function isWebPage(text: string): boolean {
  return /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

function isLicence(words: string): boolean {
  const unquoted = words.replace(/"[^"]*"/g, "");
  return /connection-based licen[sc]e|free plan|licen[sc]e (is|has|was|does|limit|expired)|(no|invalid|expired) licen[sc]e/i.test(
    unquoted,
  );
}

function says(words: string): string {
  return words === "" ? "" : ` The node says: "${words}".`;
}

function callText({ operation, answer }: AnsweredCall): string {
  return `${operation.method} ${operation.path} answered HTTP ${answer.status}`;
}

function redirected(call: AnsweredCall, secrets: SecretKeeper): Failure {
  const target = redirectTarget(call, secrets);
  return new Failure(
    "EXA211",
    `The node at ${call.host} answered with a redirect to ${target}, which is not followed, since it would get the credentials.`,
    'Enter the Exalate node\'s final URL in the service connection (in the Exalate console: "General Settings", "Exalate URL").',
  );
}

/** Without user information, query and fragment, which are where passwords, tokens and codes travel. */
function redirectTarget({ answer, host }: AnsweredCall, secrets: SecretKeeper): string {
  const { location = "" } = answer.headers;
  const here = `https://${host}`;
  const url = location === "" ? "" : (shownUrl(location, here) ?? "");
  const isHere = url.startsWith(`${here}/`) && !/^https?:/i.test(location);
  const shown = quotable(isHere ? url.slice(here.length) : url, secrets.redact);
  if (shown === "") return "an unnamed place";
  return isHere ? `${shown} on ${host}` : shown;
}

function licence(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA205",
    `The licence of the node at ${call.host} does not allow this.${says(words)}`,
    "Look at the licence in the node's Exalate console: Script mode needs a paid or evaluation licence, and a licence may limit connections.",
  );
}

function unauthorized(call: AnsweredCall, words: string): Failure {
  return call.name === "authenticate" ? badCredentials(call, words) : badSession(call, words);
}

function badCredentials(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA201",
    `The node at ${call.host} does not accept the credentials of the service connection.${says(words)}`,
    "Check that the token has not expired, is of the node's own organisation, and that its user is directly a member of " +
      "Project Collection Administrators; then enter it again in the service connection.",
  );
}

function badSession(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA202",
    `The node at ${call.host} does not accept the session: ${callText(call)}.${says(words)}`,
    "If the service connection holds an Exalate JWT, enter a fresh one; otherwise check that its user may manage connections.",
  );
}

function unknownCall(call: AnsweredCall, words: string): Failure {
  const isAssumed = call.operation.evidence === "assumed";
  // Many servers say "not found" by a web page, and a node that is none would not have given a session.
  if (call.name === "authenticate" || (isHtml(call.answer) && !isAssumed)) return noNode(call);
  if (words !== "" && call.answer.status === 404) return refused(call, words);
  const assumed = isAssumed ? "; this call is assumed, since Exalate does not publish it" : "";
  return failureOfCall(
    call,
    "EXA208",
    `The node at ${call.host} has no such call: ${callText(call)}${assumed}.${says(words)}`,
    remedyOfAnswers,
  );
}

/** The failure when something other than an Exalate node answered. */
export function noNode(call: AnsweredCall): Failure {
  const what = isHtml(call.answer) ? "a web page" : `HTTP ${call.answer.status}`;
  return new Failure(
    "EXA203",
    `No Exalate node seems to be at ${call.host}: ${call.operation.method} ${call.operation.path} was answered with ${what}.`,
    'Check the URL of the service connection (in the Exalate console: "General Settings", "Exalate URL"), and that no proxy or sign-in page stands in between.',
  );
}

function nodeFailed(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA210",
    `The node at ${call.host} failed: ${callText(call)}.${says(words)}`,
    "Run the step again; it picks up a connection that was already made. If it stays so, look at the node's log.",
  );
}

function refused(call: AnsweredCall, words: string): Failure {
  const assumed =
    call.operation.evidence === "assumed"
      ? " The form of this call is assumed, since Exalate does not publish it."
      : "";
  return failureOfCall(
    call,
    "EXA208",
    `The node at ${call.host} refused: ${callText(call)}.${says(words)}${assumed}`,
    remedyOfRefusal(assumed),
  );
}

function remedyOfRefusal(assumed: string): string {
  return assumed === ""
    ? "Correct what the node names and run the step again."
    : `Correct what the node names. ${remedyOfAnswers}`;
}

/** The failure when a successful answer lacks a value that is needed. */
export function lacking(call: AnsweredCall, value: string): Failure {
  if (isHtml(call.answer)) return noNode(call);
  const { operation } = call;
  return failureOfCall(
    call,
    "EXA209",
    `The answer of the node at ${call.host} to ${operation.method} ${operation.path} (${operation.evidence}) has no ${value} where the profile expects it.`,
    remedyOfAnswers,
  );
}

/** Whether the node refuses an invitation code as such, by Exalate's own words for it. */
export function isInvalidInvitation(call: AnsweredCall, secrets: SecretKeeper): boolean {
  const { status } = call.answer;
  return (
    status >= 400 &&
    status < 500 &&
    /invitation code is (invalid|not valid)|new invitation code/i.test(nodeWords(call, secrets))
  );
}

/** EXA307: the node does not take the code. */
export function invalidInvitation(call: AnsweredCall, secrets: SecretKeeper): Failure {
  return new Failure(
    "EXA307",
    `The node at ${call.host} does not take the invitation code.${says(nodeWords(call, secrets))}`,
    "A code is useless once its connection was withdrawn, replaced or accepted elsewhere. Run the step that initiates again and accept the code of that run; " +
      "with ifExists: replace it makes a new one.",
  );
}

/** The refusal of a call by HTTP 409. */
export function conflict(call: AnsweredCall, secrets: SecretKeeper): Failure {
  const { code, happened, remedy } = failureOf(call, secrets);
  return code === "EXA208"
    ? new ConflictFailure(call.isRepeated, code, happened, remedy)
    : new Failure(code, happened, remedy);
}

/** EXA308: the accepting node has a connection that stands in the way; from which invitation it is, it does not say. */
export function destinationNameTaken(call: AnsweredCall, secrets: SecretKeeper): Failure {
  return new ConflictFailure(
    call.isRepeated,
    "EXA308",
    `The node at ${call.host} does not accept the invitation, since it has a connection of that name or from that invitation already.${says(nodeWords(call, secrets))}`,
    "Look at that connection in the node's Exalate console. If it is active and leads to the instance that sent the " +
      "invitation, the invitation was accepted before and nothing is left to do. If it belongs to another invitation, " +
      'initiate again with another "connectionName"; remove it only when you know that nobody uses it.',
  );
}
