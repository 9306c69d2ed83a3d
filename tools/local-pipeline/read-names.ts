import { statusFunctionNames } from "./dialects.ts";
import { partsOf } from "./expression-parser.ts";
import { toText } from "./expression-values.ts";
import type { Fields } from "./fields.ts";
import type { LocatedExpression } from "./located-expression.ts";
import { PipelineFileError, type Place } from "./place.ts";
import { expectText, type TextNode } from "./tree.ts";

/** A stage or job, which others can depend on. */
export interface Named {
  readonly at: Place;
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly condition: LocatedExpression | undefined;
}

/** Reads a name that expressions can use. @throws PipelineFileError when it is not a valid one. */
export function readName(fields: Fields, key: string): TextNode {
  const node = fields.requiredText(key);
  if (/^[A-Za-z_]\w*$/.test(node.text)) return node;
  throw new PipelineFileError(
    node.at,
    `"${node.text}" is not a valid name. Use letters, digits and underscores; do not begin with a digit.`,
  );
}

/** Reads `dependsOn`, a text or a list; `undefined` when it is absent. @throws PipelineFileError for anything else. */
export function readDependsOn(fields: Fields): string[] | undefined {
  const node = fields.node("dependsOn");
  if (node === undefined) return undefined;
  const items = node.kind === "list" ? node.items : [node];
  const names = items.map((item) => expectText(item, `A name in "dependsOn"`).text.trim());
  return names.filter((name) => name !== "");
}

/**
 * Sorts stages or jobs so that each comes after its dependencies; keeps the given order otherwise.
 * @throws PipelineFileError for a duplicate name, an unknown one, a cycle, or a condition that tests the status of one
 *   that is not a dependency
 */
export function inOrderOfDependencies<T extends Named>(things: readonly T[], noun: string): T[] {
  refuseUnknown(things, noun);
  const ordered: T[] = [];
  const rest = [...things];
  while (rest.length > 0) {
    const next = rest.findIndex((each) => each.dependsOn.every((name) => find(ordered, name) !== undefined));
    const [first] = rest;
    if (next < 0)
      throw new PipelineFileError(first?.at ?? unknownPlace, `The ${noun}s depend on each other in a cycle.`);
    ordered.push(...rest.splice(next, 1));
  }
  for (const each of ordered) refuseUnrelatedStatus(each, ordered, noun);
  return ordered;
}

/** The names of everything that a stage or job depends on, directly or indirectly. */
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
    throw new PipelineFileError(each.at, `The ${noun} "${each.name}" depends on "${missing}", which does not exist.`);
  }
}

function refuseUnrelatedStatus(each: Named, things: readonly Named[], noun: string): void {
  if (each.condition === undefined) return;
  const allowed = ancestorsOf(things, each.name).map((name) => name.toLowerCase());
  for (const part of partsOf(each.condition.parsed)) {
    if (part.kind !== "call" || !statusFunctionNames.some((name) => name === part.name)) continue;
    for (const arg of part.args) {
      const name = arg.kind === "literal" ? toText(arg.value) : undefined;
      if (name !== undefined && allowed.includes(name.toLowerCase())) continue;
      const sentence = `The ${noun} "${each.name}" does not depend on ${name === undefined ? "this" : `"${name}"`}, so it cannot test its status.`;
      throw new PipelineFileError(each.condition.locate(arg.offset), sentence);
    }
  }
}
