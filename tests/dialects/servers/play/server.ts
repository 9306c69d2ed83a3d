import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { signJwt } from "../../../../tools/exalate-node/jwt.ts";
import { fakeToken, fakeUser } from "../../../../tools/exalate-node/node.ts";
import { type Connection, Connections } from "../shared/connections.ts";
import type { DialectOptions, DialectServer } from "../shared/dialect-server.ts";
import { type Answer, jsonAnswer, type Received } from "../shared/loopback.ts";
import { answersAt, postToPeer } from "../shared/peer.ts";
import { type Project, projectsOf, projectsWith } from "../shared/projects.ts";
import { presentOr, Refusal, strictBody } from "../shared/refusal.ts";
import { type Dialect, serve } from "../shared/serve.ts";
import description from "./description.json";
import * as forms from "./forms.ts";

/**
 * An API in the manner of the Play framework: Swagger 2.0 behind a redirect, a session token in a header of its own,
 * answers in an envelope, relations with nested instances, and the code by a second call only. Next to the delete of a
 * relation there are deletes of its code, its history and of all relations.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [
      /^POST \/rest\/hub\/2\.1\/(session|relation)$/,
      /^POST \/rest\/hub\/2\.1\/relation\/invitation\/(verify|accept|accepted)$/,
      /^DELETE \/rest\/hub\/2\.1\/relation\/[\da-f-]{36}$/,
    ],
    dialect: (url) => new PlayServer(url, options),
  });
}

type Action = (request: Received, ...parameters: string[]) => Answer | Promise<Answer>;

const root = "/rest/hub/2.1";
const id = "([\\da-f-]{36})";

class PlayServer implements Dialect {
  readonly connections: Connections;
  readonly sessions: string[] = [];
  readonly #url: string;
  readonly #projects: readonly Project[];
  /** Method, pattern of the path below the root, and action; the first that fits is called, as in Play's routes file. */
  readonly #routes: readonly (readonly [method: string, path: string, action: Action])[] = [
    ["POST", "/session", (request) => this.#signIn(request)],
    ["GET", "/session/user", () => forms.ok({ login: fakeUser, roles: ["admin"] })],
    ["GET", "/notifications/count", () => forms.ok({ unread: 0 })],
    ["GET", "/relations", ({ query }) => this.#list(query)],
    ["DELETE", "/relations", () => this.#deleteAll()],
    ["POST", "/relation", (request) => this.#create(request)],
    ["POST", "/relation/invitation/verify", (request) => this.#verify(request)],
    ["POST", "/relation/invitation/accept", (request) => this.#accept(request)],
    ["POST", "/relation/invitation/accepted", (request) => this.#accepted(request)],
    ["GET", `/relation/${id}`, (_, relation) => forms.ok(forms.relation(this.#relation(relation)))],
    ["DELETE", `/relation/${id}`, (_, relation) => this.#delete(relation)],
    ["GET", `/relation/${id}/invitation-code`, (_, relation) => this.#showCode(this.#relation(relation))],
    ["DELETE", `/relation/${id}/invitation-code`, (_, relation) => this.#deleteCode(relation)],
    ["DELETE", `/relation/${id}/history`, (_, relation) => forms.ok({ id: this.#relation(relation).id })],
    ["GET", "/instance", ({ query }) => this.#findInstance(query.get("url") ?? "")],
    ["GET", "/trigger/projects", ({ query }) => this.#findProjects(query.get("name") ?? "")],
  ];

  constructor(url: string, { side, existing = [] }: DialectOptions) {
    this.#url = url;
    this.#projects = projectsOf(side);
    this.connections = new Connections({ nodeUrl: url, newId: () => randomUUID(), writeCode: forms.linesOf });
    this.connections.addExisting(existing, side);
  }

  async answer(request: Received): Promise<Answer> {
    if (request.path === "/swagger") return { status: 303, headers: { Location: "/assets/lib/swagger/index.html" } };
    if (request.path === "/assets/lib/swagger/index.html") return forms.html(forms.swaggerPage);
    if (request.path === "/assets/swagger.json") return jsonAnswer(200, description);
    try {
      return await this.#dispatch(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return forms.refused(error);
    }
  }

  #dispatch(request: Received): Answer | Promise<Answer> {
    for (const [method, path, action] of this.#routes) {
      const match = method === request.method && new RegExp(`^${root}${path}$`).exec(request.path);
      if (!match) continue;
      this.#checkSession(request);
      return action(request, ...match.slice(1));
    }
    throw new Refusal(404, `Action not found for ${request.method} ${request.path}`);
  }

  #checkSession({ path, headers }: Received): void {
    if (path === `${root}/session` || path === `${root}/relation/invitation/accepted`) return;
    const session = headers["x-relation-session"];
    if (typeof session !== "string" || !this.sessions.includes(session)) {
      throw new Refusal(401, "The session is missing or over");
    }
  }

  #signIn(request: Received): Answer {
    const { credentials } = strictBody<forms.SignIn>(request, forms.signIn);
    if (credentials.token !== fakeToken) throw new Refusal(401, "The token is not accepted");
    const claims = { sub: fakeUser, iat: Math.floor(Date.now() / 1000), jti: randomUUID() };
    const session = signJwt(claims, this.#url);
    this.sessions.push(session);
    return forms.ok({ user: fakeUser }, { "X-Relation-Session": session });
  }

  #list(query: URLSearchParams): Answer {
    const [offset, limit] = [Number(query.get("offset") ?? 0), Math.min(Number(query.get("limit") ?? 50), 50)];
    const { all } = this.connections;
    const relations = all.slice(offset, offset + limit).map(forms.relation);
    return forms.ok({ offset, limit, total: all.length, relations });
  }

  #create(request: Received): Answer {
    const { relation, configuration, trigger } = strictBody<forms.NewRelation>(request, forms.newRelation);
    if (this.connections.named(relation.name)) throw new Refusal(409, `A relation ${relation.name} exists`);
    const made = this.connections.initiate({
      name: relation.name,
      description: relation.description ?? "",
      mode: configuration.mode === "SCRIPT" ? "script" : "basic",
      localShortName: relation.localInstance.shortName,
      remoteShortName: relation.remoteInstance.shortName,
      remoteUrl: relation.remoteInstance.url ?? null,
      project: this.#project(trigger),
    });
    return forms.ok({ id: made.id });
  }

  #project({ projectKey, projectName }: forms.Trigger): Project {
    const project = this.#projects.find(({ key, name }) => key === projectKey && name === projectName);
    return presentOr(project, 400, `The trigger names no project: ${projectKey}, ${projectName}`);
  }

  #relation(relation = ""): Connection {
    return presentOr(this.connections.withId(relation), 404, `There is no relation ${relation}`);
  }

  #showCode({ invitationCode }: Connection): Answer {
    if (invitationCode === "") throw new Refusal(404, "The relation has no invitation code");
    return forms.ok({ invitationCode });
  }

  #delete(relation = ""): Answer {
    this.connections.remove(this.#relation(relation).id);
    return forms.ok({ id: relation });
  }

  #deleteCode(relation = ""): Answer {
    this.connections.revoke(this.#relation(relation).id);
    return forms.ok({ id: relation });
  }

  #deleteAll(): Answer {
    const count = this.connections.all.length;
    this.connections.clear();
    return forms.ok({ count });
  }

  async #findInstance(url: string): Promise<Answer> {
    return forms.ok({ instance: { url, alive: await answersAt(url) }, configuration: { modes: ["BASIC", "SCRIPT"] } });
  }

  #findProjects(name: string): Answer {
    const found = projectsWith(this.#projects, name);
    return forms.ok(found.map((project) => ({ projectKey: project.key, projectName: project.name })));
  }

  #verify(request: Received): Answer {
    const { invitationCode } = strictBody<forms.Code>(request, forms.code);
    const { connectionName, initiatorShortName, nodeUrl } = this.#open(invitationCode);
    const remoteInstance = { shortName: initiatorShortName, url: nodeUrl };
    return forms.ok({ relation: { name: connectionName, remoteInstance } });
  }

  async #accept(request: Received): Promise<Answer> {
    const { invitationCode, trigger } = strictBody<forms.Acceptance>(request, forms.acceptance);
    const [invitation, project] = [this.#open(invitationCode), this.#project(trigger)];
    const { connectionName, nodeUrl, sharedSecret: secret } = invitation;
    if (this.connections.named(connectionName)) throw new Refusal(409, `A relation ${connectionName} exists`);
    const status = await postToPeer(`${nodeUrl}${root}/relation/invitation/accepted`, { secret });
    if (status !== 200) throw new Refusal(400, "The invitation code was used or withdrawn");
    return forms.ok(forms.relation(this.connections.accept(invitation, project)));
  }

  #open(code: string) {
    return presentOr(this.connections.open(code), 400, "The invitation code is invalid");
  }

  /** The call of the accepting node. */
  #accepted(request: Received): Answer {
    const { secret } = strictBody<{ secret: string }>(request, forms.accepted);
    if (!this.connections.confirm(secret)) throw new Refusal(404, "There is no such invitation");
    return forms.ok({});
  }
}
