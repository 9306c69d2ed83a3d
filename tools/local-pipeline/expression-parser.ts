import { ExpressionError, type Token, tokenize } from "./expression-lexer.ts";
import { exactNumber, type Value } from "./expression-values.ts";
import { Version } from "./version.ts";

/** A parsed expression; `offset` is its first character in the text. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Value; readonly offset: number }
  | { readonly kind: "context"; readonly name: string; readonly offset: number }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression; readonly offset: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly offset: number };

/** How many arguments a function takes. */
export interface Signature {
  readonly least: number;
  readonly most: number;
}

/** What expressions can use at one kind of place; all names in lower case. */
export interface Dialect {
  /** The kind of place, such as "The condition of a step". */
  readonly where: string;
  readonly contexts: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, Signature>;
}

/** Parses an expression. @throws ExpressionError for wrong syntax and for anything that the dialect does not know. */
export function parseExpression(text: string, dialect: Dialect): Expression {
  const parser = new Parser(tokenize(text), dialect);
  return parser.parse();
}

/** The expression itself and all parts of it. */
export function partsOf(expression: Expression): Expression[] {
  if (expression.kind === "member") return [expression, ...partsOf(expression.of), ...partsOf(expression.key)];
  if (expression.kind === "call") return [expression, ...expression.args.flatMap(partsOf)];
  return [expression];
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #dialect: Dialect;
  #next = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
  }

  parse(): Expression {
    const expression = this.#expression();
    const rest = this.#take();
    if (rest.kind !== "end") throw new ExpressionError(rest.offset, `"${rest.text}" follows a complete expression.`);
    return expression;
  }

  #expression(): Expression {
    let expression = this.#primary();
    // In Azure Pipelines, contexts and function calls can have members; literals cannot.
    while (expression.kind !== "literal") {
      if (this.#skip(".")) expression = this.#property(expression);
      else if (this.#skip("[")) expression = this.#index(expression);
      else break;
    }
    return expression;
  }

  #primary(): Expression {
    const token = this.#take();
    if (token.kind === "text") return { kind: "literal", value: token.text, offset: token.offset };
    if (token.kind === "number") return { kind: "literal", value: numberOrVersionOf(token), offset: token.offset };
    if (token.kind === "name") return this.#skip("(") ? this.#call(token) : this.#name(token);
    const next = token.kind === "end" ? "the end of the expression" : `"${token.text}"`;
    throw new ExpressionError(token.offset, `A value is missing before ${next}.`);
  }

  #name(token: Token): Expression {
    const { offset } = token;
    const name = token.text.toLowerCase();
    const keyword = keywords.get(name);
    if (keyword !== undefined) return { kind: "literal", value: keyword, offset };
    if (this.#dialect.contexts.has(name)) return { kind: "context", name, offset };
    const { where, contexts, functions } = this.#dialect;
    const hint = functions.has(name) ? ` It is a function: write ${token.text}().` : "";
    if (name === "null") throw new ExpressionError(offset, `Azure Pipelines has no literal "${token.text}".`);
    const known = listed([...contexts]) || "nothing";
    throw new ExpressionError(offset, `${where} cannot use "${token.text}".${hint || ` It can use ${known}.`}`);
  }

  #call(token: Token): Expression {
    const name = token.text.toLowerCase();
    const signature = this.#dialect.functions.get(name);
    if (signature === undefined) {
      throw new ExpressionError(token.offset, `${this.#dialect.where} cannot use a function "${token.text}".`);
    }
    const args = this.#arguments();
    if (args.length < signature.least || args.length > signature.most) {
      throw new ExpressionError(token.offset, `${token.text}() takes ${counted(signature)}, not ${args.length}.`);
    }
    return { kind: "call", name, args, offset: token.offset };
  }

  #arguments(): Expression[] {
    const args: Expression[] = [];
    if (this.#skip(")")) return args;
    do args.push(this.#expression());
    while (this.#skip(","));
    this.#expect(")");
    return args;
  }

  #property(of: Expression): Expression {
    const token = this.#take();
    if (token.kind !== "name") throw new ExpressionError(token.offset, "A name must follow the dot.");
    const key: Expression = { kind: "literal", value: token.text, offset: token.offset };
    return { kind: "member", of, key, offset: of.offset };
  }

  #index(of: Expression): Expression {
    const key = this.#expression();
    this.#expect("]");
    return { kind: "member", of, key, offset: of.offset };
  }

  #take(): Token {
    const token = this.#tokens[this.#next] ?? { kind: "end", text: "", offset: 0 };
    this.#next += 1;
    return token;
  }

  #skip(mark: string): boolean {
    const token = this.#tokens[this.#next];
    const isNext = token?.kind === "mark" && token.text === mark;
    if (isNext) this.#next += 1;
    return isNext;
  }

  #expect(mark: string): void {
    if (this.#skip(mark)) return;
    throw new ExpressionError(this.#take().offset, `"${mark}" is missing.`);
  }
}

const keywords: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["false", false],
]);

function numberOrVersionOf({ text, offset }: Token): number | Version {
  const isNumber = /^-?(?:\d+\.?\d*|\.\d+)$/.test(text);
  const value = isNumber ? numberOf(text, offset) : Version.parse(text);
  if (value !== undefined) return value;
  throw new ExpressionError(offset, `"${text}" is neither a number nor a version of two to four numbers.`);
}

function numberOf(text: string, offset: number): number {
  try {
    return exactNumber(text);
  } catch (error) {
    throw new ExpressionError(offset, error instanceof Error ? error.message : String(error));
  }
}

function counted({ least, most }: Signature): string {
  if (most === 0) return "no arguments";
  if (most === Number.POSITIVE_INFINITY) return `at least ${least} argument${least === 1 ? "" : "s"}`;
  return least === most ? `${least} argument${least === 1 ? "" : "s"}` : `${least} to ${most} arguments`;
}

function listed(names: readonly string[]): string {
  return names.join(", ");
}
