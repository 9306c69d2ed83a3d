import { Failure } from "../core/failure.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { AnswerReader } from "./answer.ts";
import {
  type AnsweredCall,
  destinationNameTaken,
  invalidInvitation,
  isInvalidInvitation,
  lacking,
} from "./answer-failures.ts";
import type { Accepted, Connection, Destination, Initiated, InitiateRequest } from "./connection.ts";
import type { OperationName, Sources } from "./node-api.ts";
import { type NodeAccess, NodeCaller, type NodeCallerPorts } from "./node-caller.ts";
import { matchProject, type Project, unknownProject } from "./projects.ts";
import type { Values } from "./request.ts";

/** How many connections are asked for at once. */
const pageSize = 100;

/** More pages than any node has; a list that goes on is not believed. */
const mostPages = 100;

/**
 * An Exalate node by its domain operations. Every failure is a `Failure` with a stable code; every secret that the
 * node gives out is registered before it is returned.
 */
export class ExalateClient {
  readonly #caller: NodeCaller;
  readonly #secrets: SecretKeeper;
  readonly #itemsOf: (name: OperationName) => Sources;
  readonly #debug: (line: string) => void;

  constructor(access: NodeAccess, ports: NodeCallerPorts) {
    this.#caller = new NodeCaller(access, ports);
    this.#secrets = ports.secrets;
    this.#itemsOf = (name) => access.api.operations[name]?.item ?? {};
    this.#debug = ports.log.debug;
  }

  /** The node's URL. */
  get nodeUrl(): URL {
    return this.#caller.url;
  }

  /** Signs in, once; later calls wait for the same session. Raises EXA201, EXA202, EXA203 and EXA4xx. */
  signIn(): Promise<Secret> {
    return this.#caller.signIn();
  }

  /** The connection of exactly this name. Pages are read until it is found; the rest come in parallel. */
  findConnection(name: string): Promise<Connection | undefined> {
    return this.#find(({ connectionName }) => connectionName === name);
  }

  /** The connection of this id, found as by name. */
  findConnectionById(id: string): Promise<Connection | undefined> {
    return this.#find(({ connectionId }) => connectionId === id);
  }

  async #find(isWanted: (connection: Connection) => boolean): Promise<Connection | undefined> {
    const named = (page: Page) => page.connections.find(isWanted);
    const first = await this.#page(0, 0);
    const found = named(first);
    if (found || first.size === 0) return found;
    return first.total === undefined ? this.#findOnward(first, named) : this.#findInRest(first, first.total, named);
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
    const call = await this.#caller.call("initiateConnection", { ...request });
    if (call.answer.status === 409 && (await this.findConnection(request.connectionName)))
      throw nameTaken(call, request);
    const read = this.#caller.succeeded(call);
    const code = read.secret("invitationCode");
    return {
      ...(call.operation.result?.connectionId ? idAndStatus(call, read) : await this.#initiatedNow(call, request)),
      ...(code === undefined ? {} : { invitationCode: this.#secrets.register(code) }),
    };
  }

  /** Where the profile knows no id in the answer, the connection is looked up by its name. */
  async #initiatedNow(call: AnsweredCall, { connectionName }: InitiateRequest) {
    const connection = await this.findConnection(connectionName);
    if (connection === undefined) throw lacking(call, `sign of the connection "${connectionName}"`);
    return { connectionId: connection.connectionId, status: connection.status };
  }

  /**
   * The invitation code of a pending connection; undefined when the node has no call to show it again. Raises EXA209
   * for an answer without a code, and EXA2xx and EXA4xx for whatever else goes wrong.
   */
  async readInvitation(connectionId: string): Promise<Secret | undefined> {
    if (!this.#caller.offers("readInvitation")) return undefined;
    const call = await this.#caller.call("readInvitation", { connectionId });
    if ([404, 405, 501].includes(call.answer.status)) return undefined;
    const code = this.#caller.succeeded(call).secret("invitationCode");
    if (code === undefined) throw lacking(call, "invitationCode");
    return this.#secrets.register(code);
  }

  /**
   * Accepts an invitation on this node. An invitation that was accepted here before is told by its status.
   * Raises EXA307 when the node does not take the code, EXA308 when it has a connection of that name.
   */
  async acceptInvitation(invitationCode: Secret, project: string): Promise<Accepted> {
    const call = await this.#caller.call("acceptInvitation", { invitationCode: invitationCode.reveal(), project });
    if (call.answer.status === 409) return this.#acceptedBefore(call);
    if (isInvalidInvitation(call, this.#secrets)) throw invalidInvitation(call, this.#secrets);
    return acceptedOf(call, this.#caller.succeeded(call), false);
  }

  #acceptedBefore(call: AnsweredCall): Accepted {
    const read = this.#caller.reader(call);
    if (read.text("connectionId") === undefined) throw destinationNameTaken(call, this.#secrets);
    return acceptedOf(call, read, true);
  }

  /**
   * Deletes a connection; one that is already gone is no error. Raises EXA208 to EXA210 when the node refuses, and
   * EXA203 or EXA209 when it says that it did and the connection is still there.
   */
  async deleteConnection(connectionId: string): Promise<void> {
    const call = await this.#caller.call("deleteConnection", { connectionId });
    // "Not found" is also what a node says that has no such call: only its list tells which.
    if (call.answer.status === 404 && (await this.findConnectionById(connectionId)) === undefined) return;
    this.#caller.succeeded(call);
    // What comes with a body may be a proxy's page, or the answer to something else.
    const isPlain = call.answer.body.trim() === "";
    if (!isPlain && (await this.findConnectionById(connectionId))) throw lacking(call, "sign of the deletion");
  }

  /** Where a page begins and which one it is, from 0: nodes count either. */
  async #page(offset: number, page: number): Promise<Page> {
    const values = { offset, page, pageNumber: page + 1, limit: pageSize };
    const call = await this.#caller.call("listConnections", values);
    const read = this.#caller.succeeded(call);
    const items = read.items("items", this.#itemsOf("listConnections"));
    if (items === undefined) throw lacking(call, "list of connections");
    const total = read.count("total");
    const connections = items.map(connectionOf).filter((connection) => connection !== undefined);
    if (items.length > 0 && connections.length === 0) throw lacking(call, "connection with an id and a name");
    return { connections, size: items.length, ...(total === undefined ? {} : { total }) };
  }

  async #findOnward(first: Page, named: (page: Page) => Connection | undefined): Promise<Connection | undefined> {
    const seen = new Set(first.connections.map(({ connectionId }) => connectionId));
    let offset = first.size;
    for (let pages = 1; pages < mostPages; pages++) {
      const page = await this.#page(offset, pages);
      const found = named(page);
      // A node that knows no paging gives the same page again.
      if (found || page.connections.every(({ connectionId }) => seen.has(connectionId))) return found;
      for (const { connectionId } of page.connections) seen.add(connectionId);
      offset += page.size;
    }
    throw endless(this.nodeUrl.host);
  }

  /** The first page tells how many the node gives at once, which may be fewer than were asked for. */
  async #findInRest(first: Page, total: number, named: (page: Page) => Connection | undefined) {
    const pages = Math.ceil(total / first.size);
    if (pages > mostPages) throw endless(this.nodeUrl.host);
    const others = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 1);
    const rest = await Promise.all(others.map((page) => this.#page(page * first.size, page)));
    return rest.map(named).find((connection) => connection !== undefined);
  }

  async #searchProjects(project: string): Promise<Project[] | undefined> {
    const read = await this.#optional("searchProjects", { project });
    const items = read?.items("items", this.#itemsOf("searchProjects"));
    return items?.flatMap((read) => {
      const [key, name] = [read.text("projectKey"), read.text("projectName")];
      return name === undefined ? [] : [{ key: key ?? name, name }];
    });
  }

  /** An operation without which a run still works: whatever goes wrong with it is said in the debug log alone. */
  async #optional(name: OperationName, values: Values): Promise<AnswerReader | undefined> {
    try {
      return this.#caller.succeeded(await this.#caller.call(name, values));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#debug(`Skipped what ${name} would tell: ${error.message}`);
      return undefined;
    }
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

function idAndStatus(call: AnsweredCall, read: AnswerReader) {
  return { connectionId: needed(call, read, "connectionId"), status: statusOf(read) ?? "PENDING" };
}

function acceptedOf(call: AnsweredCall, read: AnswerReader, before: boolean): Accepted {
  return {
    connectionId: needed(call, read, "connectionId"),
    connectionName: read.text("connectionName") ?? "",
    status: statusOf(read) ?? "UNKNOWN",
    before,
  };
}

function statusOf(read: AnswerReader): string | undefined {
  return read.text("status")?.trim().toUpperCase();
}

function connectionOf(read: AnswerReader): Connection | undefined {
  const [connectionId, connectionName] = [read.text("connectionId"), read.text("connectionName")];
  if (connectionId === undefined || connectionName === undefined) return undefined;
  return { connectionId, connectionName, status: statusOf(read) ?? "UNKNOWN", ...destinationOf(read) };
}

/** Of a private destination the console says "unknown", and lists may leave its URL empty. */
function destinationOf(read: AnswerReader): Pick<Connection, "destinationUrl" | "private"> {
  const text = read.text("destinationUrl") ?? "";
  if (/^https?:/i.test(text)) return { destinationUrl: text };
  return read.has("destinationUrl") ? { private: true } : {};
}

function nameTaken(call: AnsweredCall, { connectionName }: InitiateRequest): Failure {
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
