import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JSONSchema } from "azure-pipelines-language-service";

const path = fileURLToPath(new URL("../../../shared/data/azure-pipelines-yaml.schema.json", import.meta.url));

/** Whether Microsoft's published schema of pipelines exists next to the checkout. */
export const isPublishedSchemaHere = existsSync(path);

/** The suffix of test titles when the schema is missing. */
export const skippedWithoutSchema = isPublishedSchemaHere
  ? ""
  : " (skipped: ../shared/data/azure-pipelines-yaml.schema.json is absent)";

/** Microsoft's published schema of pipelines (microsoft/azure-pipelines-vscode, service-schema.json). */
export function publishedSchema(): JSONSchema {
  return JSON.parse(readFileSync(path, "utf8"));
}
