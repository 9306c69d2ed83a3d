import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JSONSchema } from "azure-pipelines-language-service";

const path = fileURLToPath(new URL("../../../shared/data/azure-pipelines-yaml.schema.json", import.meta.url));

/** Whether Microsoft's published schema of pipelines is beside the checkout. */
export const isPublishedSchemaHere = existsSync(path);

/** What a test that needs it says in its title where it is not. */
export const skippedWithoutSchema = isPublishedSchemaHere
  ? ""
  : " (skipped: ../shared/data/azure-pipelines-yaml.schema.json is absent)";

/** Microsoft's published schema of pipelines (microsoft/azure-pipelines-vscode, service-schema.json). */
export function publishedSchema(): JSONSchema {
  return JSON.parse(readFileSync(path, "utf8"));
}
