import type { Clock } from "../core/clock.ts";
import { Failure, failureOrThrow, throwing } from "../core/failure.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { HttpAnswer, HttpRequest, HttpTransport } from "../http/http.ts";
import { AnswerReader } from "./answer.ts";
import { type AnsweredCall, failureOf, isWebPage, missingValue } from "./answer-failures.ts";
import { unavailableCall, unknownValue } from "./call-failures.ts";
import { type Credential, type SignInMethod, signInMethod } from "./credential.ts";
import { type NodeApi, type Operation, offeredOperation } from "./profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "./profile/operations.ts";
import { placeholdersOf } from "./profile/placeholders.ts";
import { checkApiRemedy } from "./profile/remedy.ts";
import { requestOf, urlOf, type Values } from "./profile/request.ts";
import { isRetryable, pauseAfter, policyOf, type RetryPolicy } from "./retry.ts";

/** The ports that a `NodeCaller` needs. */
export interface NodeCallerPorts {
  readonly transport: HttpTransport;
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Ends waits between attempts. */
  readonly signal: AbortSignal;
  readonly log: {
    /** Writes a line to the log. */
    info(line: string): void;
    /** Writes a line to the debug log. */
    debug(line: string): void;
  };
}

/** Which node to talk to, and how. */
export interface NodeAccess {
  readonly url: URL;
  readonly credential: Credential;
  readonly api: NodeApi;
  /** How calls that may be repeated are repeated. */
  readonly retries: RetryPolicy;
}

/** A shorter text is not a token or code, and masking it would hide much of the log; in characters. */
const shortestSecret = 8;

/**
 * For each value of an answer that is a secret: returns the secret in the text of that value; undefined if it has none.
 */
const secretsIn: Readonly<Record<string, (text: string) => string | undefined>> = {
  token: tokenIn,
  invitationCode: (text) => (isWebPage(text) ? undefined : text),
};

/** The token in a text; undefined for a web page, a sentence or broken JSON. */
function tokenIn(text: string): string | undefined {
  const token = text.trim().replace(/^Bearer /i, "");
  return /^(?!.*[<>{}[\]"])[\x21-\x7e]+$/.test(token) ? token : undefined;
}

/**
 * Makes the calls of the node API profile: signs in, renews the session, repeats calls that may be repeated, and
 * registers every secret in an answer before any part of the answer can be shown.
 */
export class NodeCaller {
  readonly #access: NodeAccess;
  readonly #ports: NodeCallerPorts;
  readonly #signInMethod: SignInMethod | undefined;
  #session: Promise<Secret> | undefined;
  #fastestAnswer = Number.POSITIVE_INFINITY;

  constructor(access: NodeAccess, ports: NodeCallerPorts) {
    this.#access = access;
    this.#signInMethod = signInMethod(access.credential, access.api);
    this.#ports = ports;
  }

  /** The node's URL. */
  get url(): URL {
    return this.#access.url;
  }

  /**
   * Signs in once; later calls wait for the same session. `next` are the operations that are called at the same time
   * afterwards. Raises EXA201, EXA202, EXA203 and EXA4xx.
   */
  signIn(next: readonly OperationName[] = []): Promise<Secret> {
    const followedBy = next.filter((name) => this.offers(name)).length;
    this.#session ??= this.#newSession(followedBy).catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  /** How long the fastest answer so far took, in milliseconds; 0 before the first. */
  get fastestAnswer(): number {
    return Number.isFinite(this.#fastestAnswer) ? this.#fastestAnswer : 0;
  }

  /** Whether the profile has a call for an operation. */
  offers(name: OperationName): boolean {
    return offeredOperation(this.#access.api, name) !== undefined;
  }

  /**
   * Raises EXA208 for an operation that the overrides remove or mark as unavailable, and EXA503 for values with which its
   * call is not known.
   */
  check(name: OperationName, values: Values): void {
    const { only = {} } = this.#operation(name);
    const [unknown] = Object.entries(only).find(([value, known]) => !isAmong(known, values[value])) ?? [];
    if (unknown !== undefined) throw unknownValue(name, unknown, values[unknown], only[unknown] ?? [], this.url.host);
  }

  /**
   * Makes an operation's calls with the session and returns the answer to its own call, whatever the status; if a call
   * before it is answered without success, that answer. `retries` replaces the policy of the node. Raises EXA4xx, EXA209 for a
   * value that is missing, and what {@link check} raises.
   */
  async call(name: OperationName, values: Values, retries?: RetryPolicy): Promise<AnsweredCall> {
    this.check(name, values);
    const session = this.signIn();
    const sending = retries === undefined ? {} : { retries };
    const call = await this.#send(name, values, { ...sending, token: await session });
    if (call.answer.status !== 401) return call;
    if (this.#signInMethod?.kind === "ready") throw this.#refusedJwt(call, this.#signInMethod.expiresAt);
    // With an expired session the node did nothing, so even a create can be sent again.
    if (this.#session === session) this.#session = undefined;
    return this.#send(name, values, { ...sending, token: await this.signIn() });
  }

  /** This machine's clock can be wrong, so the node decides whether a JWT has expired. The clock only explains it. */
  #refusedJwt(call: AnsweredCall, expiresAt: number | undefined): Failure {
    const hasExpired = expiresAt !== undefined && expiresAt <= this.#ports.clock.now();
    return hasExpired ? expired(this.url.host) : failureOf(call, this.#ports.secrets);
  }

  async #send(name: OperationName, values: Values, how: HowToSend): Promise<AnsweredCall> {
    const operation = this.#operation(name);
    let captured: Values = {};
    for (const before of operation.before ?? []) {
      const call = await this.#sendCall(name, { ...before, ...evidenceOf(operation) }, values, captured, how);
      if (!isSuccess(call.answer)) return call;
      captured = { ...captured, ...this.#capturedIn(call) };
    }
    return this.#sendCall(name, operation, values, captured, how);
  }

  async #sendCall(
    name: OperationName,
    operation: Operation,
    values: Values,
    captured: Values,
    how: HowToSend,
  ): Promise<AnsweredCall> {
    const { api, url } = this.#access;
    const { token, followedBy, retries = this.#access.retries } = how;
    checkValues(name, operation, values, url.host);
    const made = requestOf(url.href, api, operation, { ...captured, ...values }, token?.reveal());
    const request = followedBy === undefined ? made : { ...made, followedBy };
    if (this.#ports.secrets.holdsLongSecret(request.url)) throw secretInUrl(url.host, operation);
    // What an earlier call has answered, such as a ticket for an invitation, is not for a log.
    const shown = urlOf(url.href, api, operation, { ...hidden(captured), ...values });
    const policy = policyOf(name, operation.method, retries);
    const sent = await this.#sendWithRetries({ request, shown }, operation, policy);
    const call = { api, name, operation, host: url.host, captured, ...sent };
    this.#registerSecrets(call);
    return call;
  }

  /** The values that the answer to a call has for later ones. Raises EXA209 for a missing one. */
  #capturedIn(call: AnsweredCall): Values {
    const read = this.reader(call);
    const names = Object.keys(call.operation.result ?? {});
    return Object.fromEntries(
      names.map((name) => [name, simpleValue(read.value(name)) ?? throwing(missingValue(call, name))]),
    );
  }

  async #sendWithRetries(sending: Sending, operation: Operation, policy: RetryPolicy) {
    const { clock, random, signal, log } = this.#ports;
    const started = clock.now();
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#sendOnce(sending);
      if (!isRetryable(outcome)) return { answer: answerOrThrow(outcome), isRepeated: attempt > 1 };
      const pause = pauseAfter(attempt, outcome, policy, { now: clock.now(), random: random() });
      const isLast = attempt >= policy.attempts || clock.now() + pause > started + policy.stopAfterMs || signal.aborted;
      if (isLast) return { answer: answerOrThrow(outcome), isRepeated: attempt > 1 };
      const what = "status" in outcome ? `HTTP ${outcome.status}` : outcome.code;
      const next = `attempt ${attempt + 1} of ${policy.attempts} in ${(pause / 1000).toFixed(1)} s`;
      log.info(`${operation.method} ${operation.path} failed with ${what}: ${next}.`);
      await clock.sleep(pause, signal);
    }
  }

  async #sendOnce({ request, shown }: Sending): Promise<HttpAnswer | Failure> {
    const { clock, log, secrets, transport } = this.#ports;
    const started = clock.now();
    const outcome = await transport.send(request).catch(failureOrThrow);
    const milliseconds = clock.now() - started;
    if ("status" in outcome) this.#fastestAnswer = Math.min(this.#fastestAnswer, milliseconds);
    const what = "status" in outcome ? `HTTP ${outcome.status}` : outcome.code;
    const path = secrets.redact(shown.slice(this.url.origin.length));
    log.debug(`${request.method} ${path} → ${what} in ${milliseconds} ms`);
    return outcome;
  }

  #operation(name: OperationName): Operation {
    const { api, url } = this.#access;
    const operation = offeredOperation(api, name);
    if (operation) return operation;
    throw unavailableCall(api, name, url.host);
  }

  /** The reader of a successful answer. Raises the failure of any other answer. */
  succeeded(call: AnsweredCall): AnswerReader {
    if (!isSuccess(call.answer)) throw failureOf(call, this.#ports.secrets);
    return this.reader(call);
  }

  /** The reader of an answer with any status. */
  reader({ api, answer, operation, captured }: AnsweredCall): AnswerReader {
    return new AnswerReader(answer, operation.result ?? {}, undefined, api.spellings, captured);
  }

  /**
   * Registers the secrets in an answer with any status, before any part of the answer is quoted. A text that cannot be
   * a secret is not registered: masking the words of a web page would hide them in the rest of the job's log.
   */
  #registerSecrets(call: AnsweredCall): void {
    for (const [name, secretIn] of Object.entries(secretsIn)) {
      const secret = secretIn(new AnswerReader(call.answer, { [name]: placesOf(name, call) }).secret(name) ?? "");
      if (secret !== undefined && secret.length >= shortestSecret) this.#ports.secrets.register(secret);
    }
  }

  async #newSession(followedBy: number): Promise<Secret> {
    const { api, url } = this.#access;
    const method = this.#signInMethod ?? throwing(unavailableCall(api, "authenticate", url.host));
    if (method.kind === "exchange") return this.#exchange(method.user, method.password, followedBy);
    this.#ports.log.debug("The credential is used as the session, without signing in.");
    return this.#ports.secrets.register(method.session.reveal());
  }

  async #exchange(user: string, password: Secret, followedBy: number): Promise<Secret> {
    const opening = followedBy > 1 ? { followedBy } : {};
    const call = await this.#send("authenticate", { user, password: password.reveal() }, opening);
    const token = tokenIn(this.succeeded(call).secret("token") ?? "");
    if (token === undefined) throw missingValue(call, "token");
    return this.#ports.secrets.register(token);
  }
}

/**
 * Where an answer can contain a secret: at the sources of this operation, and at those of all others, because a node
 * can also return a code or a token that was not asked for. The whole answer counts as a secret only if the profile
 * says so for this call.
 */
function placesOf(secret: string, { api, operation, answer }: AnsweredCall): string[] {
  const own = (operation.result?.[secret] ?? []).filter((source) => isSuccess(answer) || source !== "/");
  const others = Object.values(api.operations).flatMap(({ result }) => result?.[secret] ?? []);
  return [...own, ...others.filter((source) => source !== "/")];
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** How the requests of a call are sent. */
interface HowToSend {
  /** The session; absent while there is none. */
  readonly token?: Secret;
  /** How many calls will be made at the same time once this one is answered. */
  readonly followedBy?: number;
  readonly retries?: RetryPolicy;
}

/** A request, and its URL as the debug log shows it. */
interface Sending {
  readonly request: HttpRequest;
  readonly shown: string;
}

function hidden(values: Values): Values {
  return Object.fromEntries(Object.keys(values).map((name) => [name, "***"]));
}

/** How an operation is known, for the calls before its own. */
function evidenceOf({ evidence, source }: Operation) {
  return { evidence, ...(source === undefined ? {} : { source }) };
}

function isAmong(known: readonly (string | boolean)[], value: Values[string]): boolean {
  return known.some((each) => each === value);
}

/** A value that a request can have; undefined for null, objects and lists. */
function simpleValue(value: unknown): string | number | boolean | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** A request without a value that it must have could mean something else to the node. */
function checkValues(name: OperationName, operation: Operation, values: Values, host: string): void {
  const { path, query, headers, body, method } = operation;
  const named = placeholdersOf({ path, query, headers, body });
  const missing = valuesOf(operationKind(name).sends, "expected").find(
    (value) => named.includes(value) && values[value] === undefined,
  );
  if (missing === undefined) return;
  throw new Failure(
    "EXA209",
    `${method} ${path} at ${host} needs {${missing}}, and the node's project search did not answer it. The call was not made.`,
    checkApiRemedy,
  );
}

function answerOrThrow(outcome: HttpAnswer | Failure): HttpAnswer {
  if ("status" in outcome) return outcome;
  throw outcome;
}

/** EXA209: servers and proxies keep URLs in their logs, so a URL must not contain a secret. */
function secretInUrl(host: string, { method, path }: Operation): Failure {
  return new Failure(
    "EXA209",
    `A value for ${method} ${path} at ${host} contains the credential, the session token or an invitation code. These must not be in a URL: the call was not made.`,
    "Check in the node's Exalate console why a connection has such a name.",
  );
}

function expired(host: string): Failure {
  return new Failure(
    "EXA202",
    `The Exalate JWT in the service connection for ${host} has expired.`,
    "Enter a new JWT in the service connection. A node of Azure DevOps also takes a personal access token, which is valid for longer.",
  );
}
