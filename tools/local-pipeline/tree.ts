import { PipelineFileError, type Place } from "./place.ts";

/** A scalar as text. Azure Pipelines reads every scalar as text, even `true` and `1`. */
export interface TextNode {
  readonly kind: "text";
  readonly at: Place;
  readonly text: string;
  /** The place in the file of a character of the text. */
  readonly locate: (offset: number) => Place;
}

/** A sequence. */
export interface ListNode {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly TreeNode[];
}

/** One key and its value. */
export interface MapEntry {
  readonly key: TextNode;
  readonly value: TreeNode;
}

/** A mapping, in the order of the file. */
export interface MapNode {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: readonly MapEntry[];
}

/** A node of a pipeline file. */
export type TreeNode = TextNode | ListNode | MapNode;

/** A text that is not in the file character by character, so all of it has one place. */
export function textAt(at: Place, text: string): TextNode {
  return { kind: "text", at, text, locate: () => at };
}

/** The node as text. @throws PipelineFileError for any other kind; `what` is its name in the message. */
export function expectText(node: TreeNode, what: string): TextNode {
  if (node.kind === "text") return node;
  throw new PipelineFileError(node.at, `${what} must be a text, not a ${nounOf(node)}.`);
}

/** The node as mapping. @throws PipelineFileError for any other kind; `what` is its name in the message. */
export function expectMap(node: TreeNode, what: string): MapNode {
  if (node.kind === "map") return node;
  throw new PipelineFileError(node.at, `${what} must be a mapping, not a ${nounOf(node)}.`);
}

/** The node as sequence. @throws PipelineFileError for any other kind; `what` is its name in the message. */
export function expectList(node: TreeNode, what: string): ListNode {
  if (node.kind === "list") return node;
  throw new PipelineFileError(node.at, `${what} must be a list, not a ${nounOf(node)}.`);
}

function nounOf(node: TreeNode): string {
  return { text: "text", list: "list", map: "mapping" }[node.kind];
}
