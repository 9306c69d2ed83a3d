import { type Answer, json, text } from "./answer.ts";
import { basePath, type Call, type DescribedAnswer, type NodeSelf, type Route } from "./route.ts";
import { refusalSchema } from "./schema.ts";
import { nodeVersion } from "./settings.ts";
import { sessionHeader } from "./sign-in.ts";

const documentPath = "/swagger.json";
const noSession = { description: "The session is missing or over", schema: refusalSchema };

/** Answers the Swagger 2.0 document of the node's API, made from the table that the server dispatches by. */
export function swaggerDocument({ node }: Call): Answer {
  return json(200, describe(node));
}

/** Answers a page that lists the API and says where its document is. */
export function swaggerPage({ node }: Call): Answer {
  const rows = apiRoutes(node).map(
    ({ method, path, summary }) => `<tr>${[method, path, summary].map(cell).join("")}</tr>`,
  );
  const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Swagger UI</title></head>
<body>
<div id="swagger-ui" data-url="${documentPath}">
<h1>Exalate node API</h1>
<p>Document: <a href="${documentPath}">${documentPath}</a>. Base path: <code>${basePath}</code></p>
<table>
${rows.join("\n")}
</table>
</div>
</body>
</html>
`;
  return text(200, page, "text/html; charset=utf-8");
}

function cell(content: string): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<td>${escaped}</td>`;
}

function apiRoutes(node: NodeSelf): Route[] {
  return node.routes.filter(({ api }) => api);
}

function describe(node: NodeSelf) {
  const { host, protocol } = new URL(node.nodeUrl);
  return {
    swagger: "2.0",
    info: { title: "Exalate node API", version: nodeVersion },
    host,
    basePath,
    schemes: [protocol.replace(":", "")],
    consumes: ["application/json"],
    produces: ["application/json"],
    securityDefinitions: { session: { type: "apiKey", in: "header", name: sessionHeader } },
    paths: describePaths(apiRoutes(node)),
    definitions: Object.assign({}, ...apiRoutes(node).map(definitionsOf)),
  };
}

function describePaths(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return paths;
}

function describeRoute(route: Route) {
  const answers = [...Object.values(route.answers), ...(route.access === "session" ? [noSession] : [])];
  const mediaTypes = new Set(answers.flatMap(mediaTypesOf));
  return {
    operationId: route.operation,
    summary: route.summary,
    produces: [...mediaTypes],
    parameters: [...pathParameters(route), ...queryParameters(route), ...bodyParameters(route)],
    responses: describeAnswers(route),
    security: route.access === "session" ? [{ session: [] }] : [],
  };
}

function mediaTypesOf({ schema }: DescribedAnswer): string[] {
  if (!schema) return [];
  return [schema.type === "string" ? "text/plain" : "application/json"];
}

function pathParameters({ path }: Route) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return names.map((name) => ({ name, in: "path", required: true, type: "string" }));
}

function queryParameters({ query }: Route) {
  return query.map((parameter) => ({ ...parameter, in: "query" }));
}

function bodyParameters(route: Route) {
  if (!route.body) return [];
  return [{ name: "body", in: "body", required: true, schema: reference(requestName(route)) }];
}

function describeAnswers(route: Route) {
  const described = Object.entries(route.answers).map(([status, { description, schema, headers }]) => {
    const named = Object.entries(headers ?? {}).map(([name, text]) => [name, { type: "string", description: text }]);
    return [
      status,
      {
        description,
        ...(schema && { schema: reference(answerName(route, status)) }),
        ...(named.length > 0 && { headers: Object.fromEntries(named) }),
      },
    ];
  });
  const needsSession = route.access === "session" ? { 401: noSession } : {};
  return { ...needsSession, ...Object.fromEntries(described) };
}

function definitionsOf(route: Route): Record<string, unknown> {
  const answers = Object.entries(route.answers).filter(([, { schema }]) => schema !== null);
  return {
    ...(route.body && { [requestName(route)]: route.body }),
    ...Object.fromEntries(answers.map(([status, { schema }]) => [answerName(route, status), schema])),
  };
}

function reference(definition: string) {
  return { $ref: `#/definitions/${definition}` };
}

function requestName({ operation }: Route): string {
  return `${operation}Request`;
}

function answerName({ operation }: Route, status: string): string {
  return `${operation}Answer${status}`;
}
