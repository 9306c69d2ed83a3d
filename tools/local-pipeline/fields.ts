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

/** Reads the members of a mapping; `finish` refuses those that were never read. */
export class Fields {
  readonly at: Place;
  readonly #what: string;
  readonly #map: MapNode;
  readonly #known = new Set<string>();

  /** `what` is the name of the mapping in messages, such as "a stage". */
  constructor(node: TreeNode, what: string) {
    this.#what = what;
    this.#map = expectMap(node, capitalized(what));
    this.at = node.at;
  }

  /** True when the key is present. The key counts as known from then on. */
  has(key: string): boolean {
    return this.node(key) !== undefined;
  }

  /** The value of a key, of any kind; `undefined` when it is absent. */
  node(key: string): TreeNode | undefined {
    this.#known.add(key);
    return this.#map.entries.find((entry) => entry.key.text === key)?.value;
  }

  /** A text. @throws PipelineFileError for anything else. */
  text(key: string): TextNode | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : expectText(node, `"${key}"`);
  }

  /** A required text. @throws PipelineFileError when it is absent or empty. */
  requiredText(key: string): TextNode {
    const node = this.text(key);
    if (node === undefined) throw new PipelineFileError(this.at, `${capitalized(this.#what)} needs "${key}".`);
    if (node.text.trim() === "") throw new PipelineFileError(node.at, `"${key}" must not be empty.`);
    return node;
  }

  /** A list. @throws PipelineFileError for anything else. */
  list(key: string): ListNode | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : expectList(node, `"${key}"`);
  }

  /** A required list. @throws PipelineFileError when it is absent or empty. */
  requiredList(key: string): ListNode {
    const list = this.list(key);
    if (list === undefined) throw new PipelineFileError(this.at, `${capitalized(this.#what)} needs "${key}".`);
    if (list.items.length === 0) throw new PipelineFileError(list.at, `"${key}" must not be empty.`);
    return list;
  }

  /** A boolean in any case. @throws PipelineFileError for anything else. */
  flag(key: string, fallback: boolean): boolean {
    const node = this.text(key);
    if (node === undefined) return fallback;
    const text = node.text.toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    throw new PipelineFileError(node.at, `"${key}" must be true or false.`);
  }

  /** A whole number, 0 or greater. @throws PipelineFileError for anything else. */
  count(key: string): number | undefined {
    const node = this.text(key);
    if (node === undefined) return undefined;
    if (/^\d+$/.test(node.text)) return Number(node.text);
    throw new PipelineFileError(node.at, `"${key}" must be a whole number.`);
  }

  /** The names and texts of a mapping. @throws PipelineFileError for anything else. */
  texts(key: string): { readonly name: TextNode; readonly value: TextNode }[] {
    const node = this.node(key);
    if (node === undefined) return [];
    return expectMap(node, `"${key}"`).entries.map((entry) => ({
      name: entry.key,
      value: expectText(entry.value, `"${entry.key.text}"`),
    }));
  }

  /** @throws PipelineFileError for the first key that was never read or is duplicate. */
  finish(): void {
    const known = [...this.#known].sort().join(", ");
    for (const { key } of this.#map.entries) {
      if (!this.#known.has(key.text)) {
        throw new PipelineFileError(
          key.at,
          `This runner does not know "${key.text}" in ${this.#what}. It knows ${known}.`,
        );
      }
    }
    refuseDuplicates(this.#map);
  }
}

/** @throws PipelineFileError for the second of two equal keys, which a template can produce. */
export function refuseDuplicates(map: MapNode): void {
  const seen = new Set<string>();
  for (const { key } of map.entries) {
    if (seen.has(key.text)) throw new PipelineFileError(key.at, `"${key.text}" is here twice.`);
    seen.add(key.text);
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
