import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from "../core/json.ts";
import { withoutEnding } from "../core/text.ts";
import type { NodeApi, Sources } from "../exalate/profile/node-api.ts";
import type {
  ApiDescription,
  DescribedBody,
  DescribedCall,
  DescribedParameter,
  DescribedToken,
} from "./description.ts";
import { References } from "./document.ts";
import { flatten, pointerOf, shapeAt, stepsOf } from "./flatten.ts";
import { matchValues } from "./match-values.ts";
import { anything, type Shape, shapeOf } from "./shape.ts";

/** The node and the place of a document. */
export interface DocumentPlace {
  readonly nodeUrl: URL;
  readonly documentUrl: URL;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** How many calls are read, more than any node has. */
const mostCalls = 5_000;

/** How many parameters, headers, media types and tags of a call are read. */
const mostOfACall = 60;

/** The longest path that is read, in characters. */
const longestPath = 500;

/** How much of a call's words is read, in characters. */
const longestWords = 400;

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
  return {
    title: textOf(objectOf(document.info).title),
    format: formatOf(document),
    basePath: reader.basePath,
    calls: reader.calls(),
    tokens: tokensOf(document, reader.references),
  };
}

class DescriptionReader {
  readonly references: References;
  readonly basePath: string;
  readonly #document: JsonObject;
  readonly #place: DocumentPlace;

  constructor(document: JsonObject, place: DocumentPlace) {
    this.references = new References(document);
    this.#document = document;
    this.#place = place;
    this.basePath = pathBelow(place.nodeUrl, serverPath(document, place.documentUrl) ?? "");
  }

  calls(): DescribedCall[] {
    const all: DescribedCall[] = [];
    for (const [path, item] of Object.entries(objectOf(this.#document.paths))) {
      if (all.length >= mostCalls) break;
      if (path.length <= longestPath) all.push(...this.#callsAt(path, this.references.resolve(item)));
    }
    return all;
  }

  #callsAt(path: string, item: JsonObject): DescribedCall[] {
    const there = methods.filter((method) => isObject(item[method]));
    return there.map((method) => this.#call(method, path, item, objectOf(item[method])));
  }

  #call(method: string, path: string, item: JsonObject, operation: JsonObject): DescribedCall {
    const { references } = this;
    const parameters = this.#parameters(item, operation);
    const good = this.#goodAnswer(operation);
    const body = once(() => this.#body(operation, parameters));
    const answer = once(() => answerShape(good, references));
    const refusal = once(() => answerShape(this.#refusal(operation), references));
    return {
      method: method.toUpperCase(),
      path: this.#fullPath(path, item, operation),
      ownPath: path,
      operationId: textOf(operation.operationId).slice(0, longestWords),
      words: wordsIn(operation),
      parameters: parameters.map((parameter) => described(parameter, references)).filter(({ name }) => name !== ""),
      answerHeaders: references.namesIn(good.headers).slice(0, mostOfACall),
      securitySchemes: firstOf(operation.security ?? this.#document.security).flatMap((one) =>
        references.namesIn(one).slice(0, mostOfACall),
      ),
      get body() {
        return body();
      },
      get answer() {
        return answer();
      },
      get refusal() {
        return refusal();
      },
    };
  }

  #fullPath(path: string, item: JsonObject, operation: JsonObject): string {
    const { nodeUrl, documentUrl } = this.#place;
    const own = serverPath(operation, documentUrl) ?? serverPath(item, documentUrl);
    const base = own === undefined ? this.basePath : pathBelow(nodeUrl, own);
    return withoutEnding(`${base}/${path.replace(/^\/+/, "")}`, "/") || "/";
  }

  /** An operation's own parameters override those of its path. */
  #parameters(item: JsonObject, operation: JsonObject): JsonObject[] {
    const all = [...firstOf(item.parameters), ...firstOf(operation.parameters)].map((each) =>
      this.references.resolve(each),
    );
    return [...new Map(all.map((each) => [`${textOf(each.in)} ${textOf(each.name)}`, each])).values()];
  }

  #body(operation: JsonObject, parameters: readonly JsonObject[]): DescribedBody | undefined {
    const inBody = parameters.find((parameter) => parameter.in === "body");
    if (inBody) {
      const mediaTypes = textsOf(firstOf(operation.consumes ?? this.#document.consumes));
      const takesJson = mediaTypes.length === 0 || mediaTypes.some(isJson);
      const shape = takesJson ? shapeOf(inBody.schema, this.references) : undefined;
      return { shape, mediaTypes, required: inBody.required === true };
    }
    if (parameters.some((parameter) => parameter.in === "formData")) return formBody;
    return contentBody(this.references.resolve(operation.requestBody), this.references);
  }

  #goodAnswer(operation: JsonObject): JsonObject {
    return this.#answer(operation, /^2(\d\d|XX)$/i);
  }

  /** A refusal of the request itself. A refusal without a session says less. */
  #refusal(operation: JsonObject): JsonObject {
    return this.#answer(operation, /^4(0[0-8]|09|22|XX)$/i);
  }

  /** The answer with the lowest status of a kind; else the default answer. */
  #answer(operation: JsonObject, kind: RegExp): JsonObject {
    const responses = objectOf(operation.responses);
    const status = this.references
      .namesIn(responses)
      .filter((each) => kind.test(each))
      .sort()[0];
    return this.references.resolve(responses[status ?? "default"]);
  }
}

function firstOf(value: unknown): readonly unknown[] {
  return listOf(value).slice(0, mostOfACall);
}

function wordsIn(operation: JsonObject): string {
  const words = [textOf(operation.summary), ...textsOf(firstOf(operation.tags))];
  return words
    .map((each) => each.slice(0, longestWords))
    .join(" ")
    .slice(0, longestWords);
}

const formBody: DescribedBody = { shape: undefined, mediaTypes: ["a form"], required: true };

function contentBody(body: JsonObject, references: References): DescribedBody | undefined {
  const content = objectOf(body.content);
  const mediaTypes = references.namesIn(content).slice(0, mostOfACall);
  if (mediaTypes.length === 0) return undefined;
  const json = mediaTypes.find(isJson);
  const shape = json === undefined ? undefined : shapeOf(objectOf(content[json]).schema, references);
  return { shape, mediaTypes, required: body.required === true };
}

function answerShape(answer: JsonObject, references: References): Shape | undefined {
  if (answer.schema !== undefined) return shapeOf(answer.schema, references);
  const content = objectOf(answer.content);
  const types = references.namesIn(content);
  const type = types.find(isJson) ?? types[0];
  const { schema } = objectOf(type === undefined ? undefined : content[type]);
  return schema === undefined ? undefined : shapeOf(schema, references);
}

function isJson(mediaType: string): boolean {
  return /^(\*\/\*|application\/\*|[\w.-]+\/([\w.-]+\+)?json)(;|$)/i.test(mediaType.trim());
}

function described(parameter: JsonObject, references: References): DescribedParameter {
  const isPlain = parameter.schema === undefined && parameter.type === undefined;
  const shape = once(() => (isPlain ? anything : shapeOf(parameter.schema ?? parameter, references)));
  return {
    name: textOf(parameter.name).slice(0, longestWords),
    place: textOf(parameter.in),
    required: parameter.required === true,
    get shape() {
      return shape();
    },
  };
}

function tokensOf(document: JsonObject, references: References): Map<string, DescribedToken> {
  const schemes = {
    ...objectOf(document.securityDefinitions),
    ...objectOf(objectOf(document.components).securitySchemes),
  };
  const tokens = references
    .membersOf(schemes)
    .map(([name, scheme]) => [name, tokenOf(references.resolve(scheme))] as const);
  return new Map(tokens.flatMap(([name, token]) => (token ? [[name, token] as const] : [])));
}

function tokenOf(scheme: JsonObject): DescribedToken | undefined {
  const bearer = { header: "Authorization", prefix: "Bearer ", isUnsure: false };
  if (scheme.type === "http") return textOf(scheme.scheme).toLowerCase() === "bearer" ? bearer : undefined;
  if (scheme.type === "oauth2" || scheme.type === "openIdConnect") return bearer;
  if (scheme.type !== "apiKey" || scheme.in !== "header" || textOf(scheme.name) === "") return undefined;
  const header = textOf(scheme.name);
  const saysBearer = /\bbearer\b/i.test(textOf(scheme.description).slice(0, longestWords));
  const isUnsure = /^authorization$/i.test(header) && !saysBearer;
  return { header, prefix: saysBearer ? "Bearer " : "", isUnsure };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The longest server address that is read, in characters. */
const longest = 1000;

/**
 * The base path of the calls of a document, a path or an operation, from the root of the host: `basePath` in Swagger
 * 2.0, or the path of the first server in OpenAPI 3 with the defaults of its variables. The host is ignored, because
 * requests go to the URL in the service connection. Undefined when there is no base path.
 */
function serverPath(owner: JsonObject, documentUrl: URL): string | undefined {
  if (typeof owner.basePath === "string") return withoutEnd(owner.basePath.slice(0, longest));
  const server = objectOf(listOf(owner.servers)[0]);
  if (typeof server.url !== "string" || server.url.length > longest) return undefined;
  const variables = objectOf(server.variables);
  const url = server.url.replace(/\{([^{}]*)\}/g, (_, name: string) =>
    textOf(objectOf(variables[name]).default).slice(0, longest),
  );
  return pathOf(url, documentUrl);
}

function pathOf(url: string, documentUrl: URL): string | undefined {
  try {
    return withoutEnd(new URL(url, documentUrl).pathname);
  } catch {
    return undefined;
  }
}

function withoutEnd(path: string): string {
  const bare = withoutEnding(path, "/");
  return bare === "" || bare.startsWith("/") ? bare : `/${bare}`;
}

/** A path from the root of the host, made relative to the node's URL, which can have a path too. */
function pathBelow(nodeUrl: URL, path: string): string {
  const own = withoutEnding(nodeUrl.pathname, "/");
  return own !== "" && `${path}/`.startsWith(`${own}/`) ? path.slice(own.length) : path;
}

/**
 * The place of the reason in the described refusals of some calls. Undefined when the profile finds it already, or when
 * no refusal is described.
 */
export function refusalPlace({ refusal }: NodeApi, calls: readonly DescribedCall[]): Sources | undefined {
  const shapes = calls.flatMap((call) => (call.refusal && call.refusal.members.size > 0 ? [call.refusal] : []));
  const isKnown = (shape: Shape) => refusal.message?.some((place) => isText(shape, place));
  const [first] = shapes;
  if (first === undefined || shapes.some(isKnown)) return undefined;
  const places = flatten(first).map(({ steps, shape }) => ({
    name: steps.at(-1) ?? "",
    within: steps.slice(0, -1),
    shape,
    source: pointerOf(steps),
  }));
  const [match] = matchValues(["message"], places);
  return match && { message: [match.place.source] };
}

function isText(shape: Shape, place: string): boolean {
  const found = shapeAt(shape, stepsOf(place));
  return found === "unknown" || (found !== undefined && found.members.size === 0);
}
