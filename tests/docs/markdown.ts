import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A Markdown file of a checkout. */
export interface MarkdownFile {
  /** The path in the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  /** The word after the opening fence, or "". */
  readonly language: string;
  readonly text: string;
  /** The first line of its text in the file, counted from 1. */
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

/** The parts of a Markdown text. */
export interface MarkdownParts {
  readonly headings: readonly Heading[];
  readonly blocks: readonly CodeBlock[];
  readonly prose: readonly ProseLine[];
}

const ignoredFolders = new Set(["node_modules", "dist", "build", "coverage", ".git"]);

/** The paths of the files with this extension in a checkout, with forward slashes, without built or installed files. */
export function filesWithExtension(root: string, extension: RegExp, folder = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : filesWithExtension(root, extension, path);
    return extension.test(entry.name) ? [path] : [];
  });
  return paths.sort();
}

/** All Markdown files of a checkout, including files that are not yet in version control. */
export function markdownFiles(root: string): MarkdownFile[] {
  return filesWithExtension(root, /\.md$/).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Splits a Markdown text into its parts. */
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

/** The section of a text up to the next heading of the same or a higher level, or undefined without the heading. */
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
