import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from "../core/json.ts";
import { pointerTo } from "../core/json-pointer.ts";
import { withoutEnding } from "../core/text.ts";
import { type ApiDescription, type DescribedCall, finderOf } from "./description.ts";
import { References } from "./document.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import { tokensOf } from "./session-token.ts";

/** The node and the place of a document. */
export interface DocumentPlace {
  readonly nodeUrl: URL;
  readonly documentUrl: URL;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** How many calls are read, more than any node has. */
const mostCalls = 5_000;

/** How many parameters, headers, media types and security schemes of a call are read. */
const mostOfACall = 60;

/** The longest path, name, summary or server address that is read, in characters. */
const longest = 500;

/** Whether a document is an API description in a known format: Swagger 2.x or OpenAPI 3.x. */
export function isDescription(document: unknown): document is JsonObject {
  return isObject(document) && isObject(document.paths) && formatOf(document) !== "";
}

function formatOf(document: JsonObject): string {
  const [swagger, openapi] = [versionOf(document.swagger), versionOf(document.openapi)];
  if (/^2(\.\d+)*$/.test(swagger)) return `Swagger ${swagger}`;
  return /^3(\.\d+)*/.test(openapi) ? `OpenAPI ${openapi}` : "";
}

/** A version as text; in YAML it can be a number. */
function versionOf(value: unknown): string {
  return typeof value === "number" ? String(value) : textOf(value).slice(0, mostOfACall);
}

/** Reads a document for which {@link isDescription} is true. Leaves out what it cannot read. */
export function readDescription(document: JsonObject, place: DocumentPlace): ApiDescription {
  const reader = new DescriptionReader(document, place);
  const calls = reader.calls();
  return {
    title: textOf(objectOf(document.info).title),
    format: formatOf(document),
    calls,
    find: finderOf(calls),
    tokens: tokensOf(document, reader.references),
  };
}

class DescriptionReader {
  readonly references: References;
  readonly #document: JsonObject;
  readonly #place: DocumentPlace;
  readonly #basePath: string;

  constructor(document: JsonObject, place: DocumentPlace) {
    this.references = new References(document);
    this.#document = document;
    this.#place = place;
    this.#basePath = this.#serverPath(document) ?? "";
  }

  calls(): DescribedCall[] {
    const all: DescribedCall[] = [];
    for (const [path, item] of Object.entries(objectOf(this.#document.paths))) {
      if (all.length >= mostCalls) break;
      if (path.length <= longest) all.push(...this.#callsAt(path, this.references.resolve(item)));
    }
    return all;
  }

  #callsAt(path: string, item: JsonObject): DescribedCall[] {
    const there = methods.filter((method) => isObject(item[method]));
    return there.map((method) => this.#call(method, path, item, objectOf(item[method])));
  }

  #call(method: string, path: string, item: JsonObject, operation: JsonObject): DescribedCall {
    const { references } = this;
    const base = this.#serverPath(operation) ?? this.#serverPath(item) ?? this.#basePath;
    const parameters = this.#parameters(item, operation);
    const [answerStatus, good] = this.#goodAnswer(operation);
    const [bodySchema, otherBody] = this.#body(operation, parameters);
    const security = firstOf(operation.security ?? this.#document.security);
    const lazy = {
      query: once(() => parameterFields("query", parameters, references)),
      headers: once(() => parameterFields("header", parameters, references)),
      body: once(() => schemaFields(bodySchema, references)),
      answer: once(() => answerFields(good, references)),
    };
    return {
      method: method.toUpperCase(),
      path: withoutEnding(`${base}/${path.replace(/^\/+/, "")}`, "/") || "/",
      operationId: textOf(operation.operationId).slice(0, longest),
      summary: textOf(operation.summary).slice(0, longest),
      answerStatus,
      securitySchemes: security.flatMap((one) => references.namesIn(one).slice(0, mostOfACall)),
      otherBody,
      get query() {
        return lazy.query();
      },
      get headers() {
        return lazy.headers();
      },
      get body() {
        return lazy.body();
      },
      get answer() {
        return lazy.answer();
      },
    };
  }

  /** An operation's own parameters override those of its path. */
  #parameters(item: JsonObject, operation: JsonObject): JsonObject[] {
    const both = [...firstOf(item.parameters), ...firstOf(operation.parameters)];
    const all = both.map((each) => this.references.resolve(each));
    return [...new Map(all.map((each) => [`${textOf(each.in)} ${textOf(each.name)}`, each])).values()];
  }

  /** The schema of the body, and the media types of a body that is no JSON. */
  #body(operation: JsonObject, parameters: readonly JsonObject[]): readonly [schema: unknown, other: string] {
    const body = this.references.resolve(operation.requestBody);
    const inBody = parameters.find((parameter) => parameter.in === "body");
    const isForm = parameters.some((parameter) => parameter.in === "formData");
    const inContent = this.references.namesIn(body.content);
    const types = inBody ? textsOf(firstOf(operation.consumes ?? this.#document.consumes)) : inContent;
    if (isForm || (types.length > 0 && !types.some(isJson))) return [undefined, isForm ? "a form" : types.join(", ")];
    return [inBody ? inBody.schema : contentSchema(body, this.references), ""];
  }

  /** The status and the object of the successful answer with the lowest status; else the default answer. */
  #goodAnswer(operation: JsonObject): readonly [string, JsonObject] {
    const responses = objectOf(operation.responses);
    const good = this.references.namesIn(responses).filter((each) => /^2(\d\d|XX)$/i.test(each));
    const status = good.sort()[0] ?? "default";
    return [status, this.references.resolve(responses[status])];
  }

  /**
   * The base path of the calls of a document, a path or an operation, below the node's URL: `basePath` in Swagger 2.0,
   * or the path of the first server in OpenAPI 3 with the defaults of its variables. The host is ignored, because
   * requests go to the URL in the service connection. Undefined when there is no base path.
   */
  #serverPath(owner: JsonObject): string | undefined {
    const { nodeUrl, documentUrl } = this.#place;
    const server = objectOf(listOf(owner.servers)[0]);
    const variables = objectOf(server.variables);
    const filled = textOf(server.url)
      .slice(0, longest)
      .replace(/\{([^{}]*)\}/g, (_, name: string) => textOf(objectOf(variables[name]).default).slice(0, longest));
    const path = typeof owner.basePath === "string" ? owner.basePath.slice(0, longest) : pathIn(filled, documentUrl);
    return path === undefined ? undefined : pathBelow(nodeUrl, withoutEnding(path.replace(/^\/*/, "/"), "/"));
  }
}

function firstOf(value: unknown): readonly unknown[] {
  return listOf(value).slice(0, mostOfACall);
}

function schemaFields(schema: unknown, references: References): Fields {
  return schema === undefined ? new Map() : fieldsOf(schema, references);
}

function answerFields(answer: JsonObject, references: References): Fields {
  const names = references.namesIn(answer.headers).slice(0, mostOfACall);
  const text = [...fieldsOf({ type: "string" }, references).values()];
  const headers = names.flatMap((name) => text.map((field) => [`header:${name}`.toLowerCase(), field] as const));
  return new Map([...schemaFields(answer.schema ?? contentSchema(answer, references), references), ...headers]);
}

/** The schema of the JSON, or else of the first media type. */
function contentSchema({ content }: JsonObject, references: References): unknown {
  const types = references.namesIn(content);
  return objectOf(objectOf(content)[types.find(isJson) ?? types[0] ?? ""]).schema;
}

function isJson(mediaType: string): boolean {
  return /^(\*\/\*|application\/\*|[\w.-]+\/([\w.-]+\+)?json)(;|$)/i.test(mediaType.trim());
}

/** Headers that every request has, or that carry the session. */
const usualHeader = /^(accept|content-type|cookie)$|auth|token|jwt|session/i;

function parameterFields(place: string, parameters: readonly JsonObject[], references: References): Fields {
  const there = parameters.filter((parameter) => parameter.in === place && textOf(parameter.name) !== "");
  const special = there.filter(({ name }) => place !== "header" || !usualHeader.test(textOf(name)));
  const fields = special.flatMap((parameter) => {
    const [first] = fieldsOf(parameter.schema ?? { ...parameter, required: undefined }, references).values();
    const pointer = pointerTo([textOf(parameter.name).slice(0, longest)]);
    return first ? [[pointer, { ...first, required: parameter.required === true }] as const] : [];
  });
  return new Map(fields);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function pathIn(url: string, documentUrl: URL): string | undefined {
  try {
    return url === "" ? undefined : new URL(url, documentUrl).pathname;
  } catch {
    return undefined;
  }
}

/** A path from the root of the host, made relative to the node's URL, which can have a path too. */
function pathBelow(nodeUrl: URL, path: string): string {
  const own = withoutEnding(nodeUrl.pathname, "/");
  return own !== "" && `${path}/`.startsWith(`${own}/`) ? path.slice(own.length) : path;
}
