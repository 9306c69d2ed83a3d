import { closest } from "fastest-levenshtein";
import { partsOf, sectionOf } from "./markdown.ts";

/** The example in the section with this heading, or undefined without an example. */
export function exampleUnder(text: string, heading: string): string | undefined {
  const section = sectionOf(text, (title) => title === heading) ?? "";
  return partsOf(section)
    .blocks.find(({ language }) => language === "text")
    ?.text.trimEnd();
}

/** The page, with each outdated example replaced by the most similar printed message with the same code. */
export function withPrintedExamples(text: string, printed: ReadonlySet<string>): string {
  return text.replace(/^(EXA\d{3}): .*$/gm, (example, code: string) => {
    const candidates = [...printed].filter((message) => message.startsWith(`${code}: `));
    return printed.has(example) || candidates.length === 0 ? example : closest(example, candidates);
  });
}
