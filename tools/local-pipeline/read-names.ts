import { statusFunctionNames } from "./dialects.ts";
import { partsOf } from "./expression-parser.ts";
import { toText } from "./expression-values.ts";
import type { Fields } from "./fields.ts";
import type { LocatedExpression } from "./located-expression.ts";
import { PipelineFileError, type Place } from "./place.ts";
import { expectText, type TextNode } from "./tree.ts";

/** Something that others can depend on. */
export interface Named {
  readonly at: Place;
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly condition: LocatedExpression | undefined;
}

/** Reads a name that expressions can use. @throws PipelineFileError when it is none. */
export function readName(fields: Fields, key: string): TextNode {
  const node = fields.requiredText(key);
  if (/^[A-Za-z_]\w*$/.test(node.text)) return node;
  throw new PipelineFileError(node.at, `"${node.text}" is no name: letters, digits and underscores, no digit first.`);
}

/** Reads `dependsOn` in each of its forms; `undefined` when it is absent. @throws PipelineFileError when it is none of them. */
export function readDependsOn(fields: Fields): string[] | undefined {
  const node = fields.node("dependsOn");
  if (node === undefined) return undefined;
  const items = node.kind === "list" ? node.items : [node];
  const names = items.map((item) => expectText(item, `A name in "dependsOn"`).text.trim());
  return names.filter((name) => name !== "");
}

/**
 * Puts things in an order in which each follows what it depends on, otherwise as they are.
 * @throws PipelineFileError for a name used twice, one that is not there, a circle, or a condition that asks for another's status.
 */
export function awaitAll<T extends Named>(things: readonly T[], noun: string): T[] {
  refuseUnknown(things, noun);
  const ordered: T[] = [];
  const rest = [...things];
  while (rest.length > 0) {
    const next = rest.findIndex((each) => each.dependsOn.every((name) => find(ordered, name) !== undefined));
    const [first] = rest;
    if (next < 0)
      throw new PipelineFileError(first?.at ?? unknownPlace, `The ${noun}s depend on each other in a circle.`);
    ordered.push(...rest.splice(next, 1));
  }
  for (const each of ordered) refuseStrangers(each, ordered, noun);
  return ordered;
}

/** All that something depends on, directly or not. */
export function ancestorsOf(things: readonly Named[], name: string): string[] {
  const direct = find(things, name)?.dependsOn ?? [];
  return [...new Set(direct.flatMap((each) => [find(things, each)?.name ?? each, ...ancestorsOf(things, each)]))];
}

const unknownPlace: Place = { file: "", line: 1, column: 1 };

function find<T extends Named>(things: readonly T[], name: string): T | undefined {
  return things.find((each) => each.name.toLowerCase() === name.toLowerCase());
}

function refuseUnknown(things: readonly Named[], noun: string): void {
  for (const [index, each] of things.entries()) {
    if (find(things.slice(0, index), each.name) !== undefined) {
      throw new PipelineFileError(each.at, `There are two ${noun}s named "${each.name}".`);
    }
    const missing = each.dependsOn.find((name) => find(things, name) === undefined);
    if (missing === undefined) continue;
    throw new PipelineFileError(each.at, `The ${noun} "${each.name}" depends on "${missing}", which is not there.`);
  }
}

function refuseStrangers(each: Named, things: readonly Named[], noun: string): void {
  if (each.condition === undefined) return;
  const allowed = ancestorsOf(things, each.name).map((name) => name.toLowerCase());
  for (const part of partsOf(each.condition.parsed)) {
    if (part.kind !== "call" || !statusFunctionNames.some((name) => name === part.name)) continue;
    for (const arg of part.args) {
      const name = arg.kind === "literal" ? toText(arg.value) : undefined;
      if (name !== undefined && allowed.includes(name.toLowerCase())) continue;
      const sentence = `The ${noun} "${each.name}" does not depend on ${name === undefined ? "this" : `"${name}"`}, so it cannot ask how it went.`;
      throw new PipelineFileError(each.condition.locate(arg.offset), sentence);
    }
  }
}
