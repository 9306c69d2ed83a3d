import { isObject } from "../../src/core/json.ts";
import { objectOf, type Schema } from "./schema.ts";

/** How a dialect changes the members of a request or an answer. */
export interface Shape {
  /** The path of a usual member from the root; `inside` lists the usual names of the members around it. */
  place(name: string, inside: readonly string[]): readonly string[];
  /** The dialect's value for a usual value. */
  convert(name: string, value: unknown): unknown;
  /** The dialect's schema for a usual schema. */
  convertSchema(name: string, schema: Schema): Schema;
  /** The shape of list entries. */
  readonly entries: Shape;
}

/** Converts a usual object to the dialect. */
export function reshaped(shape: Shape, value: unknown): unknown {
  return isObject(value) ? builtValue(treeOf(leavesOf(shape, value, []))) : value;
}

/** Converts the schema of a usual object to the dialect. */
export function reshapedSchema(shape: Shape, schema: Schema): Schema {
  return schema.properties ? builtSchema(treeOf(schemaLeavesOf(shape, schema, [], true))) : schema;
}

interface Leaf<T> {
  readonly path: readonly string[];
  readonly content: T;
}

interface Member {
  readonly schema: Schema;
  readonly isRequired: boolean;
}

type Tree<T> = Map<string, Tree<T> | { readonly content: T }>;

function leavesOf(shape: Shape, value: Record<string, unknown>, inside: readonly string[]): Leaf<unknown>[] {
  return Object.entries(value).flatMap(([name, member]) =>
    isObject(member)
      ? leavesOf(shape, member, [...inside, name])
      : [{ path: shape.place(name, inside), content: convertedLeaf(shape, name, member) }],
  );
}

function convertedLeaf(shape: Shape, name: string, value: unknown): unknown {
  if (!Array.isArray(value)) return shape.convert(name, value);
  return value.map((item) => (isObject(item) ? reshaped(shape.entries, item) : shape.convert(name, item)));
}

function schemaLeavesOf(
  shape: Shape,
  { properties = {}, required = [] }: Schema,
  inside: readonly string[],
  isNeeded: boolean,
): Leaf<Member>[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const isRequired = isNeeded && required.includes(name);
    if (schema.properties) return schemaLeavesOf(shape, schema, [...inside, name], isRequired);
    return [{ path: shape.place(name, inside), content: { schema: convertedSchema(shape, name, schema), isRequired } }];
  });
}

function convertedSchema(shape: Shape, name: string, schema: Schema): Schema {
  if (!schema.items) return shape.convertSchema(name, schema);
  const { items } = schema;
  return {
    ...schema,
    items: items.properties ? reshapedSchema(shape.entries, items) : shape.convertSchema(name, items),
  };
}

function treeOf<T>(leaves: readonly Leaf<T>[]): Tree<T> {
  const root: Tree<T> = new Map();
  for (const { path, content } of leaves) insert(root, path, content);
  return root;
}

function insert<T>(tree: Tree<T>, [name, ...rest]: readonly string[], content: T): void {
  if (name === undefined) return;
  if (rest.length === 0) return void tree.set(name, { content });
  const existing = tree.get(name);
  const branch: Tree<T> = existing instanceof Map ? existing : new Map();
  tree.set(name, branch);
  insert(branch, rest, content);
}

function builtValue(tree: Tree<unknown>): Record<string, unknown> {
  return Object.fromEntries(
    [...tree].map(([name, node]) => [name, node instanceof Map ? builtValue(node) : node.content]),
  );
}

function builtSchema(tree: Tree<Member>): Schema {
  const members = [...tree].map(([name, node]) => [
    name,
    node instanceof Map ? builtSchema(node) : node.content.schema,
  ]);
  const required = [...tree].filter(([, node]) => isRequired(node)).map(([name]) => name);
  return objectOf(Object.fromEntries(members), required);
}

function isRequired(node: Tree<Member> | { readonly content: Member }): boolean {
  return node instanceof Map ? [...node.values()].some(isRequired) : node.content.isRequired;
}
