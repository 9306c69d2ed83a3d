import { stringify } from "yaml";
import { type Answer, text } from "./answer.ts";
import type { DescribedBy, Dialect } from "./dialect.ts";
import { openApi3 } from "./openapi3.ts";
import type { Call } from "./route.ts";
import { swagger2 } from "./swagger2.ts";

const usual: DescribedBy = { format: "swagger-2.0", syntax: "json", path: "/swagger.json", namedBy: "link" };

/** How a node that speaks a dialect describes its API. */
export function describedBy({ document = usual }: Dialect): DescribedBy {
  return document;
}

/** Answers the description of the node's API, made from the table that the server dispatches by. */
export function apiDocument({ node }: Call): Answer {
  const { format, syntax } = describedBy(node.settings.dialect);
  const document = format === "swagger-2.0" ? swagger2(node) : openApi3(node);
  if (syntax === "yaml") return text(200, stringify(document, { aliasDuplicateObjects: false }), "application/yaml");
  return text(200, JSON.stringify(document), "application/json");
}
