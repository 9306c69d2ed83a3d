import type { Clock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import { AnswerReader } from "./answer.ts";
import { type AnsweredCall, failureOf, lacking } from "./answer-failures.ts";
import type { Connection, Destination, Initiated, InitiateRequest } from "./connection.ts";
import { type Credential, jwtClaims } from "./credential.ts";
import type { HttpTransport } from "./http.ts";
import type { NodeApi, Operation, OperationName } from "./node-api.ts";
import { matchProject, type Project, unknownProject } from "./projects.ts";
import { requestOf, type Values } from "./request.ts";

/** What the client needs of the world. */
export interface ExalateClientPorts {
  readonly transport: HttpTransport;
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** Takes a line for the debug log. */
  readonly debug: (line: string) => void;
}

/** Which node to talk to, and how. */
export interface ExalateNodeAccess {
  readonly url: URL;
  readonly credential: Credential;
  readonly api: NodeApi;
}

/** How many connections are asked for at once. */
const pageSize = 100;

/** More pages than any node has; a list that goes on is not believed. */
const mostPages = 100;

/**
 * An Exalate node by its domain operations. Every failure is a `Failure` with a stable code; every secret that the
 * node gives out is registered before it is returned.
 */
export class ExalateClient {
  readonly #access: ExalateNodeAccess;
  readonly #ports: ExalateClientPorts;
  #session: Promise<Secret> | undefined;

  constructor(access: ExalateNodeAccess, ports: ExalateClientPorts) {
    this.#access = access;
    this.#ports = ports;
  }

  /** The node's URL. */
  get nodeUrl(): URL {
    return this.#access.url;
  }

  /** Signs in, once; later calls wait for the same session. Raises EXA201, EXA202, EXA203 and EXA4xx. */
  signIn(): Promise<Secret> {
    this.#session ??= this.#newSession();
    return this.#session;
  }

  /** The connection of exactly this name. Pages are read until it is found; the rest come in parallel. */
  async findConnection(name: string): Promise<Connection | undefined> {
    const named = (page: Page) => page.connections.find(({ connectionName }) => connectionName === name);
    const first = await this.#page(0);
    const found = named(first);
    if (found || first.size === 0) return found;
    return first.total === undefined
      ? this.#findOnward(first.size, named)
      : this.#findInRest(first, first.total, named);
  }

  /**
   * The project of this name or key. Undefined when the node offers no search. Raises EXA204, naming the closest.
   */
  async findProject(wanted: string): Promise<Project | undefined> {
    const found = await this.#searchProjects(wanted);
    if (found === undefined) return undefined;
    const project = matchProject(found, wanted);
    if (project) return project;
    const all = (await this.#searchProjects("")) ?? found;
    throw unknownProject(
      this.nodeUrl.host,
      wanted,
      all.map(({ name }) => name),
    );
  }

  /** What the node says of a destination; undefined when it cannot say. */
  async describeDestination(destinationUrl: string): Promise<Destination | undefined> {
    const read = await this.#optional("describeDestination", { destinationUrl });
    if (read === undefined) return undefined;
    const [reachable, modes, nodeUrl] = [read.value("reachable"), read.texts("modes"), read.text("nodeUrl")];
    return {
      ...(typeof reachable === "boolean" ? { reachable } : {}),
      ...(modes ? { modes: modes.map((mode) => mode.toLowerCase()) } : {}),
      ...(nodeUrl ? { nodeUrl } : {}),
    };
  }

  /** Initiates a connection. Raises EXA305 when the name is taken, EXA205 to EXA210 when the node refuses. */
  async initiate(request: InitiateRequest): Promise<Initiated> {
    const call = await this.#call("initiateConnection", { ...request });
    if (call.answer.status === 409) throw nameTaken(call, request.connectionName);
    const read = this.#succeeded(call);
    const code = read.text("invitationCode");
    return {
      connectionId: needed(call, read, "connectionId"),
      status: statusOf(read) ?? "PENDING",
      ...(code === undefined ? {} : { invitationCode: this.#ports.secrets.register(code) }),
    };
  }

  /** The invitation code of a pending connection; undefined when the node cannot show it again. */
  async readInvitation(connectionId: string): Promise<Secret | undefined> {
    const code = (await this.#optional("readInvitation", { connectionId }))?.text("invitationCode");
    return code === undefined ? undefined : this.#ports.secrets.register(code);
  }

  /** Deletes a connection; one that is already gone is no error. */
  async deleteConnection(connectionId: string): Promise<void> {
    const call = await this.#call("deleteConnection", { connectionId });
    if (call.answer.status === 404) return;
    this.#succeeded(call);
  }

  async #newSession(): Promise<Secret> {
    const { credential } = this.#access;
    if (credential.kind === "password") return this.#exchange(credential.username, credential.password);
    const claims = jwtClaims(credential.token.reveal());
    if (claims === undefined) return this.#exchange("", credential.token);
    if (claims.expiresAt !== undefined && claims.expiresAt <= this.#ports.clock.now()) throw expired(this.nodeUrl.host);
    this.#ports.debug("The credential is a JSON Web Token and is used as it is.");
    return credential.token;
  }

  async #exchange(user: string, password: Secret): Promise<Secret> {
    const call = await this.#send("authenticate", { user, password: password.reveal() }, undefined);
    const token = this.#succeeded(call)
      .text("token")
      ?.replace(/^Bearer /i, "");
    // A web page or a sentence is no token, whatever place it was found in.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token) || token.startsWith("<")) throw lacking(call, "token");
    return this.#ports.secrets.register(token);
  }

  async #page(offset: number): Promise<Page> {
    const call = await this.#call("listConnections", { offset, limit: pageSize });
    const read = this.#succeeded(call);
    const items = read.items("items", call.operation.item ?? {});
    if (items === undefined) throw lacking(call, "list of connections");
    const total = read.count("total");
    const connections = items.map(connectionOf).filter((connection) => connection !== undefined);
    if (items.length > 0 && connections.length === 0) throw lacking(call, "connection with an id and a name");
    return { connections, size: items.length, ...(total === undefined ? {} : { total }) };
  }

  async #findOnward(start: number, named: (page: Page) => Connection | undefined): Promise<Connection | undefined> {
    let offset = start;
    for (let pages = 1; pages < mostPages; pages++) {
      const page = await this.#page(offset);
      const found = named(page);
      if (found || page.size === 0) return found;
      offset += page.size;
    }
    throw endless(this.nodeUrl.host);
  }

  /** The first page tells how many the node gives at once, which may be fewer than were asked for. */
  async #findInRest(first: Page, total: number, named: (page: Page) => Connection | undefined) {
    const pages = Math.ceil(total / first.size);
    if (pages > mostPages) throw endless(this.nodeUrl.host);
    const offsets = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => (index + 1) * first.size);
    const rest = await Promise.all(offsets.map((offset) => this.#page(offset)));
    return rest.map(named).find((connection) => connection !== undefined);
  }

  async #searchProjects(project: string): Promise<Project[] | undefined> {
    const item = this.#access.api.operations.searchProjects?.item ?? {};
    const items = (await this.#optional("searchProjects", { project }))?.items("items", item);
    return items?.flatMap((read) => {
      const [key, name] = [read.text("projectKey"), read.text("projectName")];
      return name === undefined ? [] : [{ key: key ?? name, name }];
    });
  }

  /** An operation without which a run still works: whatever goes wrong with it is said in the debug log alone. */
  async #optional(name: OperationName, values: Values): Promise<AnswerReader | undefined> {
    try {
      return this.#succeeded(await this.#call(name, values));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#ports.debug(`Skipped what ${name} would tell: ${error.message}`);
      return undefined;
    }
  }

  async #call(name: OperationName, values: Values): Promise<AnsweredCall> {
    return this.#send(name, values, await this.signIn());
  }

  async #send(name: OperationName, values: Values, token: Secret | undefined): Promise<AnsweredCall> {
    const { api, url } = this.#access;
    const operation = this.#operation(name);
    const request = requestOf(url.href, api, operation, values, token?.reveal());
    const started = this.#ports.clock.now();
    const answer = await this.#ports.transport.send(request);
    const path = this.#ports.secrets.redact(request.url.slice(url.origin.length));
    this.#ports.debug(`${request.method} ${path} → HTTP ${answer.status} in ${this.#ports.clock.now() - started} ms`);
    return { api, name, operation, host: url.host, answer };
  }

  #operation(name: OperationName): Operation {
    const operation = this.#access.api.operations[name];
    if (operation) return operation;
    throw new Failure(
      "EXA208",
      `The node at ${this.nodeUrl.host} has no call for ${name}: the API overrides remove it.`,
      'Put the call back into "API overrides" of the service connection, or do this step in the Exalate console.',
    );
  }

  #succeeded(call: AnsweredCall): AnswerReader {
    if (call.answer.status < 200 || call.answer.status >= 300) throw failureOf(call, this.#ports.secrets);
    return new AnswerReader(call.answer, call.operation.result ?? {});
  }
}

interface Page {
  readonly connections: readonly Connection[];
  /** How many items came, readable or not. */
  readonly size: number;
  readonly total?: number;
}

function needed(call: AnsweredCall, read: AnswerReader, value: string): string {
  const text = read.text(value);
  if (text === undefined) throw lacking(call, value);
  return text;
}

function statusOf(read: AnswerReader): string | undefined {
  return read.text("status")?.trim().toUpperCase();
}

function connectionOf(read: AnswerReader): Connection | undefined {
  const [connectionId, connectionName] = [read.text("connectionId"), read.text("connectionName")];
  if (connectionId === undefined || connectionName === undefined) return undefined;
  const destinationUrl = read.text("destinationUrl");
  const status = statusOf(read) ?? "UNKNOWN";
  return { connectionId, connectionName, status, ...(destinationUrl === undefined ? {} : { destinationUrl }) };
}

function expired(host: string): Failure {
  return new Failure(
    "EXA202",
    `The Exalate JWT in the service connection for ${host} has expired.`,
    "Enter a fresh JWT in the service connection, or a personal access token, which does not need renewing as often.",
  );
}

function nameTaken(call: AnsweredCall, connectionName: string): Failure {
  return new Failure(
    "EXA305",
    `The node at ${call.host} has just got a connection named "${connectionName}" by another run; this run has made none.`,
    "Run the step again: it will find that connection and do with it what ifExists says.",
  );
}

function endless(host: string): Failure {
  return new Failure(
    "EXA209",
    `The list of connections of the node at ${host} does not end after ${mostPages} pages.`,
    "Check with the node's Exalate console how many connections there are, and compare the paging of the list with its Swagger page.",
  );
}
