import type { NodeRecording } from "./node-recording.ts";
import { editMark, type TemplatedCall } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";

/** The operation with the mark in constant headers that have other values in the other recording: they belong to a node. */
export function withComparedHeaders(operation: SeenOperation, other: NodeRecording | undefined): SeenOperation {
  if (other === undefined) return operation;
  const { chain } = operation;
  const compare = (call: TemplatedCall) => compared(call, other);
  return { ...operation, chain: { ...chain, own: compare(chain.own), before: chain.before.map(compare) } };
}

function compared(call: TemplatedCall, { side }: NodeRecording): TemplatedCall {
  const isOther = ([name, text]: readonly [string, string]) => {
    if (text !== call.exchange.requestHeader(name)) return false;
    const values = side.exchanges.flatMap((exchange) => exchange.requestHeader(name) ?? []);
    return values.length > 0 && !values.includes(text);
  };
  const names = Object.entries(call.headers)
    .filter(isOther)
    .map(([name]) => name);
  if (names.length === 0) return call;
  return {
    ...call,
    headers: { ...call.headers, ...Object.fromEntries(names.map((name) => [name, editMark])) },
    problems: [...call.problems, ...names.map((name) => ({ steps: ["headers", name], what }))],
  };
}

const what =
  "This header has another value in the other recording: write the value that this node needs, or remove it.";
