import { isObject } from "../core/json.ts";
import { pointerTo } from "../core/json-pointer.ts";
import type { Chain } from "./chain.ts";
import { leavesOf, type Scalar } from "./json-leaves.ts";
import { editMark, type TemplatedCall } from "./resolve-call.ts";

/** What stands in a call's template at these steps, which begin with `body`, `query` or `path`. */
export function templateAt({ body, query, segments }: TemplatedCall, steps: readonly string[]): Scalar | undefined {
  const pointer = pointerTo(steps);
  return leavesOf({ body, query, path: segments }).find((leaf) => pointerTo(leaf.steps) === pointer)?.value;
}

/** The call with a mark at these steps, for a reason that replaces other ones of this place. */
export function withMark(call: TemplatedCall, steps: readonly string[], what: string): TemplatedCall {
  const [part = "", position = ""] = steps;
  const place = part === "path" ? [part] : steps;
  const others = call.problems.filter((each) => pointerTo(each.steps) !== pointerTo(place));
  return {
    ...call,
    problems: [...others, { steps: place, what }],
    segments: call.segments.map((each, at) => (part === "path" && String(at) === position ? editMark : each)),
    query: part === "query" ? { ...call.query, [position]: editMark } : call.query,
    body: part === "body" ? markedBody(call.body, steps.slice(1)) : call.body,
  };
}

function markedBody(body: TemplatedCall["body"], steps: readonly string[]): TemplatedCall["body"] {
  const [name = "EDIT", ...others] = steps;
  return { ...body, [name]: markedAt(body?.[name], others) };
}

function markedAt(value: unknown, [step, ...others]: readonly string[]): unknown {
  if (step === undefined) return editMark;
  if (Array.isArray(value)) return value.map((each, at) => (String(at) === step ? markedAt(each, others) : each));
  return isObject(value) ? { ...value, [step]: markedAt(value[step], others) } : value;
}

/** The chain with each of its calls changed. */
export function mappedCalls(chain: Chain, change: (call: TemplatedCall) => TemplatedCall): Chain {
  return { ...chain, own: change(chain.own), before: chain.before.map(change) };
}
