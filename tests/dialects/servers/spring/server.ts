import { randomBytes, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { fakePassword, fakeUser } from "../../../../tools/exalate-node/node.ts";
import { objectOf } from "../../../../tools/exalate-node/schema.ts";
import { type Connection, Connections } from "../shared/connections.ts";
import type { DialectOptions, DialectServer } from "../shared/dialect-server.ts";
import { type Answer, jsonAnswer, type Received } from "../shared/loopback.ts";
import { answersAt, postToPeer } from "../shared/peer.ts";
import { type Project, projectsOf, projectsWith } from "../shared/projects.ts";
import { presentOr, Refusal, strictBody } from "../shared/refusal.ts";
import { type Dialect, serve } from "../shared/serve.ts";
import description from "./description.json";
import * as wire from "./wire.ts";

/**
 * An API as Spring generates it: OpenAPI 3.1 at `/v3/api-docs`, pages with `content` and `totalElements`, problem
 * details (RFC 9457), a bearer token, a CSRF token for every change, and numeric ids.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [
      /^POST \/api\/v2\/(auth\/login|partners\/lookup|partners\/acceptances|connections)$/,
      /^POST \/api\/v2\/invitations\/(verifications|acceptances)$/,
      /^DELETE \/api\/v2\/connections\/\d+$/,
    ],
    dialect: (url) => new SpringServer(url, options),
  });
}

type Handler = (request: Received, id: string) => Answer | Promise<Answer>;

class SpringServer implements Dialect {
  readonly connections: Connections;
  readonly #url: string;
  readonly #projects: readonly Project[];
  /** The CSRF token of each session, by its access token. */
  readonly #sessions = new Map<string, string>();
  readonly #mappings: Readonly<Record<string, Handler>> = {
    "GET /v3/api-docs": () => jsonAnswer(200, { ...description, servers: [{ url: this.#url }] }),
    "POST /api/v2/auth/login": (request) => this.#login(request),
    "GET /api/v2/csrf": (request) => this.#csrf(request),
    "GET /api/v2/me": () => jsonAnswer(200, { username: fakeUser, authorities: ["ROLE_ADMIN"] }),
    "GET /api/v2/feature-flags": () => jsonAnswer(200, { visualMode: false, bulkConnect: true }),
    "GET /api/v2/projects": ({ query }) => this.#listProjects(query),
    "POST /api/v2/partners/lookup": (request) => this.#lookUpPartner(request),
    "POST /api/v2/partners/acceptances": (request) => this.#partnerHasAccepted(request),
    "GET /api/v2/connections": ({ query }) => this.#list(query),
    "POST /api/v2/connections": (request) => this.#initiate(request),
    "GET /api/v2/connections/{id}": (_, id) => jsonAnswer(200, wire.connectionResource(this.#existing(id))),
    "DELETE /api/v2/connections/{id}": (_, id) => this.#delete(id),
    "GET /api/v2/connections/{id}/invitation-code": (_, id) => this.#showCode(this.#existing(id)),
    "DELETE /api/v2/connections/{id}/invitation-code": (_, id) => this.#revokeCode(id),
    "DELETE /api/v2/connections/{id}/history": (_, id) => this.#deleteHistory(id),
    "POST /api/v2/invitations/verifications": (request) => this.#verify(request),
    "POST /api/v2/invitations/acceptances": (request) => this.#accept(request),
  };

  constructor(url: string, { side, existing = [] }: DialectOptions) {
    this.#url = url;
    this.#projects = projectsOf(side);
    let last = side === "contoso" ? 1040 : 7710;
    this.connections = new Connections({ nodeUrl: url, newId: () => String(++last) });
    this.connections.addExisting(existing, side);
  }

  get sessions(): string[] {
    return [...this.#sessions].flat();
  }

  async answer(request: Received): Promise<Answer> {
    try {
      this.#checkSession(request);
      const [, id = ""] = /\/connections\/(\d+)/.exec(request.path) ?? [];
      const mapping = `${request.method} ${request.path.replace(/\/connections\/\d+/, "/connections/{id}")}`;
      const handler = presentOr(this.#mappings[mapping], 404, `No endpoint ${request.method} ${request.path}.`);
      return await handler(request, id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return wire.problem(error.status, error.message, request.path);
    }
  }

  /** Calls between nodes and the description need no session. Each change needs the session's CSRF token. */
  #checkSession({ method, path, headers }: Received): void {
    const isOpen = ["/v3/api-docs", "/api/v2/auth/login", "/api/v2/partners/acceptances"].includes(path);
    if (isOpen) return;
    const csrf = this.#sessions.get(/^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "");
    if (csrf === undefined) throw new Refusal(401, "Full authentication is required to access this resource.");
    if (method !== "GET" && headers["x-csrf-token"] !== csrf) {
      throw new Refusal(403, "The X-CSRF-TOKEN header is missing or not of this session.");
    }
  }

  #login(request: Received): Answer {
    const { username, password } = strictBody<Record<string, string>>(request, wire.requests.login);
    if (username !== fakeUser || password !== fakePassword) throw new Refusal(401, "Bad credentials.");
    const accessToken = randomBytes(32).toString("base64url");
    this.#sessions.set(accessToken, randomUUID());
    return jsonAnswer(200, { accessToken, tokenType: "Bearer", expiresIn: 3600 });
  }

  #csrf({ headers }: Received): Answer {
    const token = this.#sessions.get(headers.authorization?.slice("Bearer ".length) ?? "");
    return jsonAnswer(200, { headerName: "X-CSRF-TOKEN", parameterName: "_csrf", token });
  }

  #listProjects(query: URLSearchParams): Answer {
    return jsonAnswer(200, wire.pageOf(projectsWith(this.#projects, query.get("query") ?? ""), query));
  }

  async #lookUpPartner(request: Received): Promise<Answer> {
    const { url } = strictBody<{ url: string }>(request, wire.requests.lookup);
    return jsonAnswer(200, { baseUrl: url, online: await answersAt(url), supportedTypes: ["SIMPLE", "SCRIPTED"] });
  }

  #list(query: URLSearchParams): Answer {
    return jsonAnswer(200, wire.pageOf(this.connections.all.map(wire.connectionResource), query));
  }

  #initiate(request: Received): Answer {
    const body = strictBody<wire.ConnectionRequest>(request, wire.requests.connection);
    if (this.connections.named(body.displayName)) throw new Refusal(409, `The name ${body.displayName} is taken.`);
    const connection = this.connections.initiate({
      name: body.displayName,
      description: body.description ?? "",
      mode: body.type === "SCRIPTED" ? "script" : "basic",
      localShortName: body.ownShortName,
      remoteShortName: body.partner.shortName,
      remoteUrl: body.partner.url ?? null,
      project: this.#project(body.projectId),
    });
    const resource = { ...wire.connectionResource(connection), invitation: { code: connection.invitationCode } };
    return jsonAnswer(201, resource, { Location: `${this.#url}/api/v2/connections/${connection.id}` });
  }

  #project(id: number): Project {
    const project = this.#projects.find((each) => each.id === id);
    return presentOr(project, 400, `There is no project ${id}.`);
  }

  #existing(id: string): Connection {
    return presentOr(this.connections.withId(id), 404, `There is no connection ${id}.`);
  }

  #showCode({ id, status, invitationCode }: Connection): Answer {
    if (status !== "PENDING") throw new Refusal(404, `The connection ${id} has no invitation.`);
    return jsonAnswer(200, { code: invitationCode });
  }

  #revokeCode(id: string): Answer {
    this.connections.revoke(this.#existing(id).id);
    return { status: 204 };
  }

  #deleteHistory(id: string): Answer {
    this.#existing(id);
    return { status: 204 };
  }

  #delete(id: string): Answer {
    this.connections.remove(this.#existing(id).id);
    return { status: 204 };
  }

  #verify(request: Received): Answer {
    const { code } = strictBody<{ code: string }>(request, wire.requests.verification);
    const { connectionName, initiatorShortName, nodeUrl } = this.#open(code);
    return jsonAnswer(200, { displayName: connectionName, partner: { shortName: initiatorShortName, url: nodeUrl } });
  }

  async #accept(request: Received): Promise<Answer> {
    const { code, projectId } = strictBody<wire.AcceptanceRequest>(request, wire.requests.acceptance);
    const [invitation, project] = [this.#open(code), this.#project(projectId)];
    const { connectionName, nodeUrl, sharedSecret } = invitation;
    if (this.connections.named(connectionName)) throw new Refusal(409, `The name ${connectionName} is taken.`);
    const status = await postToPeer(`${nodeUrl}/api/v2/partners/acceptances`, { sharedSecret });
    if (status !== 204) throw new Refusal(400, "The invitation code is no longer valid.");
    return jsonAnswer(201, { connection: wire.connectionResource(this.connections.accept(invitation, project)) });
  }

  #open(code: string) {
    return presentOr(this.connections.open(code), 400, "The invitation code is not valid.");
  }

  /** The call of the accepting node. */
  #partnerHasAccepted(request: Received): Answer {
    const body = strictBody<{ sharedSecret: string }>(request, objectOf({ sharedSecret: { type: "string" } }));
    if (!this.connections.confirm(body.sharedSecret)) throw new Refusal(404, "There is no such invitation.");
    return { status: 204 };
  }
}
