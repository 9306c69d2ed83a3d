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

/**
 * An API that describes little: Swagger 2.0 with summaries only and without its sign-in, a bare array as list, texts as
 * answers and errors. A connection is made in the steps of a wizard, as a draft that is finished at the end.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [
      /^POST \/(login|wizard|wizard\/d\d+\/finish|codes\/(check|use|used)|links\/L\d+\/drop)$/,
      /^PUT \/wizard\/d\d+\/(names|project)$/,
    ],
    dialect: (url) => new PoorServer(url, options),
  });
}

const string: Schema = { type: "string" };
const bodies = {
  login: objectOf({ login: string, passwd: string, kind: { type: "string", enum: ["pat"] } }),
  names: objectOf({ name: string, note: string, mine: string, theirs: string, url: string, how: string }, [
    ...["name", "mine", "theirs", "how"],
  ]),
  project: objectOf({ board: string }),
  finish: objectOf({ requestId: string }, []),
  check: objectOf({ code: string }),
  use: objectOf({ code: string, board: string }),
  used: objectOf({ proof: string }),
};

interface Names {
  readonly name: string;
  readonly note?: string;
  readonly mine: string;
  readonly theirs: string;
  readonly url?: string;
  readonly how: string;
}

/** What a wizard has collected. */
interface Draft {
  readonly names?: Names;
  readonly project?: Project;
}

const words = { PENDING: "waiting", ACTIVE: "up", DEACTIVATED: "off" } as const;

class PoorServer implements Dialect {
  readonly connections: Connections;
  readonly sessions: string[] = [];
  readonly #projects: readonly Project[];
  readonly #drafts = new Map<string, Draft>();
  #lastDraft = 100;

  constructor(url: string, { side, existing = [] }: DialectOptions) {
    this.#projects = projectsOf(side);
    let last = side === "contoso" ? 3 : 58;
    this.connections = new Connections({ nodeUrl: url, newId: () => `L${++last}` });
    this.connections.addExisting(existing, side);
  }

  async answer(request: Received): Promise<Answer> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return text(error.status, error.message);
    }
  }

  #answer(request: Received): Answer | Promise<Answer> {
    const [first, ...rest] = request.path.slice(1).split("/");
    if (first === "api-docs") return jsonAnswer(200, description);
    if (first === "login") return this.#login(request);
    if (request.path === "/codes/used") return this.#used(request);
    const { session } = request.headers;
    if (typeof session !== "string" || !this.sessions.includes(session)) throw new Refusal(401, "please log in");
    if (request.method === "GET") return this.#read(request, first, rest);
    if (first === "wizard") return this.#wizard(request, rest);
    if (request.method === "POST") return this.#post(request);
    throw new Refusal(405, "not possible");
  }

  #read({ query }: Received, first = "", [link, part]: readonly string[]): Answer | Promise<Answer> {
    if (first === "links" && link === undefined) return jsonAnswer(200, this.connections.all.map(shown));
    if (first === "links" && part === "code") return this.#showCode(this.#link(link));
    if (first === "boards") return jsonAnswer(200, projectsWith(this.#projects, query.get("q") ?? "").map(board));
    if (first === "targets") return target(query.get("u") ?? "");
    if (first === "status") return text(200, "ok");
    throw new Refusal(404, "nothing here");
  }

  #post(request: Received): Answer | Promise<Answer> {
    const [, link, action] = /^\/links\/(L\d+)\/([\w-]+)$/.exec(request.path) ?? [];
    if (request.path === "/codes/check") return text(200, this.#open(this.#checked(request)).connectionName);
    if (request.path === "/codes/use") return this.#use(request);
    if (action === "drop") return this.#drop(this.#link(link));
    if (action === "clear-errors") return text(200, this.#link(link).id);
    throw new Refusal(404, "nothing here");
  }

  #login(request: Received): Answer {
    const { passwd } = strictBody<{ passwd: string }>(request, bodies.login);
    if (passwd !== fakeToken) throw new Refusal(403, "wrong login");
    const session = randomBytes(18).toString("hex");
    this.sessions.push(session);
    return text(200, session);
  }

  #link(id = ""): Connection {
    return presentOr(this.connections.withId(id), 404, `no link ${id}`);
  }

  #wizard(request: Received, [draft, step]: readonly string[]): Answer {
    if (request.method === "POST" && draft === undefined) return this.#newDraft();
    const known = presentOr(this.#drafts.get(draft ?? ""), 404, `no draft ${draft}`);
    const call = `${request.method} ${step}`;
    if (call === "PUT names") return this.#keep(draft, { ...known, names: this.#names(request) });
    if (call === "PUT project") return this.#keep(draft, { ...known, project: this.#chosen(request) });
    if (call === "POST finish") return this.#finish(request, draft, known);
    throw new Refusal(404, "nothing here");
  }

  #newDraft(): Answer {
    const draft = `d${++this.#lastDraft}`;
    this.#drafts.set(draft, {});
    return jsonAnswer(200, { draft });
  }

  #keep(draft = "", content: Draft): Answer {
    this.#drafts.set(draft, content);
    return { status: 204 };
  }

  #names(request: Received): Names {
    const names = strictBody<Names>(request, bodies.names);
    if (!["script", "basic"].includes(names.how)) throw new Refusal(400, `how can it be ${names.how}`);
    this.#checkNameIsFree(names.name);
    return names;
  }

  #checkNameIsFree(name: string): void {
    if (this.connections.named(name)) throw new Refusal(409, `there is a link ${name}`);
  }

  #chosen(request: Received): Project {
    return this.#project(strictBody<{ board: string }>(request, bodies.project).board);
  }

  #project(name: string): Project {
    const project = this.#projects.find((each) => each.name === name);
    return presentOr(project, 400, `no board ${name}`);
  }

  #finish(request: Received, draft: string | undefined, { names, project }: Draft): Answer {
    strictBody(request, bodies.finish);
    if (!names || !project) throw new Refusal(400, "the draft is not complete");
    this.#checkNameIsFree(names.name);
    this.#drafts.delete(draft ?? "");
    const { invitationCode } = this.connections.initiate({
      ...{ name: names.name, description: names.note ?? "", mode: names.how === "script" ? "script" : "basic" },
      ...{ localShortName: names.mine, remoteShortName: names.theirs, remoteUrl: names.url ?? null, project },
    });
    return jsonAnswer(200, { code: invitationCode });
  }

  #showCode({ id, invitationCode }: Connection): Answer {
    if (invitationCode === "") throw new Refusal(404, `link ${id} has no code`);
    return text(200, invitationCode);
  }

  #drop({ id }: Connection): Answer {
    this.connections.remove(id);
    return text(200, "dropped");
  }

  #checked(request: Received): string {
    return strictBody<{ code: string }>(request, bodies.check).code;
  }

  #open(code: string) {
    return presentOr(this.connections.open(code), 400, "this is no code");
  }

  async #use(request: Received): Promise<Answer> {
    const body = strictBody<{ code: string; board: string }>(request, bodies.use);
    const [invitation, project] = [this.#open(body.code), this.#project(body.board)];
    this.#checkNameIsFree(invitation.connectionName);
    const status = await postToPeer(`${invitation.nodeUrl}/codes/used`, { proof: invitation.sharedSecret });
    if (status !== 200) throw new Refusal(400, "this code was used already, or its link was dropped");
    this.connections.accept(invitation, project);
    return text(200, "linked");
  }

  /** The call of the accepting node. */
  #used(request: Received): Answer {
    const { proof } = strictBody<{ proof: string }>(request, bodies.used);
    if (!this.connections.confirm(proof)) throw new Refusal(404, "no such code");
    return text(200, "ok");
  }
}

function text(status: number, body: string): Answer {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body };
}

function shown({ id, name, status, remoteUrl }: Connection) {
  return { id, name, to: remoteUrl ?? "", st: words[status] };
}

function board({ name }: Project) {
  return { board: name };
}

async function target(url: string): Promise<Answer> {
  return jsonAnswer(200, { ok: await answersAt(url), how: ["basic", "script"] });
}
