import { Failure } from "../core/failure.ts";
import type { SecretKeeper } from "../core/secret.ts";
import { shownUrl } from "../core/shown-url.ts";
import { harmless, quotable } from "../core/text.ts";
import type { HttpAnswer } from "../http/http.ts";
import { AnswerReader, bodyOf } from "./answer.ts";
import { ConflictFailure, UnexpectedAnswerFailure } from "./call-failures.ts";
import type { Connection } from "./connection.ts";
import type { Evidence, NodeApi, Operation } from "./profile/node-api.ts";
import type { OperationName } from "./profile/operations.ts";
import { checkApiRemedy } from "./profile/remedy.ts";
import type { Values } from "./profile/request.ts";

/** A call and its answer, as failure messages need them. */
export interface AnsweredCall {
  readonly api: NodeApi;
  readonly name: OperationName;
  readonly operation: Operation;
  /** Host of the node, with its port. */
  readonly host: string;
  readonly answer: HttpAnswer;
  /** What earlier calls of the operation have answered, by its name. */
  readonly captured?: Values;
  /** Whether the request was sent before, and that attempt failed or seemed to fail. */
  readonly isRepeated: boolean;
}

/** The statuses with which a node rejects a request whose form it does not know. */
const unknownFormStatuses: ReadonlySet<number> = new Set([400, 404, 405, 415, 422]);

/** Whether the node's API may differ from the profile in this call. */
function isSuspect({ answer: { status } }: AnsweredCall): boolean {
  return status < 300 || unknownFormStatuses.has(status);
}

/** The failure of a call; an `UnexpectedAnswerFailure` when the form of the call can be the cause. */
function failureOfCall(call: AnsweredCall, ...parts: ConstructorParameters<typeof Failure>): Failure {
  return isSuspect(call) ? new UnexpectedAnswerFailure(call.name, ...parts) : new Failure(...parts);
}

const howKnown: Readonly<Record<Evidence, string>> = {
  documented: "documented by Exalate",
  recorded: "recorded in a node's console",
  observed: "observed in public code",
  described: "taken from a node's own description",
  assumed: "assumed, since Exalate does not publish it",
};

/** `POST /connections answered HTTP 404`, and how the call is known if its form can be the cause. */
function suspectText(call: AnsweredCall): string {
  return `${callText(call)}${isSuspect(call) ? `; this call is ${howKnown[call.operation.evidence]}` : ""}`;
}

/** The failure for an unsuccessful answer. Secrets are removed from the node's message. */
export function failureOf(call: AnsweredCall, secrets: SecretKeeper): Failure {
  const words = nodeWords(call, secrets);
  const { status } = call.answer;
  if (status >= 300 && status < 400) return redirected(call, secrets);
  if (isLicenseProblem(words)) return licenseProblem(call, words);
  if (status === 401 || status === 403) return unauthorized(call, words);
  if (status === 404 || status === 405) return unknownCall(call, words);
  return isNodesFault(status) ? nodeFailed(call, words) : refused(call, words);
}

/** Includes 408 and 429: a node that is too slow or too busy has not refused the request. */
function isNodesFault(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** The node's own message, safe to quote; empty when it has no readable message. */
export function nodeWords({ api, answer }: AnsweredCall, secrets: SecretKeeper): string {
  if (isHtml(answer)) return "";
  const body = bodyOf(answer);
  const message = new AnswerReader(answer, api.refusal, body).secret("message");
  const text = message ?? (typeof body === "string" ? body : "");
  return quotable(text, secrets.redact);
}

/** Whether the answer is a web page instead of data. */
function isHtml(answer: HttpAnswer): boolean {
  return isWebPage(answer.body);
}

/** Whether a text is a web page. */
export function isWebPage(text: string): boolean {
  return /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

function isLicenseProblem(words: string): boolean {
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
    `The node at ${call.host} redirects to ${target}. The redirect is not followed, to protect the credentials.`,
    'Enter the Exalate node\'s final URL in the service connection (in the Exalate console: "General Settings", "Exalate URL").',
  );
}

/** The target without user information, query and fragment, which can contain passwords, tokens and codes. */
function redirectTarget({ answer, host }: AnsweredCall, secrets: SecretKeeper): string {
  const { location = "" } = answer.headers;
  const here = `https://${host}`;
  const url = location === "" ? "" : (shownUrl(location, here) ?? "");
  const isHere = url.startsWith(`${here}/`) && !/^https?:/i.test(location);
  const shown = quotable(isHere ? url.slice(here.length) : url, secrets.redact);
  if (shown === "") return "an unknown address";
  return isHere ? `${shown} on ${host}` : shown;
}

function licenseProblem(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA205",
    `The license of the node at ${call.host} does not allow this.${says(words)}`,
    "Check the license in the node's Exalate console: Script mode needs a paid or evaluation license, and a license can limit connections.",
  );
}

/** EXA303: the node does not show the code of a pending connection. Without a call, the API overrides have none. */
export function codeNotShown(host: string, call?: AnsweredCall): Failure {
  const how = call === undefined ? "the API overrides have no call for it" : suspectText(call);
  const parts = [
    "EXA303",
    `The connection is pending on ${host}, but the node does not show its invitation code again: ${how}.`,
    'Set "ifExists: replace" and run the step again: it withdraws the pending connection and initiates a new one; the old code becomes useless. ' +
      `Or copy the code in the node's Exalate console. ${checkApiRemedy}`,
  ] as const;
  return call === undefined ? new Failure(...parts) : failureOfCall(call, ...parts);
}

function unauthorized(call: AnsweredCall, words: string): Failure {
  return call.name === "authenticate" ? badCredentials(call, words) : badSession(call, words);
}

function badCredentials(call: AnsweredCall, words: string): Failure {
  return new UnexpectedAnswerFailure(
    call.name,
    "EXA201",
    `The node at ${call.host} does not accept the credentials of the service connection.${says(words)}`,
    "Check that the token has not expired. For a node of Azure DevOps, it must be for the node's own organization, and its user " +
      "a direct member of Project Collection Administrators. Then enter it again in the service connection.",
  );
}

function badSession(call: AnsweredCall, words: string): Failure {
  return new UnexpectedAnswerFailure(
    call.name,
    "EXA202",
    `The node at ${call.host} does not accept the session: ${callText(call)}.${says(words)}`,
    "If the service connection has an Exalate JWT or a key, enter a new one. Otherwise check that its user may manage connections.",
  );
}

function unknownCall(call: AnsweredCall, words: string): Failure {
  const isAtEveryNode = call.operation.evidence === "observed" || call.operation.evidence === "documented";
  // Many servers send a web page for "not found". For a call that only some nodes may have, it does not mean that this is
  // no node, because only a node could have given the session.
  if (call.name === "authenticate" || (isHtml(call.answer) && isAtEveryNode)) return noNode(call);
  if (words !== "" && call.answer.status === 404) return refused(call, words);
  return failureOfCall(
    call,
    "EXA208",
    `The node at ${call.host} has no such call: ${suspectText(call)}.${says(words)}`,
    checkApiRemedy,
  );
}

/** EXA203: something other than an Exalate node answered. */
function noNode(call: AnsweredCall): Failure {
  const what = isHtml(call.answer) ? " with a web page" : "";
  return failureOfCall(
    call,
    "EXA203",
    `There seems to be no Exalate node at ${call.host}: ${callText(call)}${what}; this call is ${howKnown[call.operation.evidence]}.`,
    'Check the URL of the service connection (in the Exalate console: "General Settings", "Exalate URL"), and that no proxy or sign-in page answers instead. ' +
      checkApiRemedy,
  );
}

function nodeFailed(call: AnsweredCall, words: string): Failure {
  return new Failure(
    "EXA210",
    `The node at ${call.host} failed: ${callText(call)}.${says(words)}`,
    "Run the step again: it continues with a connection that was already created. If it fails again, look at the node's log.",
  );
}

function refused(call: AnsweredCall, words: string): Failure {
  const correct = "Correct what the node reports and run the step again.";
  return failureOfCall(
    call,
    "EXA208",
    `The node at ${call.host} refused: ${suspectText(call)}.${says(words)}`,
    isSuspect(call) ? `${correct} ${checkApiRemedy}` : correct,
  );
}

/** EXA209, or EXA203 for a web page: a successful answer lacks a required value. */
export function missingValue(call: AnsweredCall, value: string): Failure {
  if (isHtml(call.answer)) return noNode(call);
  const { operation } = call;
  return failureOfCall(
    call,
    "EXA209",
    `The answer of the node at ${call.host} to ${operation.method} ${operation.path} has no ${value} where the profile expects it; this call is ${howKnown[operation.evidence]}.`,
    checkApiRemedy,
  );
}

/** EXA213, or EXA203 for a web page: the node reported that it deleted a connection, which still exists. */
export function stillThere(call: AnsweredCall, { connectionName, connectionId, status }: Connection): Failure {
  if (isHtml(call.answer)) return noNode(call);
  return failureOfCall(
    call,
    "EXA213",
    `The node at ${call.host} still lists the connection "${harmless(connectionName)}" (id ${harmless(connectionId)}) as ${harmless(status)}, although ${callText(call)}. It was not deleted.`,
    `Remove it in the node's Exalate console. ${checkApiRemedy}`,
  );
}

/** Whether the node rejects the invitation code itself; Exalate's own wording shows it. */
export function isInvalidInvitation(call: AnsweredCall, secrets: SecretKeeper): boolean {
  const { status } = call.answer;
  return (
    status >= 400 &&
    status < 500 &&
    /invitation code is (invalid|not valid)|new invitation code/i.test(nodeWords(call, secrets))
  );
}

/** EXA307: the node rejects the code. */
export function invalidInvitation(call: AnsweredCall, secrets: SecretKeeper): Failure {
  return new Failure(
    "EXA307",
    `The node at ${call.host} does not accept the invitation code.${says(nodeWords(call, secrets))}`,
    "A code stops working when its connection is withdrawn, replaced or accepted elsewhere. Run the initiating step again and accept its code; " +
      "ifExists: replace creates a new one.",
  );
}

/** The failure for HTTP 409: a `ConflictFailure` when the node refused with EXA208. */
export function conflict(call: AnsweredCall, secrets: SecretKeeper): Failure {
  const { code, happened, remedy } = failureOf(call, secrets);
  return code === "EXA208"
    ? new ConflictFailure(call.isRepeated, code, happened, remedy)
    : new Failure(code, happened, remedy);
}

/** EXA308: the accepting node already has a connection of that name. It does not say from which invitation it comes. */
export function destinationNameTaken(call: AnsweredCall, secrets: SecretKeeper): Failure {
  return new ConflictFailure(
    call.isRepeated,
    "EXA308",
    `The node at ${call.host} does not accept the invitation: it already has a connection of that name or from that invitation.${says(nodeWords(call, secrets))}`,
    "Look at that connection in the node's Exalate console. If it is active and leads to the instance that sent the " +
      "invitation, the invitation was already accepted and there is nothing to do. If it belongs to another invitation, " +
      'initiate again with another "connectionName". Remove it only if nobody uses it.',
  );
}
