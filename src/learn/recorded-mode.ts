import { pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf } from "./json-leaves.ts";
import { mappedCalls, templateAt, withMark } from "./marked-call.ts";
import type { NodeRecording } from "./node-recording.ts";
import type { TemplatedCall } from "./resolve-call.ts";
import { isSameUrl } from "./same-url.ts";
import type { SeenOperation } from "./seen-operation.ts";
import type { TypedValues } from "./typed-values.ts";
import { bareText } from "./value-kinds.ts";

const modes = ["basic", "script", "visual"] as const;

/** Words around the name of a mode, such as in `BASIC_MODE` or `isScript`. */
const aroundModes = /^(?:is|use|mode)|(?:mode|connection|configuration|config|enabled)$/g;

/** Members that say how someone signs in also have the value basic. */
const signingIn = /auth|login|protocol|credential|scheme/i;

/** A value that a call sends. */
interface Sent {
  readonly steps: readonly string[];
  readonly value: unknown;
}

/** What a value says of the mode: that it is the given one, or as a phrase that it can be another one. */
type Sign = "given" | { readonly other: string };

/**
 * Initiating with a mark at each value that can be another mode than the given one, and a remark when no value shows the
 * mode.
 */
export function withRecordedMode(operation: SeenOperation): SeenOperation {
  const { recording, chain, remarks = [] } = operation;
  const { mode } = recording.typed;
  const offers = offersBefore(chain.own.exchange, recording);
  const signsOf = (call: TemplatedCall) =>
    sentBy(call.exchange, recording).flatMap((sent) => {
      const sign = signOf(sent, mode, offers);
      return sign === undefined || isTyped(call, sent) ? [] : [{ sent, sign }];
    });
  const marked = (call: TemplatedCall) =>
    signsOf(call).reduce(
      (each, { sent, sign }) => (sign === "given" ? each : withMark(each, sent.steps, whatOf(sign.other, mode))),
      call,
    );
  const isShown = [chain.own, ...chain.before].some((call) => signsOf(call).length > 0);
  const hidden = `No recorded value shows the mode: it is taken to be ${mode}, as --mode says.`;
  return { ...operation, chain: mappedCalls(chain, marked), remarks: isShown ? remarks : [...remarks, hidden] };
}

function sentBy(exchange: Exchange, { list }: NodeRecording): Sent[] {
  const { request, segments, query, sentLeaves } = exchange;
  const usual = list?.showing.segments ?? [];
  return [
    ...(request.kind === "object" ? sentLeaves : []).map(({ steps, value }) => ({ steps: ["body", ...steps], value })),
    ...query.map(([name, value]) => ({ steps: ["query", name], value })),
    ...segments.flatMap((value, at) => (usual.includes(value) ? [] : [{ steps: ["path", String(at)], value }])),
  ];
}

/** Whether a typed value, which the tasks replace, is sent there. */
function isTyped(call: TemplatedCall, { steps }: Sent): boolean {
  return [...call.sends].some((name) => templateAt(call, steps) === `{${name}}`);
}

function signOf({ steps, value }: Sent, mode: TypedValues["mode"], offers: readonly Offer[]): Sign | undefined {
  if (steps.some((step) => signingIn.test(step))) return undefined;
  if (typeof value === "boolean") return flagSign(modeIn(steps.at(-1) ?? ""), value, mode);
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value);
  const named = modeIn(text);
  if (named !== undefined) return named === mode ? "given" : { other: `the configuration mode ${named}` };
  const offer = offers.find(({ texts }) => texts.includes(text));
  if (bareText(text).startsWith(mode) || offer?.texts.some((text) => bareText(text).startsWith(mode))) return "given";
  return offer && { other: "one of the modes that the destination offers" };
}

function flagSign(named: string | undefined, value: boolean, mode: string): Sign | undefined {
  if (named === undefined || (named !== mode && !value)) return undefined;
  return named === mode && value ? "given" : { other: "about the configuration mode" };
}

function modeIn(text: string): (typeof modes)[number] | undefined {
  const bare = bareText(text);
  return modes.find((mode) => mode === bare || mode === bare.replace(aroundModes, ""));
}

function isLikeMode(text: string): boolean {
  return modes.some((mode) => bareText(text).startsWith(mode));
}

/** One of the modes that an answer lists, by its texts. */
interface Offer {
  readonly texts: readonly string[];
}

/** The modes in the answers of earlier calls that carry the destination's URL. */
function offersBefore(own: Exchange, { side, typed }: NodeRecording): Offer[] {
  const looks = side.exchanges.filter(
    ({ index, isSuccess, sentTexts }) =>
      index < own.index && isSuccess && [...sentTexts].some((text) => isSameUrl(text, typed.destinationUrl)),
  );
  return looks.flatMap(({ answer }) => [...listsIn(answer)].flatMap(([name, offers]) => modesAmong(name, offers)));
}

function modesAmong(list: string, offers: readonly Offer[]): readonly Offer[] {
  const isOfModes = /modes?$/i.test(list) || offers.some(({ texts }) => texts.some(isLikeMode));
  return isOfModes ? offers : [];
}

/** The texts of each entry of the lists in an answer, by the pointer of the list. */
function listsIn(answer: unknown): Map<string, Offer[]> {
  const lists = new Map<string, Map<string, string[]>>();
  for (const { steps, lists: positions, value } of leavesOf(answer)) {
    const at = positions.at(-1);
    if (at === undefined || (typeof value !== "string" && typeof value !== "number")) continue;
    const list = pointerTo(steps.slice(0, at));
    const entries = lists.get(list) ?? new Map<string, string[]>();
    const position = steps[at] ?? "";
    lists.set(list, entries.set(position, [...(entries.get(position) ?? []), String(value)]));
  }
  return new Map([...lists].map(([list, entries]) => [list, [...entries.values()].map((texts) => ({ texts }))]));
}

function whatOf(found: string, mode: string): string {
  return `This is ${found}, and --mode was given as ${mode}: give the mode that was recorded, or write what the node needs for ${mode}.`;
}
