import { isObject } from "../core/json.ts";
import type { TemplatedCall } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";

/**
 * The operation with `{project}` in place of `{projectName}`: when no call sends another member of the project, its name is
 * what identifies it.
 */
export function withNameAsProject(operation: SeenOperation): SeenOperation {
  const { chain } = operation;
  return { ...operation, chain: { ...chain, own: renamed(chain.own), before: chain.before.map(renamed) } };
}

function renamed(call: TemplatedCall): TemplatedCall {
  const { segments, query, headers, body } = call;
  return {
    ...call,
    ...(rename({ segments, query, headers, body }) as Pick<TemplatedCall, "segments" | "query" | "headers" | "body">),
  };
}

function rename(template: unknown): unknown {
  if (typeof template === "string") return template.replace(/\{projectName(:number)?\}/g, "{project$1}");
  if (Array.isArray(template)) return template.map(rename);
  if (!isObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, inner]) => [name, rename(inner)]));
}
