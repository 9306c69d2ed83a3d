import { isObject } from "../core/json.ts";
import { atPointer, pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf, plainLeavesOf } from "./json-leaves.ts";
import type { NodeRecording } from "./node-recording.ts";
import { operationMeanings } from "./operation-meanings.ts";
import { isSameUrl } from "./same-url.ts";
import { isDestinationLook } from "./seen-initiate.ts";
import { present } from "./seen-lists.ts";
import type { SeenOperation } from "./seen-operation.ts";

/** Looking at the destination before initiating; `steps` are the calls that initiate. Undefined when no call does only that. */
export function seenDestination(recording: NodeRecording, steps: ReadonlySet<Exchange>): SeenOperation | undefined {
  const { typed, side } = recording;
  const before = steps.size === 0 ? Number.POSITIVE_INFINITY : Math.max(...[...steps].map(({ index }) => index));
  const found = side.exchanges.filter(
    (exchange) => exchange.index < before && exchange.isSuccess && isLook(exchange, recording, steps),
  );
  const exchange = found.find((each) => Object.keys(answered(each, recording)).length > 0);
  if (exchange === undefined) return undefined;
  const meanings = operationMeanings(typed, ["destinationUrl"], { members: recording.members });
  return {
    name: "describeDestination",
    recording,
    chain: recording.chains("describeDestination", meanings, { foreign: steps }).chainOf(exchange, []),
    result: answered(exchange, recording),
    shownBy: "it carries the destination's URL before initiating",
  };
}

function isLook(exchange: Exchange, recording: NodeRecording, steps: ReadonlySet<Exchange>): boolean {
  const { typed } = recording;
  if (![...exchange.sentTexts].some((text) => isSameUrl(text, typed.destinationUrl)) || !isObject(exchange.answer))
    return false;
  return exchange.isRead || (!steps.has(exchange) && isDestinationLook(exchange, recording));
}

/** A flag that the list's answer has as well says that the call succeeded. */
function isEnvelope(pointer: string, list: NodeRecording["list"]): boolean {
  return typeof atPointer(list?.showing.answer, pointer) === "boolean";
}

const reachableName =
  /^(is)?_?(reachable|available|online|alive|accessible|valid|ok|success|exists|up|found|supported)$/i;

function answered(
  { answer }: Exchange,
  { list, typed: { mode, destinationUrl } }: NodeRecording,
): Record<string, string> {
  const leaves = plainLeavesOf(answer);
  const reachable = leaves.find(
    ({ steps, value }) =>
      value === true && reachableName.test(steps.at(-1) ?? "") && !isEnvelope(pointerTo(steps), list),
  );
  const modes = leavesOf(answer).find(
    ({ steps, lists, value }) =>
      lists.length === 1 && lists[0] === steps.length - 1 && String(value).toLowerCase() === mode,
  );
  const urls = leaves.filter(
    ({ steps, value }) =>
      /^https?:\/\//.test(String(value)) && /node.*ur[li]|exalate.*ur[li]/i.test(steps.at(-1) ?? ""),
  );
  const nodeUrl = urls.find(({ value }) => !isSameUrl(value, destinationUrl)) ?? urls[0];
  if (reachable === undefined && modes === undefined) return {};
  return present({
    reachable: reachable && pointerTo(reachable.steps),
    modes: modes && (pointerTo(modes.steps.slice(0, -1)) || "/"),
    nodeUrl: nodeUrl && pointerTo(nodeUrl.steps),
  });
}
