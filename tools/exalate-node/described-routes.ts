import { refusalSchemaOf } from "./dialect-shapes.ts";
import type { DescribedAnswer, NodeSelf, QueryParameter, Route } from "./route.ts";
import type { Schema } from "./schema.ts";

/** The routes that the API's description contains. */
export function apiRoutes(node: NodeSelf): Route[] {
  return node.routes.filter(({ api }) => api);
}

/** The paths of a document: for each path its methods in lower case, with what `describe` returns for each. */
export function describedPaths(routes: readonly Route[], describe: (route: Route) => unknown) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(route) };
  }
  return paths;
}

/** All possible answers of a route by status; a route that needs a session can also answer 401. */
export function answersOf(node: NodeSelf, route: Route): [status: string, DescribedAnswer][] {
  const schema = refusalSchemaOf(node.settings.dialect);
  const noSession = { description: "The session is missing or has expired", schema };
  return Object.entries<DescribedAnswer>({
    ...(route.access === "session" ? { 401: noSession } : {}),
    ...route.answers,
  });
}

/** A parameter in the path or the query. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly type: "string" | "integer";
  readonly description?: string;
}

/** The parameters of a route. */
export function parametersOf(node: NodeSelf, { path, query }: Route): Parameter[] {
  const type = node.settings.dialect.ids === "number" ? "integer" : "string";
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return [
    ...placeholders.map((name) => ({ name, in: "path", required: true, type }) as const),
    ...query.map((parameter: QueryParameter) => ({ ...parameter, in: "query" }) as const),
  ];
}

/** All schemas that the document defines, by name. */
export function definitionsOf(node: NodeSelf): Record<string, Schema> {
  const named = apiRoutes(node).flatMap((route) => {
    const answers = answersOf(node, route).flatMap(([status, { schema }]): [string, Schema][] =>
      schema ? [[answerName(route, status), schema]] : [],
    );
    return route.body ? [[requestName(route), route.body] as const, ...answers] : answers;
  });
  return Object.fromEntries(named);
}

/** Name of the schema of a route's request. */
export function requestName({ operation }: Route): string {
  return `${operation}Request`;
}

/** Name of the schema of one of a route's answers. */
export function answerName({ operation }: Route, status: string): string {
  return `${operation}Answer${status}`;
}

/** The media type of a schema's content. */
export function mediaTypeOf({ type }: Schema): string {
  return type === "string" ? "text/plain" : "application/json";
}
