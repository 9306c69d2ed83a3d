import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A Markdown file of a checkout. */
export interface MarkdownFile {
  /** Path below the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  /** The word after the opening fence; "" when there is none. */
  readonly language: string;
  readonly text: string;
  /** Line of the file, counted from 1, on which its text begins. */
  readonly line: number;
}

/** A heading written with `#`. */
export interface Heading {
  /** 1 for `#`, 2 for `##`. */
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** A line outside fenced blocks. */
export interface ProseLine {
  readonly text: string;
  readonly line: number;
}

/** What a Markdown text is made of. */
export interface MarkdownParts {
  readonly headings: readonly Heading[];
  readonly blocks: readonly CodeBlock[];
  readonly prose: readonly ProseLine[];
}

const notOurs = new Set(["node_modules", "dist", "build", "coverage", ".git"]);

/** The files of a checkout with this extension, as paths with forward slashes, without what is built or installed. */
export function filesWithExtension(root: string, extension: RegExp, folder = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesWithExtension(root, extension, path);
    return extension.test(entry.name) ? [path] : [];
  });
  return paths.sort();
}

/** Every Markdown file of a checkout, whether or not it is in version control yet. */
export function markdownFiles(root: string): MarkdownFile[] {
  return filesWithExtension(root, /\.md$/).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Takes a Markdown text apart. */
export function partsOf(text: string): MarkdownParts {
  const [headings, blocks, prose]: [Heading[], CodeBlock[], ProseLine[]] = [[], [], []];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, fence, language] = /^ *(`{3,}|~{3,}) *(\S*)/.exec(line) ?? [];
    if (fence !== undefined) {
      const body = bodyOfBlock(lines, index + 1, fence);
      blocks.push({ language: language ?? "", text: body.map((each) => `${each}\n`).join(""), line: index + 2 });
      index += body.length + 1;
      continue;
    }
    prose.push({ text: line, line: index + 1 });
    const [, marks, title] = /^(#{1,6}) +(.*?) *#*$/.exec(line) ?? [];
    if (marks !== undefined) headings.push({ level: marks.length, text: title ?? "", line: index + 1 });
  }
  return { headings, blocks, prose };
}

function bodyOfBlock(lines: readonly string[], start: number, fence: string): string[] {
  const length = lines.slice(start).findIndex((line) => line.trimStart().startsWith(fence));
  return lines.slice(start, length < 0 ? lines.length : start + length);
}

/** The part of a text from a heading to the next one of its level or above; undefined without such a heading. */
export function sectionOf(text: string, isWanted: (title: string) => boolean): string | undefined {
  const { headings } = partsOf(text);
  const start = headings.findIndex((heading) => isWanted(heading.text));
  const heading = headings[start];
  if (heading === undefined) return undefined;
  const next = headings.slice(start + 1).find(({ level }) => level <= heading.level);
  return text
    .split("\n")
    .slice(heading.line - 1, next && next.line - 1)
    .join("\n");
}
