import type { Clock } from "../core/clock.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { HttpAnswer, HttpRequest, HttpTransport } from "../http/http.ts";
import { AnswerReader } from "./answer.ts";
import { type AnsweredCall, failureOf, isWebPage, lacking } from "./answer-failures.ts";
import { type Credential, type JwtClaims, jwtClaims } from "./credential.ts";
import type { NodeApi, Operation } from "./profile/node-api.ts";
import type { OperationName } from "./profile/operations.ts";
import { requestOf, type Values } from "./profile/request.ts";
import { isRetryable, pauseAfter, policyOf, type RetryPolicy } from "./retry.ts";
import { unavailableCall } from "./unavailable-call.ts";

/** What talking to a node needs of the world. */
export interface NodeCallerPorts {
  readonly transport: HttpTransport;
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Ends waits between attempts. */
  readonly signal: AbortSignal;
  readonly log: {
    /** Takes a line that the reader of the log should see. */
    info(line: string): void;
    /** Takes a line for the debug log. */
    debug(line: string): void;
  };
}

/** Which node to talk to, and how. */
export interface NodeAccess {
  readonly url: URL;
  readonly credential: Credential;
  readonly api: NodeApi;
  /** How patiently calls are repeated that may be. */
  readonly retries: RetryPolicy;
}

/** What is shorter is no token or code, and masking it would hide half of any log; in characters. */
const shortestSecret = 8;

/** The values of an answer that are secrets: for each, the secret in a text that stands at its place, if it is one. */
const secretsIn: Readonly<Record<string, (text: string) => string | undefined>> = {
  token: tokenIn,
  invitationCode: (text) => (isWebPage(text) ? undefined : text),
};

/** A web page, a sentence or broken JSON is no token, whatever place it was found in. */
function tokenIn(text: string): string | undefined {
  const token = text.trim().replace(/^Bearer /i, "");
  return /^(?!.*[<>{}[\]"])[\x21-\x7e]+$/.test(token) ? token : undefined;
}

/**
 * Makes the calls of the node API profile: signs in, renews the session, repeats what may be repeated, and registers
 * every secret that the node gives out before anything of its answer can be shown.
 */
export class NodeCaller {
  readonly #access: NodeAccess;
  readonly #ports: NodeCallerPorts;
  #session: Promise<Secret> | undefined;

  constructor(access: NodeAccess, ports: NodeCallerPorts) {
    this.#access = access;
    this.#ports = ports;
  }

  /** The node's URL. */
  get url(): URL {
    return this.#access.url;
  }

  /** Signs in, once; later calls wait for the same session. Raises EXA201, EXA202, EXA203 and EXA4xx. */
  signIn(): Promise<Secret> {
    this.#session ??= this.#newSession().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  /** Whether the node has a call for an operation, as far as the profile knows. */
  offers(name: OperationName): boolean {
    return offeredOperation(this.#access.api, name) !== undefined;
  }

  /** Makes a call with the session; an answer of any status is returned. Raises EXA4xx, and EXA208 for an operation
   * that the overrides remove or mark as unavailable. */
  async call(name: OperationName, values: Values): Promise<AnsweredCall> {
    const session = this.signIn();
    const call = await this.#send(name, values, await session);
    if (call.answer.status !== 401) return call;
    if (!this.#canRenew()) throw this.#refusedJwt(call);
    // A session that has run out did nothing, so that even a create may be sent again.
    if (this.#session === session) this.#session = undefined;
    return this.#send(name, values, await this.signIn());
  }

  /** A ready JWT is all there is to sign in with. */
  #canRenew(): boolean {
    const { credential } = this.#access;
    return credential.kind === "password" || exalateJwt(credential.token) === undefined;
  }

  /** This machine's clock may be wrong, so it is the node that says whether a JWT has expired; the clock explains it. */
  #refusedJwt(call: AnsweredCall): Failure {
    const { credential } = this.#access;
    const expiresAt = credential.kind === "token" ? exalateJwt(credential.token)?.expiresAt : undefined;
    const hasExpired = expiresAt !== undefined && expiresAt <= this.#ports.clock.now();
    return hasExpired ? expired(this.url.host) : failureOf(call, this.#ports.secrets);
  }

  async #send(name: OperationName, values: Values, token: Secret | undefined): Promise<AnsweredCall> {
    const { api, url } = this.#access;
    const operation = this.#operation(name);
    const request = requestOf(url.href, api, operation, values, token?.reveal());
    if (this.#ports.secrets.holdsLongSecret(request.url)) throw secretInUrl(url.host, operation);
    const sent = await this.#sendPatiently(request, operation, policyOf(name, this.#access.retries));
    const call = { api, name, operation, host: url.host, ...sent };
    this.#registerSecrets(call);
    return call;
  }

  async #sendPatiently(request: HttpRequest, operation: Operation, policy: RetryPolicy) {
    const { clock, random, signal, log } = this.#ports;
    const started = clock.now();
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#sendOnce(request);
      const pause = pauseAfter(attempt, outcome, policy, { now: clock.now(), random: random() });
      const isLast = attempt >= policy.attempts || clock.now() + pause > started + policy.stopAfterMs || signal.aborted;
      if (isLast || !isRetryable(outcome)) return { answer: answerOrThrow(outcome), isRepeated: attempt > 1 };
      const what = "status" in outcome ? `HTTP ${outcome.status}` : outcome.code;
      const next = `attempt ${attempt + 1} of ${policy.attempts} in ${(pause / 1000).toFixed(1)} s`;
      log.info(`${operation.method} ${operation.path} met ${what}: ${next}.`);
      await clock.sleep(pause, signal);
    }
  }

  async #sendOnce(request: HttpRequest): Promise<HttpAnswer | Failure> {
    const { clock, log, secrets, transport } = this.#ports;
    const started = clock.now();
    const outcome = await transport.send(request).catch(failureOrThrow);
    const what = "status" in outcome ? `HTTP ${outcome.status}` : outcome.code;
    const path = secrets.redact(request.url.slice(this.url.origin.length));
    log.debug(`${request.method} ${path} → ${what} in ${clock.now() - started} ms`);
    return outcome;
  }

  #operation(name: OperationName): Operation {
    const { api, url } = this.#access;
    const operation = offeredOperation(api, name);
    if (operation) return operation;
    throw unavailableCall(api, name, url.host);
  }

  /** The reader of a successful answer; raises the failure behind any other. */
  succeeded(call: AnsweredCall): AnswerReader {
    if (call.answer.status < 200 || call.answer.status >= 300) throw failureOf(call, this.#ports.secrets);
    return this.reader(call);
  }

  /** The reader of an answer of any status. */
  reader({ api, answer, operation }: AnsweredCall): AnswerReader {
    return new AnswerReader(answer, operation.result ?? {}, undefined, api.spellings);
  }

  /**
   * Whatever the status: what stands where a secret is expected is one, before anything of the answer is quoted. What
   * cannot be one is not registered: the words of a web page would be hidden in the rest of the job's log.
   */
  #registerSecrets(call: AnsweredCall): void {
    for (const [name, secretIn] of Object.entries(secretsIn)) {
      const secret = secretIn(new AnswerReader(call.answer, { [name]: placesOf(name, call) }).secret(name) ?? "");
      if (secret !== undefined && secret.length >= shortestSecret) this.#ports.secrets.register(secret);
    }
  }

  async #newSession(): Promise<Secret> {
    const { credential } = this.#access;
    if (credential.kind === "password") return this.#exchange(credential.username, credential.password);
    const claims = exalateJwt(credential.token);
    if (claims === undefined) return this.#exchange("", credential.token);
    this.#ports.log.debug("The credential is a JSON Web Token and is used as it is.");
    return credential.token;
  }

  async #exchange(user: string, password: Secret): Promise<Secret> {
    const call = await this.#send("authenticate", { user, password: password.reveal() }, undefined);
    const token = tokenIn(this.succeeded(call).secret("token") ?? "");
    if (token === undefined) throw lacking(call, "token");
    return this.#ports.secrets.register(token);
  }
}

/**
 * Where a secret stands in an answer, by all that the profile knows: a node that brings a code or a token where none is
 * asked for brings it by the same name. The whole of an answer is one only where the profile says so of this call.
 */
function placesOf(secret: string, { api, operation, answer }: AnsweredCall): string[] {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const own = (operation.result?.[secret] ?? []).filter((source) => isSuccess || source !== "/");
  const others = Object.values(api.operations).flatMap(({ result }) => result?.[secret] ?? []);
  return [...own, ...others.filter((source) => source !== "/")];
}

function offeredOperation({ operations }: NodeApi, name: OperationName): Operation | undefined {
  const operation = operations[name];
  return operation?.unavailable === true ? undefined : operation;
}

function answerOrThrow(outcome: HttpAnswer | Failure): HttpAnswer {
  if ("status" in outcome) return outcome;
  throw outcome;
}

/** A JSON Web Token of Exalate's own is a session already; one of anybody else is exchanged like any token. */
function exalateJwt(token: Secret): JwtClaims | undefined {
  const claims = jwtClaims(token.reveal());
  return claims !== undefined && (claims.issuer ?? "EXALATE") === "EXALATE" ? claims : undefined;
}

/** URLs are kept in the logs of servers and proxies. */
function secretInUrl(host: string, { method, path }: Operation): Failure {
  return new Failure(
    "EXA209",
    `A value for ${method} ${path} at ${host} holds the credential, the session token or an invitation code, which no URL may carry; the call was not made.`,
    "Find out in the node's Exalate console why it names a connection so.",
  );
}

function expired(host: string): Failure {
  return new Failure(
    "EXA202",
    `The Exalate JWT in the service connection for ${host} has expired.`,
    "Enter a fresh JWT in the service connection, or a personal access token, which does not need renewing as often.",
  );
}
