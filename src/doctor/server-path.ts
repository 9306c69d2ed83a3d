import { type JsonObject, listOf, objectOf, textOf } from "../core/json.ts";
import { withoutEnding } from "../core/text.ts";

/** The longest server address that is read, in characters. */
const longest = 1000;

/**
 * The base path of the calls of a document, a path or an operation, from the root of the host: `basePath` in Swagger
 * 2.0, or the path of the first server in OpenAPI 3 with the defaults of its variables. The host is ignored, because
 * requests go to the URL in the service connection. Undefined when there is no base path.
 */
export function serverPath(owner: JsonObject, documentUrl: URL): string | undefined {
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
export function pathBelow(nodeUrl: URL, path: string): string {
  const own = withoutEnding(nodeUrl.pathname, "/");
  return own !== "" && `${path}/`.startsWith(`${own}/`) ? path.slice(own.length) : path;
}
