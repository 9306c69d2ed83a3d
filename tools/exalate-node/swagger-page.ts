import { type Answer, text } from "./answer.ts";
import { documentSettings } from "./api-document.ts";
import { apiRoutes } from "./described-routes.ts";
import { basePath, type Call, type NodeSelf } from "./route.ts";

/** Path of the separate script that names the document, for pages that use one. */
export const initializerPath = "/swagger/swagger-initializer.js";

/** Answers with a page that lists the API and names its document. */
export function swaggerPage({ node }: Call): Answer {
  const rows = apiRoutes(node).map(
    ({ method, path, summary }) => `<tr>${[method, path, summary].map(cell).join("")}</tr>`,
  );
  const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Swagger UI</title></head>
<body>
${mount(node)}
<h1>Exalate node API</h1>
<p>Base path: <code>${basePath}</code></p>
<table>
${rows.join("\n")}
</table>
</body>
</html>
`;
  return text(200, page, "text/html; charset=utf-8");
}

/** Answers with the script that names the document. */
export function pageInitializer({ node }: Call): Answer {
  const script = `window.onload = function () {\n  window.ui = ${start(node)};\n};\n`;
  return text(200, script, "text/javascript; charset=utf-8");
}

function mount(node: NodeSelf): string {
  const { path, namedBy } = documentSettings(node.settings.dialect);
  const place = '<div id="swagger-ui"></div>';
  if (namedBy === "script") return `${place}\n<script>${start(node)};</script>`;
  if (namedBy === "initializer") return `${place}\n<script src="${initializerPath}"></script>`;
  return `<div id="swagger-ui" data-url="${path}">\n<p>Document: <a href="${path}">${path}</a></p>\n</div>`;
}

function start(node: NodeSelf): string {
  const { path } = documentSettings(node.settings.dialect);
  return `SwaggerUIBundle({ url: ${JSON.stringify(path)}, dom_id: "#swagger-ui" })`;
}

function cell(content: string): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<td>${escaped}</td>`;
}
