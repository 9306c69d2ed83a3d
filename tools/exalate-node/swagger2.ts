import {
  answerName,
  answersOf,
  apiRoutes,
  definitionsOf,
  describedPaths,
  mediaTypeOf,
  parametersOf,
  requestName,
} from "./described-routes.ts";
import { basePath, type DescribedAnswer, type NodeSelf, type Route } from "./route.ts";
import { nodeVersion } from "./settings.ts";
import { sessionPlace } from "./sign-in.ts";

/** The Swagger 2.0 document of a node's API. */
export function swagger2(node: NodeSelf) {
  const { host, protocol } = new URL(node.nodeUrl);
  return {
    swagger: "2.0",
    info: { title: "Exalate node API", version: nodeVersion },
    host,
    basePath,
    schemes: [protocol.replace(":", "")],
    consumes: ["application/json"],
    produces: ["application/json"],
    securityDefinitions: { session: { type: "apiKey", in: "header", name: sessionPlace(node).header } },
    paths: describedPaths(apiRoutes(node), (route) => describeRoute(node, route)),
    definitions: definitionsOf(node),
  };
}

function describeRoute(node: NodeSelf, route: Route) {
  const answers = answersOf(node, route);
  const mediaTypes = new Set(answers.flatMap(([, { schema }]) => (schema ? [mediaTypeOf(schema)] : [])));
  return {
    operationId: route.operation,
    summary: route.summary,
    produces: [...mediaTypes],
    parameters: [...parametersOf(node, route), ...bodyParameters(route)],
    responses: Object.fromEntries(answers.map(([status, answer]) => [status, describeAnswer(route, status, answer)])),
    security: route.access === "session" ? [{ session: [] }] : [],
  };
}

function bodyParameters(route: Route) {
  if (!route.body) return [];
  return [{ name: "body", in: "body", required: true, schema: reference(requestName(route)) }];
}

function describeAnswer(route: Route, status: string, { description, schema, headers = {} }: DescribedAnswer) {
  const named = Object.entries(headers).map(([name, text]) => [name, { type: "string", description: text }]);
  return {
    description,
    ...(schema && { schema: reference(answerName(route, status)) }),
    ...(named.length > 0 && { headers: Object.fromEntries(named) }),
  };
}

function reference(definition: string) {
  return { $ref: `#/definitions/${definition}` };
}
