import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { fakeToken } from "../../../../tools/exalate-node/node.ts";
import { objectOf, type Schema } from "../../../../tools/exalate-node/schema.ts";
import { type Connection, Connections } from "../shared/connections.ts";
import type { DialectOptions, DialectServer } from "../shared/dialect-server.ts";
import { type Answer, jsonAnswer, type Received } from "../shared/loopback.ts";
import { answersAt, postToPeer } from "../shared/peer.ts";
import { type Project, projectsOf, projectsWith } from "../shared/projects.ts";
import { presentOr, Refusal, strictBody } from "../shared/refusal.ts";
import { type Dialect, serve } from "../shared/serve.ts";
import description from "./description.json";
import { Operations } from "./operations.ts";

/**
 * An API that works after its answers: initiating, accepting and withdrawing answer 202 with an operation, and their
 * effect shows about a second later. Actions follow a colon in the path, lists are paged by a cursor, and accepting needs
 * a ticket from an inspection of the code.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [
      /^POST \/api\/sync\/(sessions|connections|invitations:inspect|invitations:confirm)$/,
      /^POST \/api\/sync\/connections\/c-\w+:withdraw$/,
      /^POST \/api\/sync\/invitations\/\w+:accept$/,
    ],
    dialect: (url) => new AsynchronousServer(url, options),
  });
}

const text: Schema = { type: "string" };

interface NewConnection {
  readonly label: string;
  readonly note?: string;
  readonly from: { readonly shortName: string };
  readonly to: { readonly shortName: string; readonly href?: string };
  readonly mode: "basic" | "script";
  readonly projectId: string;
}

const newConnection = objectOf(
  {
    label: { type: "string", maxLength: 255 },
    note: text,
    from: objectOf({ shortName: text }),
    to: objectOf({ shortName: text, href: text }, ["shortName"]),
    mode: { type: "string", enum: ["basic", "script"] },
    projectId: text,
  },
  ["label", "from", "to", "mode", "projectId"],
);

class AsynchronousServer implements Dialect {
  readonly connections: Connections;
  readonly sessions: string[] = [];
  readonly #projects: readonly Project[];
  readonly #operations: Operations;
  /** The codes of inspected invitations, by their tickets. */
  readonly #tickets = new Map<string, string>();

  constructor(url: string, { side, existing = [], delayMilliseconds = 1000 }: DialectOptions) {
    this.#projects = projectsOf(side);
    this.#operations = new Operations(delayMilliseconds);
    this.connections = new Connections({ nodeUrl: url, newId: () => `c-${randomBytes(4).toString("hex")}` });
    this.connections.addExisting(existing, side);
  }

  async answer(request: Received): Promise<Answer> {
    try {
      if (request.path === "/openapi.json") return jsonAnswer(200, description);
      return await this.#answer(request, request.path.replace(/^\/api\/sync/, ""));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return jsonAnswer(error.status, { error: { code: codes[error.status] ?? "FAILED", message: error.message } });
    }
  }

  #answer(request: Received, path: string): Answer | Promise<Answer> {
    if (request.method === "POST" && path === "/sessions") return this.#signIn(request);
    if (request.method === "POST" && path === "/invitations:confirm") return this.#confirm(request);
    const session = request.headers["x-session-token"];
    if (typeof session !== "string" || !this.sessions.includes(session)) throw new Refusal(401, "Sign in first");
    return request.method === "POST" ? this.#act(request, path) : this.#read(request, path);
  }

  #read({ method, query }: Received, path: string): Answer | Promise<Answer> {
    if (method !== "GET") throw new Refusal(405, `${method} is not offered`);
    const [collection, name, part] = path.slice(1).split("/");
    if (path === "/destinations:probe") return probe(query.get("href") ?? "");
    if (path === "/projects:search") return this.#findProjects(query.get("text") ?? "");
    if (path === "/connections") return this.#list(query);
    if (path === "/profile") return jsonAnswer(200, { locale: "en", timeZone: "Europe/Brussels" });
    if (collection === "connections" && part === undefined) return jsonAnswer(200, shown(this.#existing(name)));
    if (collection === "connections" && part === "invitation") return this.#showCode(this.#existing(name));
    if (collection === "operations") return jsonAnswer(200, this.#operations.state(name));
    throw new Refusal(404, `There is nothing at ${path}`);
  }

  #act(request: Received, path: string): Answer {
    const [, collection, name = "", action] = /^\/(\w+)(?:\/([\w-]+))?(?::(\w+))?$/.exec(path) ?? [];
    if (path === "/connections") return this.#initiate(request);
    if (path === "/invitations:inspect") return this.#inspect(request);
    if (collection === "invitations" && action === "accept") return this.#accept(request, name);
    if (collection === "connections" && action === "withdraw") return this.#withdraw(this.#existing(name));
    if (collection === "connections" && action === "reset") return this.#reset(this.#existing(name));
    throw new Refusal(404, `There is nothing at ${path}`);
  }

  #signIn(request: Received): Answer {
    const credential = objectOf({ type: { type: "string", enum: ["PAT"] }, secret: text });
    const { secret } = strictBody<{ secret: string }>(request, credential);
    if (secret !== fakeToken) throw new Refusal(401, "This personal access token is not accepted");
    const token = randomBytes(30).toString("base64");
    this.sessions.push(token);
    return jsonAnswer(201, { session: { token, expiresInSeconds: 3600 } });
  }

  /** A page has at most 50 entries. The cursor is opaque: the number of entries before the page in base64. */
  #list(query: URLSearchParams): Answer {
    const begin = Number(
      Buffer.from(query.get("cursor") ?? "", "base64")
        .toString()
        .replace("after:", ""),
    );
    const end = begin + Math.min(Number(query.get("limit") ?? 50), 50);
    const { all } = this.connections;
    const nextCursor = end < all.length ? Buffer.from(`after:${end}`).toString("base64") : null;
    return jsonAnswer(200, { items: all.slice(begin, end).map(shown), nextCursor });
  }

  #findProjects(wanted: string): Answer {
    const found = projectsWith(this.#projects, wanted);
    return jsonAnswer(200, { items: found.map((project) => ({ projectId: idOf(project), title: project.name })) });
  }

  #project(id: string): Project {
    const project = this.#projects.find((each) => idOf(each) === id);
    return presentOr(project, 400, `There is no project ${id}`);
  }

  #existing(id = ""): Connection {
    return presentOr(this.connections.withId(id), 404, `There is no connection ${id}`);
  }

  #checkNameIsFree(name: string): void {
    const isTaken = this.connections.named(name) !== undefined || this.#operations.isUnderWay(name);
    if (isTaken) throw new Refusal(409, `There is a connection ${name}`);
  }

  #initiate(request: Received): Answer {
    const { label, note = "", from, to, mode, projectId } = strictBody<NewConnection>(request, newConnection);
    const project = this.#project(projectId);
    this.#checkNameIsFree(label);
    const names = { localShortName: from.shortName, remoteShortName: to.shortName };
    const settings = { name: label, description: note, mode, ...names, remoteUrl: to.href ?? null, project };
    return accepted(this.#operations.begin(label, () => this.connections.initiate(settings).id));
  }

  #showCode({ id, invitationCode }: Connection): Answer {
    if (invitationCode === "") throw new Refusal(404, `The connection ${id} has no invitation`);
    return jsonAnswer(200, { connectionId: id, code: invitationCode });
  }

  #withdraw({ id, name }: Connection): Answer {
    return accepted(
      this.#operations.begin(name, () => {
        this.connections.remove(id);
        return id;
      }),
    );
  }

  #reset({ id }: Connection): Answer {
    this.connections.revoke(id);
    return jsonAnswer(200, {});
  }

  #inspect(request: Received): Answer {
    const { code } = strictBody<{ code: string }>(request, objectOf({ code: text }));
    const { connectionName: label, initiatorShortName, nodeUrl } = this.#open(code);
    this.#checkNameIsFree(label);
    const ticket = randomBytes(12).toString("hex");
    this.#tickets.set(ticket, code);
    return jsonAnswer(200, { ticket, label, from: { shortName: initiatorShortName, href: nodeUrl } });
  }

  #open(code: string) {
    return presentOr(this.connections.open(code), 400, "This code is not an invitation");
  }

  /** A ticket is good for one acceptance. */
  #accept(request: Received, ticket: string): Answer {
    const { projectId } = strictBody<{ projectId: string }>(request, objectOf({ projectId: text }));
    const project = this.#project(projectId);
    const invitation = this.#open(presentOr(this.#tickets.get(ticket), 404, "This ticket is not known"));
    this.#checkNameIsFree(invitation.connectionName);
    this.#tickets.delete(ticket);
    const work = async () => {
      const { nodeUrl, sharedSecret } = invitation;
      const status = await postToPeer(`${nodeUrl}/api/sync/invitations:confirm`, { sharedSecret });
      if (status !== 200) throw new Error("The invitation was used or withdrawn");
      return this.connections.accept(invitation, project).id;
    };
    return accepted(this.#operations.begin(invitation.connectionName, work));
  }

  /** The call of the accepting node. */
  #confirm(request: Received): Answer {
    const { sharedSecret } = strictBody<{ sharedSecret: string }>(request, objectOf({ sharedSecret: text }));
    if (!this.connections.confirm(sharedSecret)) throw new Refusal(404, "There is no such invitation");
    return jsonAnswer(200, {});
  }
}

const codes: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  404: "NOT_FOUND",
  405: "UNIMPLEMENTED",
  409: "ALREADY_EXISTS",
};

function accepted(operationId: string): Answer {
  return jsonAnswer(202, { operationId, statusUrl: `/api/sync/operations/${operationId}` });
}

async function probe(href: string): Promise<Answer> {
  return jsonAnswer(200, { href, reachable: await answersAt(href), modes: ["basic", "script"] });
}

function idOf({ id }: Project): string {
  return `P-${id}`;
}

function shown({ id, name, status, remoteUrl, remoteShortName }: Connection) {
  return { connectionId: id, label: name, phase: status, peer: { shortName: remoteShortName, href: remoteUrl ?? "" } };
}
