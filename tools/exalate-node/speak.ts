import type { Answer } from "./answer.ts";
import type { Dialect } from "./dialect.ts";
import { isOperation } from "./operations.ts";
import { reshaped, reshapedSchema } from "./reshape.ts";
import type { Call, QueryParameter, Route } from "./route.ts";
import { isObject, type Schema } from "./schema.ts";
import { answerShape, ourWord, requestShape, theirName } from "./tongue.ts";

// Nodes call each other by these: a node that renamed them could no longer be connected.
const betweenNodes = ["healthcheck", "completeConnection"];

/**
 * Makes routes speak a dialect.
 * @throws Error when the dialect names something that the routes do not have
 */
export function speak(routes: readonly Route[], dialect: Dialect): Route[] {
  const { paths = {}, methods = {}, fields = {}, answers = {}, absent = [] } = dialect;
  for (const operation of [paths, methods, fields, answers].flatMap(Object.keys).concat(absent)) checkOurs(operation);
  const present = routes.filter(({ operation }) => !absent.includes(operation));
  return present.map((route) => (isSpoken(route) ? spoken(route, dialect) : route));
}

function checkOurs(operation: string): void {
  if (!isOperation(operation)) throw new Error(`A dialect names the operation "${operation}", which does not exist`);
  if (betweenNodes.includes(operation)) throw new Error(`The operation "${operation}" cannot be renamed`);
}

function isSpoken({ api, operation }: Route): boolean {
  return api && !betweenNodes.includes(operation);
}

function spoken(route: Route, dialect: Dialect): Route {
  checkFields(route, dialect);
  const { operation } = route;
  return {
    ...route,
    method: dialect.methods?.[operation] ?? route.method,
    path: checkedPath(route, dialect),
    query: route.query.map((parameter) => spokenParameter(parameter, route, dialect)),
    body: route.body && reshapedSchema(requestShape(dialect, operation), route.body),
    answers: spokenAnswers(route, dialect),
    handle: (call) => translated(route, dialect, call),
  };
}

function checkedPath({ operation, path: ours }: Route, dialect: Dialect): string {
  const renamed = ours.replace(/\{(\w+)\}/g, (_, name: string) => `{${theirName(dialect, operation, name)}}`);
  const path = dialect.paths?.[operation] ?? renamed;
  const placeholders = (each: string) => (each.match(/\{\w+\}/g) ?? []).sort().join();
  const isRight = path.startsWith("/") && placeholders(path) === placeholders(renamed);
  if (!isRight) throw new Error(`The path "${path}" cannot stand for "${ours}"`);
  return path;
}

function spokenParameter(parameter: QueryParameter, { operation }: Route, dialect: Dialect): QueryParameter {
  const name = theirName(dialect, operation, parameter.name);
  const isPage = dialect.paging === "page" && parameter.name === "offset";
  return { ...parameter, name, ...(isPage ? { description: "Number of the page, counted from 0" } : {}) };
}

function spokenAnswers(route: Route, dialect: Dialect): Route["answers"] {
  const shape = answerShape(dialect, route.operation);
  const answers = Object.entries(route.answers).map(([status, { schema, ...rest }]) => {
    return [status, { ...rest, schema: schema && reshapedSchema(shape, keptSchema(route, dialect, schema)) }];
  });
  return Object.fromEntries(answers);
}

async function translated(route: Route, dialect: Dialect, call: Call): Promise<Answer> {
  const answer = await route.handle({
    ...call,
    path: ourNames(dialect, route, call.path),
    query: ourNames(dialect, route, call.query),
    body: ourBody(route, dialect, call.body),
  });
  const { content } = answer;
  if (!content || !("json" in content)) return answer;
  const kept = keptMembers(route, dialect, content.json);
  return { ...answer, content: { json: reshaped(answerShape(dialect, route.operation), kept) } };
}

function ourNames(dialect: Dialect, { operation, path, query }: Route, given: Readonly<Record<string, string>>) {
  const ours = [...placeholdersOf(path), ...query.map(({ name }) => name)];
  const theirs = new Map(ours.map((name) => [theirName(dialect, operation, name), name]));
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [theirs.get(name) ?? name, value]));
}

function ourBody({ operation, body }: Route, dialect: Dialect, given: Call["body"]): Call["body"] {
  const shape = requestShape(dialect, operation);
  const members = Object.keys(body?.properties ?? {}).flatMap((name) => {
    const value = memberAt(given, shape.place(name, []));
    return value === undefined ? [] : [[name, ourWord(dialect, name, value)]];
  });
  return Object.fromEntries(members);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function isKept({ operation }: Route, { answers = {} }: Dialect, name: string): boolean {
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
  const stranger = named.find((name) => !known.has(name));
  if (stranger !== undefined) throw new Error(`The operation "${operation}" has no field "${stranger}"`);
}

function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function membersOf(schema: Schema | null | undefined): string[] {
  if (!schema) return [];
  const inner = Object.entries(schema.properties ?? {});
  return [...inner.flatMap(([name, member]) => [name, ...membersOf(member)]), ...membersOf(schema.items)];
}
