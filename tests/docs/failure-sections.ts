import { closest } from "fastest-levenshtein";
import { partsOf, sectionOf } from "./markdown.ts";

/** The example in the section under this heading; undefined without one. */
export function exampleUnder(text: string, heading: string): string | undefined {
  const section = sectionOf(text, (title) => title === heading) ?? "";
  return partsOf(section)
    .blocks.find(({ language }) => language === "text")
    ?.text.trimEnd();
}

/** The page with each example that no run prints replaced by the message of its code that is most alike. */
export function withPrintedExamples(text: string, printed: ReadonlySet<string>): string {
  return text.replace(/^(EXA\d{3}): .*$/gm, (example, code: string) => {
    const candidates = [...printed].filter((message) => message.startsWith(`${code}: `));
    return printed.has(example) || candidates.length === 0 ? example : closest(example, candidates);
  });
}
