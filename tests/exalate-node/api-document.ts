import assert from "node:assert/strict";
import { parse } from "yaml";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { base, type Reply, send } from "./requests.ts";

interface Described {
  readonly operationId: string;
  readonly parameters: { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, unknown>;
  readonly security: object[];
}

/** An operation of a document, with its method and path. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly described: Described;
}

/** A node's description of its API. It is found as any client would find it: from the page at `/swagger`. */
export class ApiDocument {
  readonly #node: ExalateNode;
  readonly #header: Record<string, string>;
  /** The parsed document. */
  readonly content: ReturnType<typeof JSON.parse>;
  /** Media type of the document. */
  readonly mediaType: string;

  private constructor(node: ExalateNode, header: Record<string, string>, reply: Reply) {
    this.#node = node;
    this.#header = header;
    this.mediaType = String(reply.headers["content-type"]);
    this.content = this.mediaType.endsWith("yaml") ? parse(reply.text) : JSON.parse(reply.text);
  }

  /** Reads the document of a node; `header` and `prefix` are those of its session token. */
  static async of(node: ExalateNode, header = "X-exalate-jwt", prefix = ""): Promise<ApiDocument> {
    const headers = { [header]: `${prefix}${node.issueSession()}` };
    const page = (await send("GET", `${node.url}/swagger`, { headers })).text;
    const script = /<script src="([^"]+)"/.exec(page)?.[1];
    const naming = script === undefined ? page : (await send("GET", `${node.url}${script}`, { headers })).text;
    const path = /url: "([^"]+)"/.exec(naming)?.[1] ?? /data-url="([^"]+)"/.exec(naming)?.[1];
    const reply = await send("GET", `${node.url}${path}`, { headers });
    assert.equal(reply.status, 200);
    return new ApiDocument(node, headers, reply);
  }

  /** All operations. */
  get operations(): PlacedOperation[] {
    return Object.entries<Record<string, Described>>(this.content.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
    );
  }

  /** The operation with that id. */
  operation(operationId: string): PlacedOperation {
    const found = this.operations.find(({ described }) => described.operationId === operationId);
    return found ?? assert.fail(`The document has no ${operationId}`);
  }

  /** Makes a call as described; `id` replaces the placeholder in its path. */
  call(operationId: string, { id = "", query = "", body }: { id?: string; query?: string; body?: unknown } = {}) {
    const { method, path } = this.operation(operationId);
    const url = `${this.#node.url}${base}${path.replace(/\{\w+\}/, id)}${query}`;
    return send(method, url, { headers: this.#header, ...(body === undefined ? {} : { body }) });
  }

  /** The schema of an answer as JSON Schema, with all definitions. */
  answerSchema(operationId: string, status: number): object {
    const described = this.operation(operationId).described.responses[status];
    assert.ok(described, `${operationId} describes no answer ${status}`);
    const { schema, content } = JSON.parse(JSON.stringify(described));
    const { definitions, components } = JSON.parse(JSON.stringify(this.content), (_, value) =>
      value?.["x-nullable"] || value?.nullable ? { ...value, type: [value.type, "null"] } : value,
    );
    return { definitions, components, ...(schema ?? content["application/json"].schema) };
  }
}
