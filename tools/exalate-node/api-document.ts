import { stringify } from "yaml";
import { type Answer, text } from "./answer.ts";
import type { Dialect, DocumentSettings } from "./dialect.ts";
import { openApi3 } from "./openapi3.ts";
import type { Call } from "./route.ts";
import { swagger2 } from "./swagger2.ts";

const defaultDocument: DocumentSettings = {
  format: "swagger-2.0",
  syntax: "json",
  path: "/swagger.json",
  namedBy: "link",
};

/** How a node with this dialect publishes the description of its API. */
export function documentSettings({ document = defaultDocument }: Dialect): DocumentSettings {
  return document;
}

/** Answers with the description of the node's API, generated from the same table of routes that the server uses. */
export function apiDocument({ node }: Call): Answer {
  const { format, syntax } = documentSettings(node.settings.dialect);
  const document = format === "swagger-2.0" ? swagger2(node) : openApi3(node);
  if (syntax === "yaml") return text(200, stringify(document, { aliasDuplicateObjects: false }), "application/yaml");
  return text(200, JSON.stringify(document), "application/json");
}
