import {
  answerName,
  answersOf,
  apiRoutes,
  definitionsOf,
  describedPaths,
  mediaTypeOf,
  type Parameter,
  parametersOf,
  requestName,
} from "./described-routes.ts";
import { basePath, type DescribedAnswer, type NodeSelf, type Route } from "./route.ts";
import type { Schema } from "./schema.ts";
import { nodeVersion } from "./settings.ts";
import { sessionPlace } from "./sign-in.ts";

/** The OpenAPI 3.0 document of a node's API. */
export function openApi3(node: NodeSelf) {
  const schemas = Object.entries(definitionsOf(node)).map(([name, schema]) => [name, nullableSchema(schema)]);
  return {
    openapi: "3.0.3",
    info: { title: "Exalate node API", version: nodeVersion },
    servers: [{ url: `${node.nodeUrl}${basePath}` }],
    paths: describedPaths(apiRoutes(node), (route) => describeRoute(node, route)),
    components: { schemas: Object.fromEntries(schemas), securitySchemes: { session: sessionScheme(node) } },
  };
}

function sessionScheme(node: NodeSelf) {
  const { header, prefix } = sessionPlace(node);
  const isBearer = header === "Authorization" && prefix === "Bearer ";
  return isBearer ? { type: "http", scheme: "bearer" } : { type: "apiKey", in: "header", name: header };
}

function describeRoute(node: NodeSelf, route: Route) {
  const answers = answersOf(node, route).map(([status, answer]) => [status, describeAnswer(route, status, answer)]);
  return {
    operationId: route.operation,
    summary: route.summary,
    parameters: parametersOf(node, route).map(describeParameter),
    ...(route.body && { requestBody: { required: true, content: contentOf(route.body, requestName(route)) } }),
    responses: Object.fromEntries(answers),
    security: route.access === "session" ? [{ session: [] }] : [],
  };
}

function describeParameter({ type, ...parameter }: Parameter) {
  return { ...parameter, schema: { type } };
}

function describeAnswer(route: Route, status: string, { description, schema, headers = {} }: DescribedAnswer) {
  const named = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: "string" } },
  ]);
  return {
    description,
    ...(named.length > 0 && { headers: Object.fromEntries(named) }),
    ...(schema && { content: contentOf(schema, answerName(route, status)) }),
  };
}

function contentOf(schema: Schema, name: string) {
  return { [mediaTypeOf(schema)]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

/** Replaces the Swagger 2.0 extension `x-nullable` by OpenAPI's own `nullable`. */
function nullableSchema({ "x-nullable": isNullable, properties, items, ...schema }: Schema): Record<string, unknown> {
  const members = Object.entries(properties ?? {}).map(([name, member]) => [name, nullableSchema(member)]);
  return {
    ...schema,
    ...(isNullable && { nullable: true }),
    ...(properties && { properties: Object.fromEntries(members) }),
    ...(items && { items: nullableSchema(items) }),
  };
}
