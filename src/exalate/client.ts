import { awaitAll } from "../core/await-all.ts";
import { Failure, failureOrThrow } from "../core/failure.ts";
import { type LookPorts, lookUntil } from "../core/look-until.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import { mapInTurns } from "../core/turns.ts";
import type { AnswerReader } from "./answer.ts";
import {
  type AnsweredCall,
  codeNotShown,
  conflict,
  destinationNameTaken,
  invalidInvitation,
  isInvalidInvitation,
  isWebPage,
  missingValue,
  stillThere,
} from "./answer-failures.ts";
import type { AcceptAnswer, Connection, Destination, Initiated, InitiateRequest } from "./connection.ts";
import { ConnectionList, type KnownIds, severalConnections, statusIn } from "./connection-list.ts";
import { type NodeAccess, NodeCaller, type NodeCallerPorts } from "./node-caller.ts";
import type { NodeApi, Sources } from "./profile/node-api.ts";
import type { OperationName } from "./profile/operations.ts";
import { placeholdersOf } from "./profile/placeholders.ts";
import type { Values } from "./profile/request.ts";
import { matchProject, type Project, type ProjectValues, unknownProject } from "./projects.ts";
import { singleAttempt } from "./retry.ts";

/** A node is far away when its fastest answer takes this many milliseconds. */
const farMilliseconds = 40;

/** The lead of a create over the look that is to show it: an eighth of the fastest answer, and at most this many milliseconds. */
const longestLeadMilliseconds = 25;

/**
 * The domain operations of an Exalate node. Every failure is a `Failure` with a stable code. Every secret from the node
 * is registered before it is returned.
 */
export class ExalateClient {
  readonly #caller: NodeCaller;
  readonly #secrets: SecretKeeper;
  readonly #connections: ConnectionList;
  readonly #itemsOf: (name: OperationName) => Sources;
  readonly #looking: LookPorts;
  readonly #sendsFoundProject: boolean;
  readonly #debug: (line: string) => void;

  constructor(access: NodeAccess, ports: NodeCallerPorts) {
    this.#caller = new NodeCaller(access, ports);
    this.#connections = new ConnectionList(this.#caller, access.api);
    this.#secrets = ports.secrets;
    this.#itemsOf = (name) => access.api.operations[name]?.item ?? {};
    this.#looking = ports;
    this.#sendsFoundProject = sendsFoundProject(access.api);
    this.#debug = ports.log.debug;
  }

  /** The node's URL. */
  get nodeUrl(): URL {
    return this.#caller.url;
  }

  /**
   * Signs in once; later calls wait for the same session. `next` are the operations that are called at the same time
   * afterwards, so that connections for them are opened meanwhile. Raises EXA201, EXA202, EXA203 and EXA4xx.
   */
  signIn(next?: readonly OperationName[]): Promise<Secret> {
    return this.#caller.signIn(next);
  }

  /** Every connection with exactly this name: a node can have several. Raises EXA2xx and EXA4xx. */
  findConnections(name: string): Promise<Connection[]> {
    return this.#connections.named(name);
  }

  /** The connection with exactly this name. Raises EXA312 when there are several, and EXA2xx and EXA4xx. */
  async findConnection(name: string): Promise<Connection | undefined> {
    const found = await this.findConnections(name);
    if (found.length > 1) throw severalConnections(this.nodeUrl.host, found);
    return found[0];
  }

  /**
   * The connection with this id. Reads pages until it is found; its name, if known (otherwise absent or ""), can save
   * reading many. Raises EXA2xx and EXA4xx.
   */
  findConnectionById(id: string, name?: string): Promise<Connection | undefined> {
    return this.#connections.withId(id, name);
  }

  /**
   * A connection that was found before, as it is now, read with one request; undefined when that request does not show it
   * any more, or when finding it anew takes no more. Raises EXA4xx.
   */
  findAgain(connection: Connection): Promise<Connection | undefined> {
    return this.#connections.again(connection);
  }

  /** The ids of all connections. Raises EXA2xx and EXA4xx. */
  connectionIds(): Promise<KnownIds> {
    return this.#connections.ids();
  }

  /** The connections whose ids are not among these. Raises EXA2xx and EXA4xx. */
  findConnectionsBeside(ids: KnownIds): Promise<Connection[]> {
    return this.#connections.beside(ids);
  }

  /**
   * The project with this name or key; undefined when the node cannot search projects and no call sends what only the
   * search finds. Raises EXA204, which names the closest projects.
   */
  async findProject(wanted: string): Promise<Project | undefined> {
    const found = await this.#searchProjects(wanted);
    if (found === undefined) return undefined;
    const project = matchProject(found, wanted);
    if (project) return project;
    const all = (await this.#searchProjects("")) ?? found;
    const names = all.map(({ name }) => name);
    throw await unknownProject(this.nodeUrl.host, wanted, names);
  }

  /** What the node says about a destination; undefined when it cannot say. */
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

  /** Raises EXA208 when the node has no call for initiating, and EXA503 when the call is not known with these values. */
  checkInitiate(request: InitiateRequest): void {
    this.#caller.check("initiateConnection", { ...request });
  }

  /**
   * Initiates a connection. The request is sent once and never repeated. What the node answers is not yet confirmed. Raises
   * what {@link checkInitiate} raises, a `ConflictFailure` for HTTP 409, which says that a name is taken, and EXA205 to
   * EXA210 for other refusals.
   */
  async initiate(request: InitiateRequest): Promise<Initiated> {
    const answered = new AbortController();
    const looking = this.#lookMeanwhile(request.connectionName, answered.signal);
    const calling = this.#caller.call("initiateConnection", { ...request }).finally(() => answered.abort());
    const [call, listed] = await awaitAll([calling, this.#soonAfter(calling, looking)]);
    if (call.answer.status === 409) throw conflict(call, this.#secrets);
    const read = this.#caller.succeeded(call);
    const code = codeIn(call, read);
    return {
      ...idAndStatus(call, read),
      ...(code === undefined ? {} : { invitationCode: this.#secrets.register(code) }),
      ...(listed === undefined ? {} : { listed }),
    };
  }

  /**
   * Looks for a connection while the answer to its create is on its way, which saves a round trip to a node that is far
   * away. Undefined for a node that is near or has a long list, and when the answer comes first or the look fails.
   */
  async #lookMeanwhile(name: string, answered: AbortSignal): Promise<Connection[] | undefined> {
    const { fastestAnswer } = this.#caller;
    if (fastestAnswer < farMilliseconds || !this.#connections.isOnePage) return undefined;
    await this.#looking.clock.sleep(Math.min(fastestAnswer / 8, longestLeadMilliseconds), answered);
    if (answered.aborted) return undefined;
    const listed = await this.#connections.named(name, singleAttempt).catch(failureOrThrow);
    return listed instanceof Failure ? undefined : listed;
  }

  /** What a look has seen, if it ends within the time of one answer after a call, which must not wait for longer. */
  async #soonAfter<T>(calling: Promise<unknown>, looking: Promise<T>): Promise<T | undefined> {
    const seen = new AbortController();
    const wait = () => this.#looking.clock.sleep(this.#caller.fastestAnswer, seen.signal).then(() => undefined);
    try {
      return await Promise.race([looking, calling.then(wait, wait)]);
    } finally {
      seen.abort();
    }
  }

  /**
   * The invitation code of a pending connection. Raises EXA303 when the node has no call that shows it again, EXA209 for an
   * answer without a code, and EXA2xx and EXA4xx for other failures.
   */
  async readInvitation(connectionId: string): Promise<Secret> {
    if (!this.#caller.offers("readInvitation")) throw codeNotShown(this.nodeUrl.host);
    const call = await this.#caller.call("readInvitation", { connectionId });
    if ([404, 405, 501].includes(call.answer.status)) throw codeNotShown(this.nodeUrl.host, call);
    const code = codeIn(call, this.#caller.succeeded(call));
    if (code === undefined) throw missingValue(call, "invitationCode");
    return this.#secrets.register(code);
  }

  /**
   * Accepts an invitation on this node. HTTP 409 with the connection's id means that it was already accepted here.
   * Raises EXA307 when the node rejects the code, and a `ConflictFailure` with EXA308 for HTTP 409 without the id: the
   * node has a connection with the invitation's name, which can be the one that was just accepted.
   */
  async acceptInvitation(invitationCode: Secret, project: ProjectValues): Promise<AcceptAnswer> {
    const call = await this.#caller.call("acceptInvitation", { invitationCode: invitationCode.reveal(), ...project });
    if (call.answer.status === 409) return this.#alreadyAccepted(call);
    if (isInvalidInvitation(call, this.#secrets)) throw invalidInvitation(call, this.#secrets);
    return acceptedOf(call, this.#caller.succeeded(call), false);
  }

  #alreadyAccepted(call: AnsweredCall): AcceptAnswer {
    const read = this.#caller.reader(call);
    if (read.text("connectionId") === undefined) throw destinationNameTaken(call, this.#secrets);
    return acceptedOf(call, read, true);
  }

  /**
   * Deletes a connection, and looks until the list no longer has it, for up to 15 s. A connection that is already gone is
   * not an error. Its name, if known, can save reading many pages. Raises EXA208 to EXA210 when the node refuses, and EXA213
   * or EXA203 when it reports success and the connection still exists.
   */
  async deleteConnection(connectionId: string, name?: string): Promise<void> {
    const look = () => this.findConnectionById(connectionId, name);
    const call = await this.#caller.call("deleteConnection", { connectionId });
    // A node without this call also answers "not found". Only the list shows whether the connection is gone.
    if (call.answer.status === 404 && (await look()) === undefined) return;
    this.#caller.succeeded(call);
    const isGone = (seen: Connection | undefined) => seen === undefined;
    const left = await lookUntil(isGone, look, this.#looking);
    if (left !== undefined) throw stillThere(call, left);
  }

  /** A failed search is only skipped when no call sends what it finds. */
  async #searchProjects(project: string): Promise<Project[] | undefined> {
    const read = this.#sendsFoundProject
      ? this.#caller.succeeded(await this.#caller.call("searchProjects", { project }))
      : await this.#optional("searchProjects", { project });
    const items = read?.items("items", this.#itemsOf("searchProjects"));
    return items && (await mapInTurns(items, projectsIn)).flat();
  }

  /** Calls an operation that a run does not need: a failure only appears in the debug log. */
  async #optional(name: OperationName, values: Values): Promise<AnswerReader | undefined> {
    try {
      return this.#caller.succeeded(await this.#caller.call(name, values));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#debug(`Skipped what ${name} says: ${error.message}`);
      return undefined;
    }
  }
}

/** The invitation code in an answer. Raises EXA203 or EXA209 for a web page in its place. */
function codeIn(call: AnsweredCall, read: AnswerReader): string | undefined {
  const code = read.secret("invitationCode");
  if (code !== undefined && isWebPage(code)) throw missingValue(call, "invitationCode");
  return code;
}

function projectsIn(read: AnswerReader): Project[] {
  const [key, name, id] = [read.text("projectKey"), read.text("projectName"), read.text("projectId")];
  return name === undefined ? [] : [{ key: key ?? name, name, ...(id === undefined ? {} : { id }) }];
}

/** Whether a call sends a value that only the project search can find. */
function sendsFoundProject({ operations }: NodeApi): boolean {
  const sent = placeholdersOf([operations.initiateConnection, operations.acceptInvitation]);
  return sent.includes("projectName") || sent.includes("projectId");
}

/** Raises EXA209 when the profile says where the answer has the id, and it is not there. */
function idAndStatus(call: AnsweredCall, read: AnswerReader) {
  const [connectionId, status] = [read.text("connectionId"), statusIn(read)];
  if (connectionId === undefined && call.operation.result?.connectionId) throw missingValue(call, "connectionId");
  return { ...(connectionId === undefined ? {} : { connectionId }), ...(status === undefined ? {} : { status }) };
}

function acceptedOf(call: AnsweredCall, read: AnswerReader, alreadyAccepted: boolean): AcceptAnswer {
  const connectionName = read.text("connectionName");
  return {
    ...idAndStatus(call, read),
    ...(connectionName === undefined ? {} : { connectionName }),
    alreadyAccepted,
  };
}
