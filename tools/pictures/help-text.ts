import { marked } from "marked";
import { Markup } from "./html.ts";

/** Help that is written in Markdown, as HTML without a paragraph around it. */
export function helpText(markdown: string): Markup {
  return new Markup(marked.parseInline(markdown, { async: false, gfm: true }));
}
