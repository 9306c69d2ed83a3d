import { evaluate } from "../../tools/local-pipeline/expression-evaluator.ts";
import { type ExpressionFunction, generalFunctions } from "../../tools/local-pipeline/expression-functions.ts";
import {
  type Dialect,
  parseExpression,
  partsOf,
  type Signature,
} from "../../tools/local-pipeline/expression-parser.ts";
import { Dictionary, isList, toBoolean, toText, type Value } from "../../tools/local-pipeline/expression-values.ts";
import { select } from "./json-path.ts";

/**
 * Whether an answer meets success criteria, in the part of the expression language that published server tasks use:
 * `and`, `or`, `eq`, `in`, `count`, `jsonpath` and the index of a list. Azure DevOps evaluates them on its servers with code that is not
 * public. Assumed of it: texts compare in any case, `and` and `or` stop at the first argument that decides, an item
 * that is not there is null (article "Expressions"), and `jsonpath` is that of Newtonsoft.Json and gives a list (article
 * "Server Task Authoring").
 * @throws Error for what is no such expression; a gate fails then
 */
export function meets(criteria: string, answer: object): boolean {
  const functions = new Map([
    ["jsonpath", jsonPathOf(answer)],
    ["count", count],
  ]);
  return toBoolean(evaluate(parseExpression(criteria, dialect), { contexts: new Map(), functions }));
}

/** The names of the functions that success criteria call, in lower case. @throws Error for what is no such expression */
export function functionsIn(criteria: string): string[] {
  const calls = partsOf(parseExpression(criteria, dialect)).flatMap((part) => (part.kind === "call" ? part.name : []));
  return [...new Set(calls)].sort();
}

function count([list]: readonly (() => Value)[]): number {
  const value = list?.() ?? null;
  if (!isList(value)) throw new Error("count() needs a list.");
  return value.length;
}

function jsonPathOf(answer: object): ExpressionFunction {
  return ([path]) => select(toText(path?.() ?? null) ?? "", answer).map(toValue);
}

function toValue(json: unknown): Value {
  if (json === null || typeof json === "string" || typeof json === "number" || typeof json === "boolean") return json;
  if (Array.isArray(json)) return json.map(toValue);
  return new Dictionary(Object.entries(json ?? {}).map(([name, value]) => [name, toValue(value)] as const));
}

const usable = [...generalFunctions].filter(([name]) => ["and", "or", "eq", "in"].includes(name));

const dialect: Dialect = {
  where: "The success criteria of a gate",
  contexts: new Set(),
  functions: new Map<string, Signature>([
    ...usable,
    ["jsonpath", { least: 1, most: 1 }],
    ["count", { least: 1, most: 1 }],
  ]),
};
