import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { isReservedHost } from "../../tools/build/release.ts";
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

/** A picture of a Markdown text. */
export interface Picture {
  readonly target: string;
  /** The alternative text; "" when there is none. */
  readonly alternative: string;
}

/** The targets of all links and pictures of a Markdown text, in Markdown or in HTML. */
export function linksOf(text: string): string[] {
  const prose = proseOf(text);
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: +"[^"]*")?\)/g)];
  const references = [...prose.matchAll(/^ *\[[^\]]+\]: *<?([^\s>]+)/gm)];
  const automatic = [...prose.matchAll(/<([a-z]+:[^\s>]+)>/g)];
  const html = elementsOf(prose).flatMap(({ href, src, srcset }) => [href, src, srcset].flatMap((each) => each ?? []));
  return [...[...inline, ...references, ...automatic].map(([, target = ""]) => target), ...html];
}

/** The pictures of a Markdown text, in Markdown or in HTML. */
export function picturesOf(text: string): Picture[] {
  const prose = proseOf(text);
  const inline = [...prose.matchAll(/!\[([^\]]*)\]\(<?([^)\s>]+)>?(?: +"[^"]*")?\)/g)];
  const html = elementsOf(prose).filter(({ src }) => src !== undefined);
  return [
    ...inline.map(([, alternative = "", target = ""]) => ({ target, alternative })),
    ...html.map(({ src = "", alt = "" }) => ({ target: src, alternative: alt })),
  ];
}

/** The text outside blocks and spans of code. */
function proseOf(text: string): string {
  return partsOf(text)
    .prose.map((line) => line.text.replace(/`[^`]*`/g, "``"))
    .join("\n");
}

/** The attributes of each HTML element that leads to another file. */
function elementsOf(prose: string): Record<string, string | undefined>[] {
  const elements = prose.matchAll(/<(?:a|img|source)\s([^<>]*)>/g);
  return [...elements].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );
}

const isOutside = (target: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(target);

/** The links of a Markdown text to a file or heading in the same checkout. */
export function relativeLinks(text: string): string[] {
  return linksOf(text).filter((target) => !isOutside(target));
}

/**
 * Each link of a file that leads nowhere, and each picture without an alternative text, with the reason. Links to other
 * sites are checked for their form alone.
 */
export function brokenLinks(root: string, page: MarkdownFile): string[] {
  const unnamed = picturesOf(page.text).filter(({ alternative }) => alternative.trim() === "");
  return [
    ...linksOf(page.text).flatMap((link) => {
      const problem = isOutside(link) ? outsideProblem(link) : problemOf(root, page, link);
      return problem === undefined ? [] : [`${page.path}: ${link} ${problem}`];
    }),
    ...unnamed.map(({ target }) => `${page.path}: ${target} has no alternative text`),
  ];
}

function outsideProblem(link: string): string | undefined {
  if (!URL.canParse(link)) return "is not an address";
  const { protocol, hostname, username } = new URL(link);
  if (protocol !== "https:") return "is not https";
  if (username !== "") return "names a user";
  if (isReservedHost(hostname) || /[{}…]/.test(link)) return "is a placeholder";
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(hostname) ? undefined : "has no host of the usual form";
}

function problemOf(root: string, page: MarkdownFile, link: string): string | undefined {
  const [target = "", anchor] = link.split("#");
  if (target === "") return anchorProblem(page.text, anchor);
  const file = fileOf(page, target);
  if (file.startsWith("..")) return "leaves the checkout";
  if (!existsSync(join(root, file))) return "does not exist";
  if (anchor === undefined) return undefined;
  return file.endsWith(".md")
    ? anchorProblem(readFileSync(join(root, file), "utf8"), anchor)
    : "has an anchor, and is not Markdown";
}

function fileOf(page: MarkdownFile, target: string): string {
  return normalize(join(dirname(page.path), decodeURIComponent(target))).replaceAll("\\", "/");
}

function anchorProblem(text: string, anchor: string | undefined): string | undefined {
  return anchorsOf(text).has(anchor ?? "") ? undefined : "names no heading there";
}

/** The paths of the pages that no chain of links leads to from the first page. */
export function unreachablePages(pages: readonly MarkdownFile[], first: string): string[] {
  const reached = new Set<string>([first]);
  // A set also visits what is added during the loop.
  for (const path of reached) {
    const page = pages.find((each) => each.path === path);
    if (page === undefined) continue;
    for (const link of relativeLinks(page.text)) reached.add(fileOf(page, link.replace(/#.*/, "")));
  }
  return pages.map(({ path }) => path).filter((path) => !reached.has(path));
}
