import { contrastOf } from "./contrast.ts";

/** Smallest contrast of text that WCAG 2 level AA allows. */
const smallestContrast = 4.5;

/** Checks what a person can reach in the page, or in its open dialog. Returns what is wrong, one line each. */
export function violations(): string[] {
  const dialog = document.querySelector("dialog[open]");
  const root = dialog ?? document.body;
  const shown = [...root.querySelectorAll<HTMLElement>("*")].filter((each) => each.checkVisibility());
  return [
    ...unnamed(shown),
    ...headingProblems(shown, dialog === null ? 1 : 2),
    ...idProblems(shown),
    ...shown.filter(({ tabIndex }) => tabIndex > 0).map((each) => `changes the order of focus: ${lineOf(each)}`),
    ...lowContrast(shown),
    ...pageProblems(),
  ];
}

function unnamed(shown: readonly HTMLElement[]): string[] {
  const named = shown.filter((each) => each.matches("input, textarea, button, h1, h2, h3, th"));
  return named.filter((each) => nameOf(each) === "").map((each) => `has no name: ${lineOf(each)}`);
}

function nameOf(each: HTMLElement): string {
  const isField = each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement;
  const text = isField ? [...(each.labels ?? [])].map((label) => label.innerText).join(" ") : each.innerText;
  return (each.getAttribute("aria-label") ?? text).trim();
}

function headingProblems(shown: readonly HTMLElement[], first: number): string[] {
  const levels = shown.flatMap(({ tagName }) => (/^H[1-6]$/.test(tagName) ? [Number(tagName[1])] : []));
  const skipped = levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? level) + 1);
  return [
    ...(levels[0] === first ? [] : [`the first heading is h${levels[0]}, not h${first}`]),
    ...skipped.map((level) => `h${level} skips a level`),
  ];
}

function idProblems(shown: readonly HTMLElement[]): string[] {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const used = shown.flatMap((each) => ["aria-describedby", "aria-labelledby"].map((name) => each.getAttribute(name)));
  const named = used.flatMap((list) => (list ?? "").split(" ").filter((id) => id !== ""));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} occurs twice`),
    ...named.filter((id) => !ids.includes(id)).map((id) => `the id ${id} does not exist`),
  ];
}

function lowContrast(shown: readonly HTMLElement[]): string[] {
  const withText = shown.filter((each) => [...each.childNodes].some(isText) && !each.matches(":disabled"));
  return withText.flatMap((each) => {
    const contrast = contrastOf(each);
    return contrast < smallestContrast ? [`has a contrast of ${contrast.toFixed(2)}: ${lineOf(each)}`] : [];
  });
}

function isText({ nodeType, textContent }: Node): boolean {
  return nodeType === Node.TEXT_NODE && textContent?.trim() !== "";
}

function pageProblems(): string[] {
  const { lang, scrollWidth } = document.documentElement;
  return [
    ...(lang === "en" ? [] : ["the page has no language"]),
    ...(document.title === "" ? ["the page has no title"] : []),
    ...(scrollWidth > innerWidth ? [`the page is ${scrollWidth} pixels wide in a window of ${innerWidth}`] : []),
  ];
}

function lineOf(each: Element): string {
  return each.outerHTML.slice(0, 100);
}
