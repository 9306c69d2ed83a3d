import type { ConsoleOperation, NodeCall, NodeCalls, Place } from "../node-calls.ts";

/** Values of a request by their usual names; those without a value are left out. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The answer to a call. */
export interface OwnAnswer {
  readonly headers: Headers;
  /** The body as text. */
  readonly text: string;
  /** A value of the answer by its usual name; undefined when it is missing. */
  value(name: string): unknown;
  /** The entries of the answer's list; each returns a value by its usual name. */
  entries(list: string): ((name: string) => unknown)[];
}

/** Calls an embedded node in its dialect. */
export class OwnCalls {
  readonly #node: NodeCalls;
  #session: string | undefined;

  constructor(node: NodeCalls) {
    this.#node = node;
  }

  /** Sends this session token from now on. */
  useSession(token: string): void {
    this.#session = token;
  }

  /** Whether an answer of the node contains this value. */
  answers(operation: ConsoleOperation, name: string): boolean {
    return this.#node.calls[operation]?.answer[name] !== undefined;
  }

  /** Makes a call. @throws Error with the node's words when it refuses, or when it has no such call */
  async send(operation: ConsoleOperation, values: Values = {}): Promise<OwnAnswer> {
    const call = this.#node.calls[operation];
    if (call === undefined) throw new Error(`This node has no call to ${missing[operation] ?? operation}.`);
    const response = await fetch(urlOf(call, values), {
      method: call.method,
      headers: this.#headersOf(call),
      body: bodyOf(call, values),
    }).catch(() => {
      throw new Error("The node cannot be reached.");
    });
    const text = await response.text();
    if (!response.ok) throw new Error(this.#reasonOf(response.status, text));
    return answerOf(call, response.headers, text);
  }

  #headersOf({ body }: NodeCall): Record<string, string> {
    const { header, prefix } = this.#node.session;
    return {
      Accept: "application/json",
      ...(hasMembers(body) ? { "Content-Type": "application/json" } : {}),
      ...(this.#session === undefined ? {} : { [header]: prefix + this.#session }),
    };
  }

  #reasonOf(status: number, text: string): string {
    const body = parsed(text);
    const reason = valueAt(body, this.#node.refusal);
    const words = typeof body === "object" || text === "" ? `The node answers HTTP ${status}` : text;
    return typeof reason === "string" ? reason : words;
  }
}

const missing: Partial<Record<ConsoleOperation, string>> = {
  readInvitation: "show an invitation code again",
  deleteConnection: "remove a connection",
};

function hasMembers(places: NodeCall["body"]): boolean {
  return Object.keys(places).length > 0;
}

function urlOf({ path, query }: NodeCall, values: Values): string {
  const filled = path.replace(/\{\w+\}/, encodeURIComponent(String(values.id)));
  const parameters = new URLSearchParams();
  for (const [usual, name] of Object.entries(query)) {
    if (values[usual] !== undefined) parameters.set(name, String(values[usual]));
  }
  return parameters.size > 0 ? `${filled}?${parameters}` : filled;
}

function bodyOf({ body }: NodeCall, values: Values): string | null {
  if (!hasMembers(body)) return null;
  const root = {};
  for (const [usual, place] of Object.entries(body)) {
    if (values[usual] !== undefined) put(root, place, values[usual]);
  }
  return JSON.stringify(root);
}

function put(tree: Record<string, unknown>, [name = "", ...rest]: Place, value: unknown): void {
  if (rest.length === 0) tree[name] = value;
  else {
    const inner = tree[name] ?? {};
    tree[name] = inner;
    if (isRecord(inner)) put(inner, rest, value);
  }
}

function answerOf({ answer, entry }: NodeCall, headers: Headers, text: string): OwnAnswer {
  const body = parsed(text);
  const value = (name: string) => answer[name] && valueAt(body, answer[name]);
  return {
    headers,
    text,
    value,
    entries: (list) => {
      const items = value(list);
      return Array.isArray(items) ? items.map((item) => (name) => entry[name] && valueAt(item, entry[name])) : [];
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
