import { isObject } from "../../src/core/json.ts";
import type { Answer } from "./answer.ts";
import type { Dialect } from "./dialect.ts";
import { answerShape, nameInDialect, requestShape, usualWord } from "./dialect-shapes.ts";
import { isOperation } from "./operations.ts";
import { reshaped, reshapedSchema } from "./reshape.ts";
import type { Call, QueryParameter, Route } from "./route.ts";
import type { Schema } from "./schema.ts";

// Nodes use these calls among each other, so a dialect must not change them.
const betweenNodes = ["healthcheck", "completeConnection"];

/**
 * Changes routes to a dialect.
 * @throws Error when the dialect names an operation or field that the routes do not have
 */
export function applyDialect(routes: readonly Route[], dialect: Dialect): Route[] {
  const { paths = {}, methods = {}, fields = {}, answers = {}, absent = [] } = dialect;
  for (const operation of [paths, methods, fields, answers].flatMap(Object.keys).concat(absent))
    checkOperation(operation);
  const present = routes.filter(({ operation }) => !absent.includes(operation));
  return present.map((route) => (isTranslated(route) ? inDialect(route, dialect) : route));
}

function checkOperation(operation: string): void {
  if (!isOperation(operation)) throw new Error(`A dialect names the operation "${operation}", which does not exist`);
  if (betweenNodes.includes(operation)) throw new Error(`The operation "${operation}" cannot be renamed`);
}

function isTranslated({ api, operation }: Route): boolean {
  return api && !betweenNodes.includes(operation);
}

function inDialect(route: Route, dialect: Dialect): Route {
  checkFields(route, dialect);
  const { operation } = route;
  return {
    ...route,
    method: dialect.methods?.[operation] ?? route.method,
    path: checkedPath(route, dialect),
    query: route.query.map((parameter) => parameterInDialect(parameter, route, dialect)),
    body: route.body && reshapedSchema(requestShape(dialect, operation), route.body),
    answers: answersInDialect(route, dialect),
    handle: (call) => handleTranslated(route, dialect, call),
    usual: route,
  };
}

function checkedPath({ operation, path: usual }: Route, dialect: Dialect): string {
  const renamed = usual.replace(/\{(\w+)\}/g, (_, name: string) => `{${nameInDialect(dialect, operation, name)}}`);
  const path = dialect.paths?.[operation] ?? renamed;
  const placeholders = (each: string) => (each.match(/\{\w+\}/g) ?? []).sort().join();
  const isRight = path.startsWith("/") && placeholders(path) === placeholders(renamed);
  if (!isRight) throw new Error(`The path "${path}" cannot replace "${usual}": it must have the same placeholders`);
  return path;
}

function parameterInDialect(parameter: QueryParameter, { operation }: Route, dialect: Dialect): QueryParameter {
  const name = nameInDialect(dialect, operation, parameter.name);
  const isPage = dialect.paging === "page" && parameter.name === "offset";
  return { ...parameter, name, ...(isPage ? { description: "Number of the page, counted from 0" } : {}) };
}

function answersInDialect(route: Route, dialect: Dialect): Route["answers"] {
  const shape = answerShape(dialect, route.operation);
  const answers = Object.entries(route.answers).map(([status, { schema, ...rest }]) => {
    return [status, { ...rest, schema: schema && reshapedSchema(shape, keptSchema(route, dialect, schema)) }];
  });
  return Object.fromEntries(answers);
}

async function handleTranslated(route: Route, dialect: Dialect, call: Call): Promise<Answer> {
  const answer = await route.handle({
    ...call,
    path: withUsualNames(dialect, route, call.path),
    query: withUsualNames(dialect, route, call.query),
    body: withUsualMembers(route, dialect, call.body),
  });
  const { content } = answer;
  if (!content || !("json" in content)) return answer;
  const kept = keptMembers(route, dialect, content.json);
  return { ...answer, content: { json: reshaped(answerShape(dialect, route.operation), kept) } };
}

function withUsualNames(dialect: Dialect, { operation, path, query }: Route, given: Readonly<Record<string, string>>) {
  const names = [...placeholdersOf(path), ...query.map(({ name }) => name)];
  const usualNames = new Map(names.map((name) => [nameInDialect(dialect, operation, name), name]));
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [usualNames.get(name) ?? name, value]));
}

function withUsualMembers({ operation, body }: Route, dialect: Dialect, given: Call["body"]): Call["body"] {
  const shape = requestShape(dialect, operation);
  const members = Object.keys(body?.properties ?? {}).flatMap((name) => {
    const value = memberAt(given, shape.place(name, []));
    return value === undefined ? [] : [[name, usualWord(dialect, name, value)]];
  });
  return Object.fromEntries(members);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** Whether the dialect keeps a root member in an operation's answer. */
export function isKept({ operation }: Route, { answers = {} }: Dialect, name: string): boolean {
  return name === "message" || (answers[operation]?.includes(name) ?? true);
}

function keptMembers(route: Route, dialect: Dialect, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => isKept(route, dialect, name)));
}

function keptSchema(route: Route, dialect: Dialect, schema: Schema): Schema {
  const { properties, required = [] } = schema;
  if (!properties) return schema;
  const kept = Object.entries(properties).filter(([name]) => isKept(route, dialect, name));
  return {
    ...schema,
    properties: Object.fromEntries(kept),
    required: required.filter((name) => isKept(route, dialect, name)),
  };
}

function checkFields(route: Route, { fields = {}, answers = {} }: Dialect): void {
  const { operation, path, query, body } = route;
  const known = new Set([...query.map(({ name }) => name), ...placeholdersOf(path), ...membersOf(body)]);
  for (const { schema } of Object.values(route.answers)) for (const name of membersOf(schema)) known.add(name);
  const named = [...Object.keys(fields[operation] ?? {}), ...(answers[operation] ?? [])];
  const unknown = named.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`The operation "${operation}" has no field "${unknown}"`);
}

function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function membersOf(schema: Schema | null | undefined): string[] {
  if (!schema) return [];
  const inner = Object.entries(schema.properties ?? {});
  return [...inner.flatMap(([name, member]) => [name, ...membersOf(member)]), ...membersOf(schema.items)];
}
