import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "../../src/doctor/document.ts";
import { isDescription } from "../../src/doctor/read-description.ts";

/**
 * API descriptions of real products in Swagger 2.0, OpenAPI 3.0 and 3.1, as JSON and YAML: ReadMe's own API, USPTO, a
 * train booking, and many oddities.
 */
const folder = fileURLToPath(new URL("../../node_modules/@readme/oas-examples", import.meta.url));

/** Whether the descriptions are installed. */
export const isInstalled = existsSync(folder);

/** The descriptions, with the names of their files. */
export async function publishedDocuments(): Promise<{ readonly file: string; readonly document: unknown }[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(json|ya?ml)$/.test(file),
  );
  const read = files.map(async (file) => {
    return { file, document: await parseDocument(readFileSync(join(folder, file), "utf8")) };
  });
  return (await Promise.all(read)).filter(({ document }) => isDescription(document));
}
