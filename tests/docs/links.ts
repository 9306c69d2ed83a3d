import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { type MarkdownFile, partsOf } from "./markdown.ts";

/** The anchors that GitHub creates from the headings of a Markdown text. A repeated anchor gets a number. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of partsOf(text).headings) anchors.add(unused(anchorOf(heading.text), anchors));
  return anchors;
}

/** The anchor of a heading: lower case, hyphens for spaces, only letters, digits, `_` and `-`, and the text of links. */
function anchorOf(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

function unused(anchor: string, taken: ReadonlySet<string>): string {
  if (!taken.has(anchor)) return anchor;
  let number = 1;
  while (taken.has(`${anchor}-${number}`)) number++;
  return `${anchor}-${number}`;
}

/** The links of a Markdown text to a file or heading in the same checkout. */
export function relativeLinks(text: string): string[] {
  const lines = partsOf(text).prose.map((line) => line.text.replace(/`[^`]*`/g, "``"));
  const inline = lines.flatMap((line) => [...line.matchAll(/\]\(<?([^)\s>]+)>?(?: +"[^"]*")?\)/g)]);
  const references = lines.flatMap((line) => [...line.matchAll(/^ *\[[^\]]+\]: *<?([^\s>]+)/g)]);
  return [...inline, ...references].flatMap(([, target = ""]) => (/^[a-z][a-z0-9+.-]*:/i.test(target) ? [] : [target]));
}

/** Each relative link of a file without a target, with the reason. */
export function brokenLinks(root: string, page: MarkdownFile): string[] {
  return relativeLinks(page.text).flatMap((link) => {
    const problem = problemOf(root, page, link);
    return problem === undefined ? [] : [`${page.path}: ${link} ${problem}`];
  });
}

function problemOf(root: string, page: MarkdownFile, link: string): string | undefined {
  const [target = "", anchor] = link.split("#");
  if (target === "") return anchorProblem(page.text, anchor);
  const file = normalize(join(dirname(page.path), decodeURIComponent(target)));
  if (file.startsWith("..")) return "leaves the checkout";
  if (!existsSync(join(root, file))) return "does not exist";
  if (anchor === undefined) return undefined;
  return file.endsWith(".md")
    ? anchorProblem(readFileSync(join(root, file), "utf8"), anchor)
    : "has an anchor, and is not Markdown";
}

function anchorProblem(text: string, anchor: string | undefined): string | undefined {
  return anchorsOf(text).has(anchor ?? "") ? undefined : "names no heading there";
}
