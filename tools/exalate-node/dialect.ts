import type { Answer } from "./answer.ts";
import { isOperation } from "./operations.ts";
import type { Call, Route } from "./route.ts";
import { isObject, type Schema } from "./schema.ts";

/** New names by old ones. */
export type Renaming = Readonly<Record<string, string>>;

/** How a node's API differs by name from the usual one. Its Swagger document follows. */
export interface Dialect {
  /** Path by operation, with the same placeholders as the usual one. */
  readonly paths?: Readonly<Record<string, string>>;
  /** Per operation, their name for ours: query parameters, and members of request and response at any depth. */
  readonly fields?: Readonly<Record<string, Renaming>>;
}

/**
 * Reads a dialect from JSON.
 * @throws Error when it isn't one
 */
export function parseDialect(content: string): Dialect {
  const value: unknown = JSON.parse(content);
  const { paths = {}, fields = {}, ...unknown } = entriesOf(value, "the dialect");
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) throw new Error(`A dialect has no "${stranger}"`);
  const renamings = Object.entries(entriesOf(fields, "fields"));
  return {
    paths: textsOf(paths, "paths"),
    fields: Object.fromEntries(renamings.map(([operation, names]) => [operation, textsOf(names, operation)])),
  };
}

/**
 * Makes routes speak a dialect.
 * @throws Error when the dialect names something that the routes do not have
 */
export function speak(routes: readonly Route[], { paths = {}, fields = {} }: Dialect): Route[] {
  for (const operation of [...Object.keys(paths), ...Object.keys(fields)]) checkRenamable(operation);
  return routes.map((route) => {
    const renaming = fields[route.operation];
    const moved = { ...route, path: checkedPath(route, paths[route.operation] ?? route.path) };
    return renaming ? renameRoute(moved, renaming) : moved;
  });
}

// Nodes call each other by these: a node that renamed them could no longer be connected.
const betweenNodes = ["healthcheck", "completeConnection"];

function checkRenamable(operation: string): void {
  if (!isOperation(operation)) throw new Error(`A dialect names the operation "${operation}", which does not exist`);
  if (betweenNodes.includes(operation)) throw new Error(`The operation "${operation}" cannot be renamed`);
}

function checkedPath(route: Route, path: string): string {
  const placeholders = (each: string) => (each.match(/\{\w+\}/g) ?? []).sort().join();
  const isRight = path.startsWith("/") && placeholders(path) === placeholders(route.path);
  if (!isRight) throw new Error(`The path "${path}" cannot stand for "${route.path}"`);
  return path;
}

function renameRoute(route: Route, renaming: Renaming): Route {
  checkFields(route, renaming);
  const answers = Object.entries(route.answers).map(([status, { schema, ...rest }]) => [
    status,
    { ...rest, schema: schema && renameSchema(schema, renaming) },
  ]);
  return {
    ...route,
    query: route.query.map((parameter) => ({ ...parameter, name: renaming[parameter.name] ?? parameter.name })),
    body: route.body && renameSchema(route.body, renaming),
    answers: Object.fromEntries(answers),
    handle: (call) => translate(route, call, renaming),
  };
}

async function translate(route: Route, call: Call, renaming: Renaming): Promise<Answer> {
  const ours = invert(renaming);
  const answer = await route.handle({
    ...call,
    query: renameKeys(call.query, ours),
    body: renameKeys(call.body, ours),
  });
  const { content } = answer;
  return content && "json" in content ? { ...answer, content: { json: renameDeep(content.json, renaming) } } : answer;
}

function checkFields(route: Route, renaming: Renaming): void {
  const known = new Set([...route.query.map(({ name }) => name), ...membersOf(route.body)]);
  for (const { schema } of Object.values(route.answers)) for (const name of membersOf(schema)) known.add(name);
  const stranger = Object.keys(renaming).find((name) => !known.has(name));
  if (stranger !== undefined) throw new Error(`The operation "${route.operation}" has no field "${stranger}"`);
}

function membersOf(schema: Schema | null | undefined): string[] {
  if (!schema) return [];
  const inner = Object.entries(schema.properties ?? {});
  return [...inner.flatMap(([name, member]) => [name, ...membersOf(member)]), ...membersOf(schema.items)];
}

function renameSchema(schema: Schema, renaming: Renaming): Schema {
  const { properties, required, items } = schema;
  const members = Object.entries(properties ?? {}).map(([name, member]) => [name, renameSchema(member, renaming)]);
  return {
    ...schema,
    ...(properties && { properties: renameKeys(Object.fromEntries(members), renaming) }),
    ...(required && { required: required.map((name) => renaming[name] ?? name) }),
    ...(items && { items: renameSchema(items, renaming) }),
  };
}

function renameDeep(value: unknown, renaming: Renaming): unknown {
  if (Array.isArray(value)) return value.map((item) => renameDeep(item, renaming));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, renameDeep(member, renaming)]);
  return renameKeys(Object.fromEntries(members), renaming);
}

function renameKeys<T>(members: Readonly<Record<string, T>>, renaming: Renaming): Record<string, T> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [renaming[name] ?? name, member]));
}

function invert(renaming: Renaming): Renaming {
  return Object.fromEntries(Object.entries(renaming).map(([ours, theirs]) => [theirs, ours]));
}

function entriesOf(value: unknown, what: string): Record<string, unknown> {
  if (!isObject(value)) throw new Error(`In a dialect, ${what} must be an object`);
  return value;
}

function textsOf(value: unknown, what: string): Renaming {
  const pairs = Object.entries(entriesOf(value, what)).map(([name, text]) => {
    if (typeof text !== "string") throw new Error(`In a dialect, "${name}" of ${what} must be a text`);
    return [name, text];
  });
  return Object.fromEntries(pairs);
}
