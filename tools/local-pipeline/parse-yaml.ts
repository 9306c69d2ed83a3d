import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument, type Scalar } from "yaml";
import { PipelineFileError, type Place } from "./place.ts";
import type { MapEntry, TextNode, TreeNode } from "./tree.ts";

/** Parses YAML and keeps each node's place. @throws PipelineFileError for wrong YAML, anchors, aliases and tags. */
export function parseYaml(text: string, file: string): TreeNode {
  return new Reader(text, file).read();
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #lines = new LineCounter();

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  read(): TreeNode {
    const document = parseDocument(this.#text, { lineCounter: this.#lines, prettyErrors: false });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new PipelineFileError(this.#place(problem.pos[0]), sentence(problem.message));
    if (document.contents === null) throw new PipelineFileError(this.#place(0), "The file contains no pipeline.");
    return this.#node(document.contents, 0);
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line, column: col };
  }

  #node(node: ParsedNode | null, fallback: number): TreeNode {
    if (node === null) return this.#emptyText(fallback);
    const start = node.range[0];
    if ("anchor" in node && node.anchor !== undefined) this.#refuse(start, "An anchor");
    if (node.tag !== undefined) this.#refuse(start, "A tag");
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) {
      return { kind: "list", at: this.#place(start), items: node.items.map((item) => this.#node(item, start)) };
    }
    if (isMap(node))
      return { kind: "map", at: this.#place(start), entries: node.items.map((pair) => this.#entry(pair)) };
    return this.#refuse(start, "An alias");
  }

  #entry(pair: { readonly key: ParsedNode; readonly value: ParsedNode | null }): MapEntry {
    const [start, end] = pair.key.range;
    if (!isScalar(pair.key)) this.#refuse(start, "A key that is not a text");
    return { key: this.#scalar(pair.key as Scalar.Parsed), value: this.#node(pair.value, end) };
  }

  #scalar(node: Scalar.Parsed): TextNode {
    const [start, end] = node.range;
    const text = textOf(node);
    const content = this.#contentStart(node);
    return {
      kind: "text",
      at: this.#place(start),
      text,
      locate: (offset) => this.#place(Math.min(this.#sameCharacter(text, offset, content), end)),
    };
  }

  #emptyText(offset: number): TextNode {
    const at = this.#place(offset);
    return { kind: "text", at, text: "", locate: () => at };
  }

  #contentStart(node: Scalar.Parsed): number {
    const start = node.range[0];
    if (node.type?.startsWith("QUOTE") === true) return start + 1;
    return node.type?.startsWith("BLOCK") === true ? this.#text.indexOf("\n", start) + 1 : start;
  }

  // Folding and indentation change only blanks, so the other characters are counted to find the same one in the file.
  #sameCharacter(text: string, offset: number, from: number): number {
    let wanted = text.slice(0, offset).replace(/\s/g, "").length;
    let at = from;
    for (; at < this.#text.length; at++) {
      if (/\s/.test(this.#text.charAt(at))) continue;
      if (wanted === 0) return at;
      wanted -= 1;
    }
    return at;
  }

  #refuse(offset: number, what: string): never {
    throw new PipelineFileError(this.#place(offset), `${what} is not supported in Azure Pipelines.`);
  }
}

function textOf(node: Scalar.Parsed): string {
  return node.type === "PLAIN" ? node.source : String(node.value);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
