import { PipelineFileError, type Place } from "./place.ts";
import {
  expectList,
  expectMap,
  expectText,
  type ListNode,
  type MapNode,
  type TextNode,
  type TreeNode,
} from "./tree.ts";

/** Reads the members of a mapping and refuses, at the end, those that nobody asked for. */
export class Fields {
  readonly at: Place;
  readonly #what: string;
  readonly #map: MapNode;
  readonly #known = new Set<string>();

  /** `what` names the mapping in messages, as in "a stage". */
  constructor(node: TreeNode, what: string) {
    this.#what = what;
    this.#map = expectMap(node, capitalized(what));
    this.at = node.at;
  }

  /** True when the key is there; the key counts as known. */
  has(key: string): boolean {
    return this.node(key) !== undefined;
  }

  /** The value of a key, of any kind. */
  node(key: string): TreeNode | undefined {
    this.#known.add(key);
    return this.#map.entries.find((entry) => entry.key.text === key)?.value;
  }

  /** A text. @throws PipelineFileError when it is something else. */
  text(key: string): TextNode | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : expectText(node, `"${key}"`);
  }

  /** A text that must be there and not be empty. @throws PipelineFileError when it is not. */
  requiredText(key: string): TextNode {
    const node = this.text(key);
    if (node === undefined) throw new PipelineFileError(this.at, `${capitalized(this.#what)} needs "${key}".`);
    if (node.text.trim() === "") throw new PipelineFileError(node.at, `"${key}" must not be empty.`);
    return node;
  }

  /** A list. @throws PipelineFileError when it is something else. */
  list(key: string): ListNode | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : expectList(node, `"${key}"`);
  }

  /** A list that must be there and not be empty. @throws PipelineFileError when it is not. */
  requiredList(key: string): ListNode {
    const list = this.list(key);
    if (list === undefined) throw new PipelineFileError(this.at, `${capitalized(this.#what)} needs "${key}".`);
    if (list.items.length === 0) throw new PipelineFileError(list.at, `"${key}" must not be empty.`);
    return list;
  }

  /** A boolean in any case. @throws PipelineFileError when it is something else. */
  flag(key: string, otherwise: boolean): boolean {
    const node = this.text(key);
    if (node === undefined) return otherwise;
    const text = node.text.toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    throw new PipelineFileError(node.at, `"${key}" must be true or false.`);
  }

  /** A whole number from 0 on. @throws PipelineFileError when it is something else. */
  count(key: string): number | undefined {
    const node = this.text(key);
    if (node === undefined) return undefined;
    if (/^\d+$/.test(node.text)) return Number(node.text);
    throw new PipelineFileError(node.at, `"${key}" must be a whole number.`);
  }

  /** Texts by name, of a mapping. @throws PipelineFileError when it is something else. */
  texts(key: string): { readonly name: TextNode; readonly value: TextNode }[] {
    const node = this.node(key);
    if (node === undefined) return [];
    return expectMap(node, `"${key}"`).entries.map((entry) => ({
      name: entry.key,
      value: expectText(entry.value, `"${entry.key.text}"`),
    }));
  }

  /** @throws PipelineFileError for the first key that nobody asked for, or that stands there twice. */
  finish(): void {
    const known = [...this.#known].sort().join(", ");
    for (const { key } of this.#map.entries) {
      if (!this.#known.has(key.text)) {
        throw new PipelineFileError(
          key.at,
          `"${key.text}" is nothing that this runner knows in ${this.#what}. It knows ${known}.`,
        );
      }
    }
    refuseDoubles(this.#map);
  }
}

/** @throws PipelineFileError for the second of two equal keys, which a template may have made. */
export function refuseDoubles(map: MapNode): void {
  const seen = new Set<string>();
  for (const { key } of map.entries) {
    if (seen.has(key.text)) throw new PipelineFileError(key.at, `"${key.text}" stands here twice.`);
    seen.add(key.text);
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
