import { Dictionary, isList, toText, type Value } from "./expression-values.ts";
import type { Place } from "./place.ts";
import { type MapEntry, type TreeNode, textAt } from "./tree.ts";

/** Converts a part of the file to a value for template expressions; scalars become texts. */
export function valueOfNode(node: TreeNode): Value {
  if (node.kind === "text") return node.text;
  if (node.kind === "list") return node.items.map(valueOfNode);
  return new Dictionary(node.entries.map(({ key, value }) => [key.text, valueOfNode(value)] as const));
}

/** Converts the value of a template expression to a part of the file. */
export function nodeOf(value: Value, at: Place): TreeNode {
  if (isList(value)) return { kind: "list", at, items: value.map((item) => nodeOf(item, at)) };
  if (value instanceof Dictionary)
    return { kind: "map", at, entries: value.entries().map((entry) => entryOf(entry, at)) };
  return textAt(at, toText(value) ?? "");
}

function entryOf([name, value]: readonly [string, Value], at: Place): MapEntry {
  return { key: textAt(at, name), value: nodeOf(value, at) };
}
