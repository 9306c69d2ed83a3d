import { type JsonObject, listOf, objectOf, textOf } from "../core/json.ts";
import { withoutEnding } from "../core/text.ts";

/** A longer address of a server is not looked at, in characters. */
const longest = 1000;

/**
 * The path that the calls of a document, a path or an operation stand below, from the root of the host: `basePath` of
 * Swagger 2.0, or that of the first server of OpenAPI 3, its variables at their defaults. The host is left aside: the
 * node is asked where the service connection says. Undefined when nothing is said.
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

/** A path from the root of the host as it stands below a node's URL, which may have a path of its own. */
export function pathBelow(nodeUrl: URL, path: string): string {
  const own = withoutEnding(nodeUrl.pathname, "/");
  return own !== "" && `${path}/`.startsWith(`${own}/`) ? path.slice(own.length) : path;
}
