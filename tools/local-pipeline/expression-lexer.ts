/** An error in an expression, with the offset of the wrong character, counted from 0. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly offset: number;

  constructor(offset: number, sentence: string) {
    super(sentence);
    this.offset = offset;
  }
}

/** A token of an expression. */
export interface Token {
  readonly kind: "name" | "number" | "text" | "mark" | "end";
  /** A text without its quotes, anything else as written. */
  readonly text: string;
  readonly offset: number;
}

// A number or version extends to the next blank or mark. It can start with a point only where a value begins.
const atValue = /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>[-.\d][^\s()[\],]*)|'(?<text>(?:[^']|'')*)'|(?<mark>[()[\],]))/y;
const afterValue =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>[-\d][^\s()[\],]*)|'(?<text>(?:[^']|'')*)'|(?<mark>[()[\],.]))/y;

/** Splits an expression into tokens; the last one is its end. @throws ExpressionError for an unexpected character. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  for (let at = 0; at < end; ) {
    const pattern = beginsValue(tokens.at(-1)) ? atValue : afterValue;
    pattern.lastIndex = at;
    const groups = pattern.exec(expression)?.groups;
    if (groups === undefined) throw unexpected(expression, at);
    tokens.push(tokenOf(expression, groups, at));
    at = pattern.lastIndex;
  }
  return [...tokens, { kind: "end", text: "", offset: end }];
}

function beginsValue(last: Token | undefined): boolean {
  return last === undefined || (last.kind === "mark" && ["(", "[", ","].includes(last.text));
}

function tokenOf(expression: string, groups: Record<string, string | undefined>, from: number): Token {
  const offset = from + leadingBlanks(expression.slice(from));
  const { name, number, text } = groups;
  if (name !== undefined) return { kind: "name", text: name, offset };
  if (number !== undefined) return { kind: "number", text: number, offset };
  if (text !== undefined) return { kind: "text", text: text.replaceAll("''", "'"), offset };
  return { kind: "mark", text: groups.mark ?? "", offset };
}

function unexpected(expression: string, from: number): ExpressionError {
  const offset = from + leadingBlanks(expression.slice(from));
  const character = expression.charAt(offset);
  if (character === "'") return new ExpressionError(offset, "The text that begins here has no closing quote.");
  return new ExpressionError(offset, `"${character}" is not allowed here in an expression.`);
}

function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}
