import type { RecordedCall } from "../../src/learn/recorded-call.ts";
import { call, recording, sessionToken } from "./recorded-calls.ts";

/** How an invented API is formed. Names of members and paths are drawn from words that mean nothing. */
export interface InventedForm {
  readonly words: readonly string[];
  readonly base: readonly string[];
  readonly envelope: readonly string[];
  readonly bodyGroups: boolean;
  readonly idKind: "number" | "uuid" | "slug";
  readonly wizard: "single" | "draft" | "asynchronous";
  readonly codeIn: "answer" | "call";
  readonly sentProject: "name" | "key" | "number" | "text" | "both";
  readonly isAcceptedInTwoSteps: boolean;
  readonly deletion: "path" | "body" | "action";
  readonly hasCsrf: boolean;
  readonly hasRequestId: boolean;
  readonly hasFailedTry: boolean;
  readonly token: "bearer" | "header" | "key";
  readonly mode: string;
  readonly statuses: readonly [string | number | boolean, string | number | boolean];
  /** Whether ids count from one, so that ids of different things are equal. */
  readonly hasSmallIds: boolean;
  /** Whether a throw-away connection is initiated first, and removed at the end. */
  readonly hasThrowAway: boolean;
  /** Whether something of the connection is deleted as well. */
  readonly hasTraps: boolean;
  /** Whether each path has an id that a call tells first. */
  readonly hasTenant: boolean;
  /** Whether a text of the request holds the connection's name. */
  readonly hasText: boolean;
}

/** What a person types, and what the node makes of it. */
export interface InventedWorld {
  readonly connectionName: string;
  readonly description: string;
  readonly localShortName: string;
  readonly destinationShortName: string;
  readonly destinationUrl: string;
  readonly projectName: string;
  readonly seed: number;
}

/** One call of the invented console and the node's answer. */
export interface InventedStep {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer?: unknown;
}

const tenantId = "tn-40x71z";

/** An API that nobody has seen, as a node and its console would have it. */
export class InventedApi {
  readonly #form: InventedForm;

  constructor(form: InventedForm) {
    this.#form = form;
  }

  /** The session token that the console's calls carry. */
  get token(): string {
    return this.#form.token === "key" ? "k3y-1a2b3c4d5e6f7a8b9c0d" : sessionToken;
  }

  get #tokenHeader(): Record<string, string> {
    if (this.#form.token === "bearer") return { Authorization: `Bearer ${this.token}` };
    return { [this.#form.token === "key" ? "X-Api-Key" : "X-Token"]: this.token };
  }

  #word(at: number): string {
    return this.#form.words[at] ?? `word${at}`;
  }

  #path(...segments: (string | number)[]): string {
    const tenant = this.#form.hasTenant ? [tenantId] : [];
    return this.#plainPath(...tenant, ...segments);
  }

  #plainPath(...segments: (string | number)[]): string {
    return `/${[...this.#form.base, ...segments].map((segment) => encodeURIComponent(segment)).join("/")}`;
  }

  #wrapped(content: unknown): unknown {
    return this.#form.envelope.reduceRight<unknown>((inner, name) => ({ [name]: inner }), content);
  }

  #id(world: InventedWorld, kind: number): string | number {
    const number = this.#form.hasSmallIds
      ? (kind === 5 ? 20 : 1) + (world.seed % 5)
      : 1000 * kind + (world.seed % 900) + 17;
    if (this.#form.idKind === "number") return number;
    const hex = number.toString(16).padStart(12, "0");
    return this.#form.idKind === "uuid"
      ? `0b9f${kind}c1d-6a5e-4f3b-8d2c-${hex}`
      : `item-${kind}x${number}k${world.seed % 7}`;
  }

  id(world: InventedWorld): string {
    return String(this.#id(world, 1));
  }

  code(world: InventedWorld): string {
    return Buffer.from(`invitation ${world.seed} of ${world.connectionName} for tests`).toString("base64");
  }

  #csrf(world: InventedWorld): Record<string, string> {
    return this.#form.hasCsrf ? { "X-Csrf": `c5rf${world.seed}zq9x8w7v6` } : {};
  }

  /** The call that tells the id in each path. */
  tenantSteps(): InventedStep[] {
    const answer = this.#wrapped({ [this.#word(22)]: tenantId });
    return this.#form.hasTenant ? [{ method: "GET", path: this.#plainPath(this.#word(23)), status: 200, answer }] : [];
  }

  #csrfStep(world: InventedWorld): InventedStep[] {
    const answer = this.#wrapped({ [this.#word(20)]: this.#csrf(world)["X-Csrf"] });
    return this.#form.hasCsrf ? [{ method: "GET", path: this.#path(this.#word(21)), status: 200, answer }] : [];
  }

  #projects(world: InventedWorld): Record<string, unknown>[] {
    const project = (name: string, at: number) => ({
      [this.#word(1)]: name,
      [this.#word(2)]: `${name.slice(0, 2).toUpperCase()}${at}K`,
      [this.#word(3)]: 4000 + at + (world.seed % 50),
      [this.#word(4)]: `p-${at}q${world.seed % 50}z${at}`,
      [this.#word(5)]: "plain",
    });
    return [project(world.projectName, 1), project("Another project", 2), project("Third", 3)];
  }

  #projectMembers(world: InventedWorld): Record<string, unknown> {
    const [chosen = {}] = this.#projects(world);
    const from = { name: [1], key: [2], number: [3], text: [4], both: [2, 3] }[this.#form.sentProject];
    return Object.fromEntries(from.map((at) => [this.#word(30 + at), chosen[this.#word(at)]]));
  }

  #entry(world: InventedWorld, status: unknown): Record<string, unknown> {
    return {
      [this.#word(6)]: this.#id(world, 1),
      [this.#word(7)]: world.connectionName,
      [this.#word(8)]: { [this.#word(9)]: world.destinationUrl },
      [typeof status === "string" ? this.#word(10) : "state"]: status,
    };
  }

  list(world: InventedWorld, status: "pending" | "active" | "none", more: readonly InventedWorld[] = []): InventedStep {
    const [pending, active] = this.#form.statuses;
    const other = { ...this.#entry(world, active), [this.#word(6)]: this.#id(world, 5), [this.#word(7)]: "Older one" };
    const added = more.map((each) => this.#entry(each, pending));
    const entries =
      status === "none"
        ? [other, ...added]
        : [other, ...added, this.#entry(world, status === "pending" ? pending : active)];
    return {
      method: "GET",
      path: this.#path(this.#word(11)),
      status: 200,
      answer: this.#wrapped({ [this.#word(12)]: entries }),
    };
  }

  search(world: InventedWorld): InventedStep {
    const answer = this.#wrapped({ [this.#word(13)]: this.#projects(world) });
    return {
      method: "GET",
      path: this.#path(this.#word(14)),
      query: { [this.#word(15)]: world.projectName },
      status: 200,
      answer,
    };
  }

  #names(world: InventedWorld): Record<string, unknown> {
    return {
      [this.#word(40)]: world.connectionName,
      [this.#word(41)]: world.description,
      [this.#word(42)]: world.localShortName,
      [this.#word(43)]: world.destinationShortName,
    };
  }

  #constants(world: InventedWorld): Record<string, unknown> {
    return {
      [this.#word(44)]: this.#form.mode,
      [this.#word(45)]: false,
      [this.#word(46)]: 1,
      ...(this.#form.hasText ? { [this.#word(67)]: `About ${world.connectionName}, by hand` } : {}),
      ...(this.#form.hasRequestId
        ? { [this.#word(47)]: `7d1f0c2e-1b2a-4c3d-9e8f-${String(world.seed).padStart(12, "0")}` }
        : {}),
    };
  }

  #grouped(name: string, members: Record<string, unknown>): Record<string, unknown> {
    return this.#form.bodyGroups ? { [name]: members } : members;
  }

  /** The calls that initiate. */
  initiate(world: InventedWorld): InventedStep[] {
    return [...this.tenantSteps(), ...this.#csrfStep(world), ...this.#wizard(world)];
  }

  #wizard(world: InventedWorld): InventedStep[] {
    const headers = this.#csrf(world);
    const url = { [this.#word(48)]: world.destinationUrl };
    const [names, rest] = [
      this.#grouped(this.#word(49), this.#names(world)),
      { ...this.#constants(world), ...this.#projectMembers(world) },
    ];
    const made = { [this.#word(6)]: this.#id(world, 1), ...this.#codeMember(world) };
    if (this.#form.wizard === "draft") return this.#draft(world, { url, names, rest, made });
    const step = { method: "POST", path: this.#path(this.#word(11)), headers, body: { ...names, ...url, ...rest } };
    if (this.#form.wizard === "single") return [{ ...step, status: 201, answer: this.#wrapped(made) }];
    return [{ ...step, status: 202, answer: this.#wrapped({ [this.#word(50)]: this.#id(world, 7) }) }];
  }

  #codeMember(world: InventedWorld): Record<string, unknown> {
    return this.#hasCodeCall ? {} : { [this.#word(51)]: this.code(world) };
  }

  get #hasCodeCall(): boolean {
    return this.#form.codeIn === "call" || this.#form.wizard === "asynchronous";
  }

  #draft(
    world: InventedWorld,
    parts: Record<"url" | "names" | "rest" | "made", Record<string, unknown>>,
  ): InventedStep[] {
    const draft = this.#id(world, 3);
    const headers = this.#csrf(world);
    const at = (...more: string[]) => this.#path(this.#word(52), draft, ...more);
    return [
      {
        method: "POST",
        path: this.#path(this.#word(52)),
        headers,
        body: parts.url,
        status: 201,
        answer: this.#wrapped({ [this.#word(53)]: draft }),
      },
      { method: "PUT", path: at(this.#word(54)), headers, body: parts.names, status: 200 },
      { method: "PUT", path: at(this.#word(55)), headers, body: parts.rest, status: 204 },
      { method: "POST", path: at(this.#word(56)), headers, status: 200, answer: this.#wrapped(parts.made) },
    ];
  }

  readInvitation(world: InventedWorld): InventedStep {
    const answer = this.#wrapped({ [this.#word(57)]: this.code(world) });
    return { method: "GET", path: this.#path(this.#word(11), this.id(world), this.#word(58)), status: 200, answer };
  }

  /** The calls that accept on the other node, which knows the connection by another id. */
  accept(world: InventedWorld, code: string): InventedStep[] {
    const headers = this.#csrf(world);
    const answer = this.#wrapped({ [this.#word(6)]: this.#id(world, 1), [this.#word(7)]: world.connectionName });
    const coded = { [this.#word(60)]: code };
    if (!this.#form.isAcceptedInTwoSteps)
      return [
        ...this.tenantSteps(),
        ...this.#csrfStep(world),
        {
          method: "POST",
          path: this.#path(this.#word(61)),
          headers,
          body: { ...coded, ...this.#projectMembers(world) },
          status: 200,
          answer,
        },
      ];
    const ticket = `t1ck3t-${world.seed}x9y8`;
    return [
      ...this.tenantSteps(),
      ...this.#csrfStep(world),
      {
        method: "POST",
        path: this.#path(this.#word(62)),
        headers,
        body: coded,
        status: 200,
        answer: this.#wrapped({ [this.#word(63)]: ticket }),
      },
      {
        method: "POST",
        path: `${this.#path(this.#word(61), ticket)}:${this.#word(64)}`,
        headers,
        body: this.#projectMembers(world),
        status: 200,
        answer,
      },
    ];
  }

  /** The calls that delete. */
  remove(world: InventedWorld, id: string): InventedStep[] {
    const headers = this.#csrf(world);
    const typedId = this.#form.idKind === "number" ? Number(id) : id;
    const own = {
      path: { method: "DELETE", path: this.#path(this.#word(11), id) },
      body: { method: "POST", path: this.#path(this.#word(11), this.#word(65)), body: { [this.#word(66)]: [typedId] } },
      action: { method: "POST", path: this.#path(this.#word(11), id, this.#word(65)) },
    }[this.#form.deletion];
    return [...this.tenantSteps(), ...this.#csrfStep(world), { ...own, headers, status: 204 }];
  }

  #signIn(): InventedStep[] {
    const step = { method: "POST", path: this.#plainPath("login"), body: { user: "cadmin", password: "s3cret-pass" } };
    return this.#form.token === "key" ? [] : [{ ...step, status: 200, answer: { token: sessionToken } }];
  }

  #noise(): InventedStep[] {
    return [
      {
        method: "GET",
        path: this.#plainPath("me"),
        status: 200,
        answer: { login: "contoso.admin", email: "cadmin@contoso.com", locale: "en" },
      },
    ];
  }

  #failedTry(world: InventedWorld): InventedStep[] {
    const [first] = this.#wizard({ ...world, seed: world.seed + 1 });
    return this.#form.hasFailedTry && first !== undefined
      ? [{ ...first, status: 409, answer: { message: "Try again" } }]
      : [];
  }

  /** The recording of the initiating console, in which a throw-away connection is deleted at the end. */
  initiatingRecording(world: InventedWorld): RecordedCall[] {
    const first = { ...world, connectionName: "Throw-away", seed: world.seed + 1 };
    const { hasThrowAway } = this.#form;
    const more = hasThrowAway ? [first] : [];
    return this.#recorded([
      ...this.#signIn(),
      ...this.tenantSteps(),
      ...this.#noise(),
      this.list(world, "none"),
      ...(hasThrowAway ? [...this.initiate(first), this.list(world, "none", more)] : []),
      this.search(world),
      ...this.#failedTry(world),
      ...this.initiate(world),
      this.list(world, "pending", more),
      this.readInvitation(world),
      this.list(world, "active", more),
      ...(hasThrowAway ? [...this.remove(first, this.id(first)), this.list(world, "active")] : []),
    ]);
  }

  /** The recording of the accepting console, in which the connection is deleted at the end. */
  acceptingRecording(world: InventedWorld, code: string): RecordedCall[] {
    return this.#recorded([
      ...this.#signIn(),
      ...this.tenantSteps(),
      this.list(world, "none"),
      this.search(world),
      ...this.accept(world, code),
      this.list(world, "active"),
      ...this.#traps(world),
      ...this.remove(world, this.id(world)),
      this.list(world, "none"),
    ]);
  }

  #traps(world: InventedWorld): InventedStep[] {
    const headers = this.#csrf(world);
    const paths = [
      this.#path(this.#word(11), this.id(world), this.#word(68)),
      this.#path(this.#word(69), this.id(world)),
    ];
    return this.#form.hasTraps ? paths.map((path) => ({ method: "DELETE", path, headers, status: 204 })) : [];
  }

  #recorded(steps: readonly InventedStep[]): RecordedCall[] {
    const calls = steps.map((step) => {
      const query = step.query === undefined ? "" : `?${new URLSearchParams(step.query)}`;
      const headers = step.path.endsWith("/login") ? {} : this.#tokenHeader;
      return call(`${step.method} ${step.path}${query}`, step.status, step.answer, {
        body: step.body,
        headers: { ...headers, ...step.headers },
      });
    });
    return recording(calls);
  }
}
