import { isObject, type JsonObject, listOf, objectOf, textOf } from "../core/json.ts";
import { withoutEnding } from "../core/text.ts";
import type { HttpAnswer, HttpTransport } from "../http/http.ts";
import { parseDocument } from "./document.ts";
import { isDescription } from "./read-description.ts";

/** What {@link findDocument} needs. */
export interface DocumentSearch {
  readonly transport: HttpTransport;
  readonly nodeUrl: URL;
  /** Path of the API below the node's URL, from the profile. */
  readonly basePath: string;
  /** Sent to a place that refuses a request without them; undefined when there is no session. */
  readonly sessionHeaders: Readonly<Record<string, string>> | undefined;
  /** Whether no more requests may be sent. */
  readonly isOver: () => boolean;
}

/** A document that describes the node's API. */
export interface FoundDocument {
  readonly url: URL;
  readonly document: JsonObject;
}

/** The result of {@link findDocument}. */
export interface SearchResult {
  readonly found: FoundDocument | undefined;
  /** Whether a place refused the request, with or without a session. */
  readonly needsSession: boolean;
}

/** The most requests of a search, even if the node's page names more places. */
const mostRequests = 24;

/** Pages that show an API. The first one is read first, because a page names its document. */
const pages = ["/swagger", "/swagger/index.html", "/swagger-ui/index.html", "/swagger-ui.html"];
const documents = [
  "/swagger.json",
  "/openapi.json",
  "/v3/api-docs",
  "/v2/api-docs",
  "/swagger/v1/swagger.json",
  "/openapi.yaml",
  "/swagger.yaml",
  "/api-docs",
];

/**
 * Looks for the document in which a node describes its API: first where its Swagger page says, then in the usual
 * places, also below the API's own path. It sends a limited number of GET requests, only to the node's own origin, and
 * follows no redirects. Raises EXA4xx when the first request gets no answer, because the node is then not available.
 */
export async function findDocument(search: DocumentSearch): Promise<SearchResult> {
  const visitor = new PlaceVisitor(search);
  for (const place of usualPlaces(search)) {
    const found = await visitor.visit(place);
    if (found) return { found, needsSession: false };
  }
  return { found: undefined, needsSession: visitor.wasRefused };
}

function usualPlaces({ nodeUrl, basePath }: DocumentSearch): URL[] {
  const node = withoutEnding(nodeUrl.href, "/");
  const belowApi = ["/swagger.json", "/openapi.json", "/swagger"].map((path) => `${basePath}${path}`);
  return [...pages.slice(0, 1), ...documents, ...belowApi, ...pages.slice(1)].map((path) => new URL(`${node}${path}`));
}

class PlaceVisitor {
  readonly #search: DocumentSearch;
  readonly #visited = new Set<string>();
  #requests = 0;
  /** Whether a place refused the request, with or without a session. */
  wasRefused = false;

  constructor(search: DocumentSearch) {
    this.#search = search;
  }

  /** The description at a place, or at a place that it names. */
  async visit(place: URL, depth = 0): Promise<FoundDocument | undefined> {
    const answer = await this.#ask(place);
    if (answer === undefined) return undefined;
    const document = await parseDocument(answer.body);
    if (isDescription(document)) return { url: place, document };
    if (depth >= 3) return undefined;
    const named = document === undefined ? placesNamedIn(answer.body) : placesNamedBy(document);
    for (const url of this.#ownUrls(named, place)) {
      const found = await this.visit(url, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  async #ask(place: URL): Promise<HttpAnswer | undefined> {
    if (this.#visited.has(place.href)) return undefined;
    this.#visited.add(place.href);
    const open = await this.#get(place, {});
    const isRefused = open?.status === 401 || open?.status === 403;
    const { sessionHeaders } = this.#search;
    const answer = isRefused && sessionHeaders ? await this.#get(place, sessionHeaders) : open;
    this.wasRefused ||= isRefused && (answer === open || answer?.status === open.status);
    return answer?.status === 200 ? answer : undefined;
  }

  /** Undefined without an answer, or when a limit is reached. Raises the failure of the first request. */
  async #get(place: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer | undefined> {
    const { isOver, transport } = this.#search;
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
    return urls.filter((url) => url.origin === this.#search.nodeUrl.origin);
  }
}

const acceptable = "application/json, application/yaml, text/yaml, text/html, */*;q=0.5";

function resolved(name: string, place: URL): URL | undefined {
  try {
    // Relative to the page's URL as it is, like in a browser: at /swagger, "x" means /x.
    const url = new URL(name, place);
    url.hash = "";
    url.username = "";
    url.password = "";
    return url;
  } catch {
    return undefined;
  }
}

/** How a page, script or settings file of an API viewer names its document. */
const namings: readonly RegExp[] = [
  /\b(?:configUrl|spec-?url|url)["']?\s{0,9}[:=]\s{0,9}["'`]([^"'`\s<>]{1,500})["'`]/gi,
  /\bdata-(?:url|spec-url)\s{0,9}=\s{0,9}["']([^"']{1,500})["']/gi,
];

/** A link. Only one that matches `descriptionLink` is followed. */
const link = /\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const descriptionLink = /swagger|openapi|api-docs/i;

/** A script. Only a viewer's configuration is read; the viewer's own code is large and names no document. */
const script = /\bsrc\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const setUpScript = /config|index|init/i;

/** Style sheets, icons and the viewer itself. */
const noDocument = /\.(css|png|svg|ico|map)(\?|$)|bundle|standalone|preset/i;

/** The most places that are returned, more than are ever visited. */
const mostPlaces = 30;

/** The longest address that is visited, in characters. */
const longestPlace = 2000;

/** How much of a page is read, in characters. */
const longestPage = 200_000;

/** The places that a page or script names as its document or as a further page, most likely first. */
export function placesNamedIn(text: string): string[] {
  const page = text.slice(0, longestPage);
  const found = (naming: RegExp) => [...page.matchAll(naming)].map(([, place = ""]) => place);
  const links = found(link).filter((place) => descriptionLink.test(place));
  const scripts = found(script).filter((place) => setUpScript.test(place) && /\.js/i.test(place));
  const named = [...namings.flatMap(found), ...links, ...scripts].filter((place) => !noDocument.test(place));
  return [...new Set(named)].slice(0, mostPlaces);
}

/** The places in a viewer's settings (`swagger-config` of springdoc): `url`, and each of `urls`. */
export function placesNamedBy(document: unknown): string[] {
  if (!isObject(document)) return [];
  const urls = [document, ...listOf(document.urls).slice(0, mostPlaces)].map((each) => textOf(objectOf(each).url));
  return urls.filter((url) => url !== "" && url.length <= longestPlace);
}
