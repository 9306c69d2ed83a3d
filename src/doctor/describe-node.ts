import type { Secret } from "../core/secret.ts";
import { withoutEnding } from "../core/text.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { HttpAnswer, HttpTransport } from "../http/http.ts";
import type { ApiDescription } from "./description.ts";
import { parseDocument } from "./document.ts";
import { placesNamedBy, placesNamedIn } from "./named-places.ts";
import { isDescription, readDescription } from "./read-description.ts";

/** What {@link describeNode} needs. */
export interface NodeToDescribe {
  readonly transport: HttpTransport;
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** Sent only when the node refuses a request without it; undefined when there is no session. */
  readonly token: Secret | undefined;
  /** Whether the time limit is reached. */
  readonly isOver: () => boolean;
}

/** A description, and where it was found. */
export interface NodeDescription {
  readonly url: URL;
  readonly description: ApiDescription;
}

/** The result of {@link describeNode}. */
export interface DescribedNode {
  readonly described: NodeDescription | undefined;
  /** Whether the node refused a page that could lead to the description. */
  readonly needsSession: boolean;
}

/** The most requests of a search, even if the node's page names more places. */
const mostRequests = 24;

/** How many pages and redirects are followed from one place. */
const mostSteps = 3;

/** The page that shows an API names its document, so it is read first. */
const documents = [
  "/swagger",
  "/swagger.json",
  "/openapi.json",
  "/v3/api-docs",
  "/v2/api-docs",
  "/swagger/v1/swagger.json",
  "/openapi.yaml",
  "/swagger.yaml",
  "/api-docs",
];
const belowApi = ["/swagger.json", "/openapi.json", "/swagger"];
const otherPages = ["/swagger/index.html", "/swagger-ui/index.html", "/swagger-ui.html"];

function usualPlaces(node: NodeToDescribe): URL[] {
  const base = withoutEnding(node.nodeUrl.href, "/");
  const paths = [...documents, ...belowApi.map((path) => `${node.api.basePath}${path}`), ...otherPages];
  return paths.map((path) => new URL(`${base}${path}`));
}

/**
 * Looks for the document in which a node describes its API: at the given places or places that they name; by default
 * first where its Swagger page says, then in the usual places, also below the API's own path. It sends a limited number
 * of GET requests, only to the node's own origin, also after a redirect. Raises EXA4xx when the first request gets no
 * answer, because the node is then not available.
 */
export async function describeNode(node: NodeToDescribe, places = usualPlaces(node)): Promise<DescribedNode> {
  const visitor = new PlaceVisitor(node);
  for (const place of places) {
    const described = await visitor.visit(place);
    if (described) return { described, needsSession: false };
  }
  return { described: undefined, needsSession: visitor.wasRefused };
}

/** The header that carries a session token. */
export function sessionHeaders({ tokenHeader, tokenPrefix }: NodeApi, token: Secret): Record<string, string> {
  return { [tokenHeader]: `${tokenPrefix}${token.reveal()}` };
}

const acceptable = "application/json, application/yaml, text/yaml, text/html, */*;q=0.5";

class PlaceVisitor {
  readonly #node: NodeToDescribe;
  readonly #visited = new Set<string>();
  #requests = 0;
  /** Whether a place refused the request, with or without a session. */
  wasRefused = false;

  constructor(node: NodeToDescribe) {
    this.#node = node;
  }

  /** The description at a place, or at a place that it names or redirects to. */
  async visit(place: URL, steps = 0): Promise<NodeDescription | undefined> {
    const answer = await this.#ask(place);
    if (answer === undefined) return undefined;
    const document = answer.status === 200 ? await parseDocument(answer.body) : undefined;
    if (isDescription(document)) {
      const { nodeUrl } = this.#node;
      return { url: place, description: readDescription(document, { nodeUrl, documentUrl: place }) };
    }
    if (steps >= mostSteps) return undefined;
    for (const url of this.#ownUrls(placesIn(answer, document), place)) {
      const found = await this.visit(url, steps + 1);
      if (found) return found;
    }
    return undefined;
  }

  async #ask(place: URL): Promise<HttpAnswer | undefined> {
    if (this.#visited.has(place.href)) return undefined;
    this.#visited.add(place.href);
    const open = await this.#get(place, {});
    const isRefused = open?.status === 401 || open?.status === 403;
    const { api, token } = this.#node;
    const answer = isRefused && token ? await this.#get(place, sessionHeaders(api, token)) : open;
    this.wasRefused ||= isRefused && (answer === open || answer?.status === open.status);
    return answer;
  }

  /** Undefined without an answer, or when a limit is reached. Raises the failure of the first request. */
  async #get(place: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer | undefined> {
    const { isOver, transport } = this.#node;
    if (this.#requests >= mostRequests || isOver()) return undefined;
    const isFirst = this.#requests++ === 0;
    const request = { method: "GET", url: place.href, headers: { Accept: acceptable, ...headers } };
    return transport.send(request).catch((error: unknown) => {
      if (isFirst) throw error;
      return undefined;
    });
  }

  #ownUrls(named: readonly string[], place: URL): URL[] {
    const urls = named.map((name) => resolved(name, place)).filter((url) => url !== undefined);
    return urls.filter((url) => url.origin === this.#node.nodeUrl.origin);
  }
}

/** The places to which an answer leads. */
function placesIn({ status, headers, body }: HttpAnswer, document: unknown): string[] {
  if (status >= 300 && status < 400) return [headers.location ?? ""].filter((place) => place !== "");
  if (status !== 200) return [];
  return document === undefined ? placesNamedIn(body) : placesNamedBy(document);
}

function resolved(name: string, place: URL): URL | undefined {
  try {
    // Relative to the page's URL as it is, like in a browser: at /swagger, "x" means /x.
    const url = new URL(name, place);
    Object.assign(url, { hash: "", username: "", password: "" });
    return url;
  } catch {
    return undefined;
  }
}
