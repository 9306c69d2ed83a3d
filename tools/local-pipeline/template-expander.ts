import { templateDialect } from "./dialects.ts";
import { type Expression, partsOf } from "./expression-parser.ts";
import { Dictionary, isList, toBoolean, toText, type Value } from "./expression-values.ts";
import { compute, locateExpression } from "./located-expression.ts";
import { PipelineFileError, type Place } from "./place.ts";
import { nodeOf } from "./template-values.ts";
import { expectText, type MapEntry, type MapNode, type TextNode, type TreeNode, textAt } from "./tree.ts";

/** What template expressions can use at a place in the file. */
export interface TemplateScope {
  readonly parameters: Dictionary;
  /** Variables with a fixed value in this level and the outer levels. */
  readonly variables: ReadonlyMap<string, readonly [string, Value]>;
  /** Variables of the `each` loops around the place. */
  readonly loops: ReadonlyMap<string, Value>;
}

/**
 * Computes all `${{ … }}` in a node: values, keys, and `if`, `elseif`, `else` and `each` as the key of a mapping or as
 * the only key of a list item. Expressions see the variables of their own level and of the levels around it.
 * @throws PipelineFileError at the wrong expression
 */
export function expandTemplates(node: TreeNode, scope: TemplateScope): TreeNode {
  if (node.kind === "text") return expandText(node, scope);
  if (node.kind === "list") return { ...node, items: expandItems(node.items, scope) };
  return expandMap(node, scope);
}

function expandMap(map: MapNode, scope: TemplateScope): MapNode {
  const own = map.entries.find((entry) => entry.key.text === "variables" && entry.value.kind !== "text");
  const variables = own === undefined ? undefined : expandTemplates(own.value, scope);
  const inner = variables === undefined ? scope : withVariables(scope, variables);
  const entries = expandEntries(
    map.entries.filter((entry) => entry !== own),
    inner,
  );
  return {
    ...map,
    entries: own === undefined || variables === undefined ? entries : [{ ...own, value: variables }, ...entries],
  };
}

function withVariables(scope: TemplateScope, variables: TreeNode): TemplateScope {
  const all = new Map(scope.variables);
  for (const { name, value } of fixedVariables(variables)) all.set(name.toLowerCase(), [name, value]);
  return { ...scope, variables: all };
}

function fixedVariables(node: TreeNode): { name: string; value: string }[] {
  const pairs = node.kind === "map" ? node.entries.map(({ key, value }) => [key, value] as const) : listedPairs(node);
  return pairs.flatMap(([name, value]) =>
    name?.kind === "text" && value?.kind === "text" && !value.text.startsWith("$[")
      ? [{ name: name.text, value: value.text }]
      : [],
  );
}

function listedPairs(node: TreeNode): (readonly [TreeNode | undefined, TreeNode | undefined])[] {
  const items = node.kind === "list" ? node.items : [];
  const member = (item: TreeNode, name: string) =>
    item.kind === "map" ? item.entries.find((entry) => entry.key.text === name)?.value : undefined;
  return items.map((item) => [member(item, "name"), member(item, "value")] as const);
}

function expandEntries(entries: readonly MapEntry[], scope: TemplateScope): MapEntry[] {
  const branches = new Branches(scope);
  return entries.flatMap((entry): MapEntry[] => {
    const directive = directiveOf(entry.key);
    if (directive !== undefined) {
      return branches.bodies(directive, entry.key).flatMap((inner) => entriesOf(entry.value, inner));
    }
    branches.end();
    return [{ key: expandKey(entry.key, scope), value: expandTemplates(entry.value, scope) }];
  });
}

function entriesOf(body: TreeNode, scope: TemplateScope): readonly MapEntry[] {
  const expanded = expandTemplates(body, scope);
  if (expanded.kind === "map") return expanded.entries;
  throw new PipelineFileError(body.at, "This expression is in a mapping, so its value must be a mapping.");
}

function expandItems(items: readonly TreeNode[], scope: TemplateScope): TreeNode[] {
  const branches = new Branches(scope);
  return items.flatMap((item): TreeNode[] => {
    const only = item.kind === "map" && item.entries.length === 1 ? item.entries[0] : undefined;
    const directive = only === undefined ? undefined : directiveOf(only.key);
    if (only !== undefined && directive !== undefined) {
      return branches.bodies(directive, only.key).flatMap((inner) => itemsOf(only.value, inner));
    }
    branches.end();
    return [expandTemplates(item, scope)];
  });
}

function itemsOf(body: TreeNode, scope: TemplateScope): readonly TreeNode[] {
  const expanded = expandTemplates(body, scope);
  if (expanded.kind === "list") return expanded.items;
  throw new PipelineFileError(body.at, "This expression is in a list, so its value must be a list.");
}

interface Directive {
  readonly word: string;
  readonly rest: string;
  readonly restOffset: number;
}

const directive = /^\$\{\{\s*(if|elseif|else|each|insert)\b(.*)\}\}$/s;

function directiveOf(key: TextNode): Directive | undefined {
  const found = directive.exec(key.text);
  if (found === null) return undefined;
  const [, word = "", rest = ""] = found;
  return { word, rest, restOffset: key.text.length - 2 - rest.length };
}

const loop = /^\s*([A-Za-z_]\w*)\s+in\s+(.*)$/s;

/** Decides which branch of an `if`, its `elseif` and its `else` applies. */
class Branches {
  readonly #scope: TemplateScope;
  #state: "none" | "open" | "done" = "none";

  constructor(scope: TemplateScope) {
    this.#scope = scope;
  }

  /** Ends the current `if`, because another entry follows. */
  end(): void {
    this.#state = "none";
  }

  /** The scopes in which to expand the directive's body: none, one, or one per iteration. */
  bodies(found: Directive, key: TextNode): TemplateScope[] {
    if (found.word === "each") return this.#iterations(found, key);
    if (found.word === "insert") throw new PipelineFileError(key.at, `"insert" is not supported.`);
    return this.#isChosen(found, key) ? [this.#scope] : [];
  }

  #isChosen(found: Directive, key: TextNode): boolean {
    if (found.word === "if") this.#state = "open";
    else if (this.#state === "none") throw new PipelineFileError(key.at, `"${found.word}" must follow an "if".`);
    if (this.#state === "done") return false;
    const isTrue = found.word === "else" || toBoolean(computeTemplate(key, found.rest, found.restOffset, this.#scope));
    if (isTrue) this.#state = "done";
    return isTrue;
  }

  #iterations(found: Directive, key: TextNode): TemplateScope[] {
    this.end();
    const [whole, name = "", text = ""] = loop.exec(found.rest) ?? [];
    if (whole === undefined) throw new PipelineFileError(key.at, `Write "each" as: each name in list.`);
    const offset = found.restOffset + whole.length - text.length;
    const values = iteratedValues(computeTemplate(key, text, offset, this.#scope), key.at);
    const { loops } = this.#scope;
    return values.map((value) => ({ ...this.#scope, loops: new Map(loops).set(name.toLowerCase(), value) }));
  }
}

function iteratedValues(value: Value, at: Place): readonly Value[] {
  if (isList(value)) return value;
  if (value instanceof Dictionary) return value.entries().map(iteratedEntry);
  throw new PipelineFileError(at, `"each" needs a list or an object.`);
}

function iteratedEntry([key, value]: readonly [string, Value]): Dictionary {
  return new Dictionary(Object.entries({ key, value }));
}

function expandKey(key: TextNode, scope: TemplateScope): TextNode {
  return expectText(expandText(key, scope), "A key");
}

function expandText(node: TextNode, scope: TemplateScope): TreeNode {
  if (!node.text.includes("${{")) return node;
  const pieces = piecesOf(node);
  const [only] = pieces;
  if (pieces.length === 1 && only?.isExpression)
    return nodeOf(computeTemplate(node, only.text, only.offset, scope), node.at);
  const texts = pieces.map(({ text, offset, isExpression }) => {
    const value = isExpression ? toText(computeTemplate(node, text, offset, scope)) : text;
    if (value === undefined)
      throw new PipelineFileError(node.locate(offset), "A list or an object must be the whole value.");
    return value;
  });
  return textAt(node.at, texts.join(""));
}

interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly isExpression: boolean;
}

function piecesOf(node: TextNode): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let start = node.text.indexOf("${{"); start >= 0; start = node.text.indexOf("${{", from)) {
    const end = endOfExpression(node.text, start + 3);
    if (end === undefined) throw new PipelineFileError(node.locate(start), `"\${{" has no "}}".`);
    if (start > from) pieces.push({ text: node.text.slice(from, start), offset: from, isExpression: false });
    pieces.push({ text: node.text.slice(start + 3, end), offset: start + 3, isExpression: true });
    from = end + 2;
  }
  const rest = node.text.slice(from);
  return rest === "" ? pieces : [...pieces, { text: rest, offset: from, isExpression: false }];
}

const quotedOrEnd = /'(?:[^']|'')*'|\}\}/g;

function endOfExpression(text: string, from: number): number | undefined {
  quotedOrEnd.lastIndex = from;
  for (let found = quotedOrEnd.exec(text); found !== null; found = quotedOrEnd.exec(text)) {
    if (found[0] === "}}") return found.index;
  }
  return undefined;
}

function computeTemplate(node: TextNode, text: string, offset: number, scope: TemplateScope): Value {
  const expression = locateExpression(node, text, offset, templateDialect(scope.loops.keys()));
  refuseUnknownParameters(expression.parsed, scope.parameters, expression.locate);
  const variables = new Dictionary(scope.variables.values());
  const contexts = new Map<string, Value>([["parameters", scope.parameters], ["variables", variables], ...scope.loops]);
  return compute(expression, { contexts });
}

function refuseUnknownParameters(parsed: Expression, parameters: Dictionary, locate: (offset: number) => Place): void {
  for (const part of partsOf(parsed)) {
    if (part.kind !== "member" || part.of.kind !== "context" || part.of.name !== "parameters") continue;
    const name = part.key.kind === "literal" ? toText(part.key.value) : undefined;
    if (name === undefined || parameters.has(name)) continue;
    throw new PipelineFileError(locate(part.key.offset), `The pipeline has no parameter "${name}".`);
  }
}
