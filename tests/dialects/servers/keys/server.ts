import { fileURLToPath } from "node:url";
import { fakeToken } from "../../../../tools/exalate-node/node.ts";
import { listOf, objectOf, type Schema } from "../../../../tools/exalate-node/schema.ts";
import { type Connection, Connections } from "../shared/connections.ts";
import type { DialectOptions, DialectServer } from "../shared/dialect-server.ts";
import { type Answer, jsonAnswer, type Received } from "../shared/loopback.ts";
import { answersAt, postToPeer } from "../shared/peer.ts";
import { type Project, projectsOf, projectsWith } from "../shared/projects.ts";
import { presentOr, Refusal, strictBody } from "../shared/refusal.ts";
import { type Dialect, serve } from "../shared/serve.ts";
import description from "./description.json";

/**
 * An API with keys: the key in `X-API-Key` is the session, members are in snake case, a state is a number, a project is
 * sent with id, key and name, and connections are deleted by a list of their ids.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [/^POST \/v1\/(connections|connections\/delete|invitations\/(preview|accept|redeemed))$/],
    dialect: (url) => new KeysServer(url, options),
  });
}

const string: Schema = { type: "string" };
const integer: Schema = { type: "integer" };
const project = objectOf({ id: integer, key: string, name: string });
const bodies = {
  connection: objectOf(
    {
      connection_name: { type: "string", maxLength: 255 },
      description: string,
      local_short_name: string,
      remote_short_name: string,
      remote_url: { type: "string", "x-nullable": true },
      sync_mode: { type: "string", enum: ["script", "basic"] },
      project,
    },
    ["connection_name", "local_short_name", "remote_short_name", "sync_mode", "project"],
  ),
  deletion: objectOf({ ids: listOf(integer) }),
  preview: objectOf({ invitation_token: string }),
  acceptance: objectOf({ invitation_token: string, project }),
  redeemed: objectOf({ shared_secret: string }),
};

interface NewConnection {
  readonly connection_name: string;
  readonly description?: string;
  readonly local_short_name: string;
  readonly remote_short_name: string;
  readonly remote_url?: string | null;
  readonly sync_mode: "script" | "basic";
  readonly project: Project;
}

interface Acceptance {
  readonly invitation_token: string;
  readonly project: Project;
}

const states = { PENDING: 0, ACTIVE: 1, DEACTIVATED: 2 } as const;

class KeysServer implements Dialect {
  readonly connections: Connections;
  readonly sessions: readonly string[] = [fakeToken];
  readonly #projects: readonly Project[];

  constructor(url: string, { side, existing = [] }: DialectOptions) {
    this.#projects = projectsOf(side);
    let last = side === "contoso" ? 41 : 866;
    // Standard base64, in which a code can contain +, / and =.
    const writeCode = (code: string) => Buffer.from(code, "base64url").toString("base64");
    this.connections = new Connections({ nodeUrl: url, newId: () => String(++last), writeCode });
    this.connections.addExisting(existing, side);
  }

  async answer(request: Received): Promise<Answer> {
    try {
      return jsonAnswer(200, await this.#answer(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return jsonAnswer(error.status, { error_code: `E${error.status}`, error_message: error.message });
    }
  }

  #answer(request: Received): unknown {
    const { method, path, headers } = request;
    if (path === "/openapi.json") return description;
    if (path === "/v1/invitations/redeemed") return this.#redeemed(request);
    if (headers["x-api-key"] !== fakeToken) throw new Refusal(401, "The API key is missing or not valid.");
    if (method === "GET") return this.#read(request);
    if (method !== "POST") throw new Refusal(405, `${method} is not allowed.`);
    switch (path) {
      case "/v1/connections":
        return this.#initiate(strictBody(request, bodies.connection, 422));
      case "/v1/connections/delete":
        return this.#delete(strictBody<{ ids: number[] }>(request, bodies.deletion, 422).ids);
      case "/v1/connections/delete_all_errors":
        return { deleted: 0 };
      case "/v1/invitations/preview":
        return this.#preview(strictBody(request, bodies.preview, 422));
      case "/v1/invitations/accept":
        return this.#accept(strictBody(request, bodies.acceptance, 422));
      default:
        throw new Refusal(404, `There is no ${path}.`);
    }
  }

  #read({ path, query }: Received): unknown {
    const [, id] = /^\/v1\/connections\/(\d+)\/invitation_token$/.exec(path) ?? [];
    if (id !== undefined) return this.#showToken(id);
    switch (path) {
      case "/v1/connections":
        return { connections: this.connections.all.map(shown) };
      case "/v1/projects":
        return { projects: projectsWith(this.#projects, query.get("search") ?? "").map(shownProject) };
      case "/v1/remotes":
        return remote(query.get("url") ?? "");
      case "/v1/account":
        return { account_name: "Exalate admin", plan: "enterprise", seats_used: 3 };
      default:
        throw new Refusal(404, `There is no ${path}.`);
    }
  }

  #checkNameIsFree(name: string): void {
    if (this.connections.named(name)) throw new Refusal(409, `connection_name ${name} is already in use.`);
  }

  #initiate(body: NewConnection) {
    this.#checkNameIsFree(body.connection_name);
    const made = this.connections.initiate({
      name: body.connection_name,
      description: body.description ?? "",
      mode: body.sync_mode,
      localShortName: body.local_short_name,
      remoteShortName: body.remote_short_name,
      remoteUrl: body.remote_url ?? null,
      project: this.#project(body.project),
    });
    return { connection: shown(made), invitation_token: made.invitationCode };
  }

  /** The three members of a project must belong together. */
  #project({ id, key, name }: Project): Project {
    const found = this.#projects.find((each) => each.id === id && each.key === key && each.name === name);
    return presentOr(found, 422, `project ${id}, ${key}, ${name} does not exist.`);
  }

  #showToken(id: string) {
    const found = presentOr(this.connections.withId(id), 404, `There is no connection ${id}.`);
    if (found.invitationCode === "") throw new Refusal(409, `Connection ${id} is not pending.`);
    return { invitation_token: found.invitationCode };
  }

  /** Deletes all of the connections or none. */
  #delete(ids: readonly number[]) {
    const missing = ids.find((id) => this.connections.withId(String(id)) === undefined);
    if (missing !== undefined) throw new Refusal(404, `There is no connection ${missing}.`);
    for (const id of ids) this.connections.remove(String(id));
    return { deleted: ids };
  }

  #preview({ invitation_token }: Pick<Acceptance, "invitation_token">) {
    const { connectionName, initiatorShortName, nodeUrl } = this.#open(invitation_token);
    return { connection_name: connectionName, remote_short_name: initiatorShortName, remote_url: nodeUrl };
  }

  #open(token: string) {
    return presentOr(this.connections.open(token), 422, "invitation_token is not valid.");
  }

  async #accept(body: Acceptance) {
    const [invitation, chosen] = [this.#open(body.invitation_token), this.#project(body.project)];
    this.#checkNameIsFree(invitation.connectionName);
    const proof = { shared_secret: invitation.sharedSecret };
    const status = await postToPeer(`${invitation.nodeUrl}/v1/invitations/redeemed`, proof);
    if (status !== 200) throw new Refusal(422, "invitation_token was already used or was deleted.");
    return { connection: shown(this.connections.accept(invitation, chosen)) };
  }

  /** The call of the accepting node. */
  #redeemed(request: Received) {
    const { shared_secret } = strictBody<{ shared_secret: string }>(request, bodies.redeemed, 422);
    if (!this.connections.confirm(shared_secret)) throw new Refusal(404, "There is no such invitation.");
    return { redeemed: true };
  }
}

function shown({ id, name, mode, status, remoteUrl, remoteShortName, project: { key } }: Connection) {
  const remote = { remote_short_name: remoteShortName, remote_url: remoteUrl };
  const flags = { is_enabled: status !== "DEACTIVATED", error_count: 0 };
  return {
    id: Number(id),
    connection_name: name,
    state: states[status],
    sync_mode: mode,
    project: key,
    ...remote,
    ...flags,
  };
}

function shownProject({ id, key, name }: Project) {
  return { id, key, name, is_archived: false };
}

async function remote(url: string) {
  return { remote_url: url, is_reachable: await answersAt(url), sync_modes: ["basic", "script"] };
}
