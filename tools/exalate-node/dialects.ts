import { readFileSync } from "node:fs";
import { type Dialect, parseDialect } from "./dialect.ts";

/**
 * The built-in dialects of the embedded node, one file each in `dialects/`:
 *
 * - `relations`: relations instead of connections, renamed members and query parameters, PUT to accept, the session as
 *   `Authorization: Bearer`; OpenAPI 3 as JSON at `/v3/api-docs`, named by an inline script of the page;
 * - `nested`: bodies of `connection` and `remote`, answers within `data`, numeric ids, other words for modes and
 *   statuses; OpenAPI 3 as YAML, named by a separate script file;
 * - `two-step`: initiating answers with only an id, and a POST creates the code; no call to delete; lists by page and
 *   size, without a total; Swagger 2.0 as JSON, shown only to signed-in callers.
 */
export const dialectNames = ["relations", "nested", "two-step"] as const;

/** One of {@link dialectNames}. */
export type DialectName = (typeof dialectNames)[number];

/**
 * The dialect of that name, or of that JSON file.
 * @throws Error when the file cannot be read or contains no dialect
 */
export function readDialect(nameOrFile: string): Dialect {
  const isBuiltIn = dialectNames.some((name) => name === nameOrFile);
  const file = isBuiltIn ? new URL(`dialects/${nameOrFile}.json`, import.meta.url) : nameOrFile;
  return parseDialect(readFileSync(file, "utf8"));
}
