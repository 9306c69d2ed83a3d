/** A piece of HTML or SVG. */
export class Markup {
  readonly text: string;

  /** @param text finished HTML: what it contains is not escaped again */
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Markup | string | number | undefined | readonly Markup[];

/** A template for HTML or SVG: texts in it are escaped, pieces of markup are not, and `undefined` is left out. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const filled = parts.map((part, index) => part + textOf(values[index]));
  return new Markup(filled.join(""));
}

function textOf(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escaped(String(value));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
