import { mappedCalls, templateAt, withMark } from "./marked-call.ts";
import { editMark, type TemplatedCall } from "./resolve-call.ts";
import { isSameUrl } from "./same-url.ts";
import type { SeenOperation } from "./seen-operation.ts";
import type { Side } from "./side.ts";
import type { TypedValues } from "./typed-values.ts";

/** A value that the caller gives, and that calls should carry. */
interface Given {
  readonly option: string;
  readonly words: string;
  /** Whether a member can hold such a value, by its names and what was recorded. */
  readonly isLike: (steps: readonly string[], value: string) => boolean;
  /** Whether a person must say where it goes when no call carries it. */
  readonly isNeeded: boolean;
  /** The names by which a call sends it. */
  readonly sent: readonly string[];
}

type Name = "description" | "localShortName" | "destinationShortName" | "destinationUrl" | "project";

const last = (pattern: RegExp) => (steps: readonly string[]) => pattern.test(steps.at(-1) ?? "");

const initiated: Readonly<Record<Name, Given>> = {
  description: {
    option: "--description",
    words: "the description",
    isLike: last(/desc|note(?!type)|comment|remark|purpose|summary|memo|details/i),
    isNeeded: false,
    sent: ["description"],
  },
  localShortName: {
    option: "--local-short-name",
    words: "the local instance's short name",
    isLike: last(/short.?name|alias/i),
    isNeeded: true,
    sent: ["localShortName"],
  },
  destinationShortName: {
    option: "--destination-short-name",
    words: "the destination instance's short name",
    isLike: last(/short.?name|alias/i),
    isNeeded: true,
    sent: ["destinationShortName"],
  },
  destinationUrl: {
    option: "--destination-url",
    words: "the destination's URL",
    isLike: (steps, value) =>
      /^https?:\/\//i.test(value) || (value.includes(".") && last(/url|uri|host|address|remote|destination/i)(steps)),
    isNeeded: true,
    sent: ["destinationUrl"],
  },
  project: {
    option: "--project",
    words: "the project",
    isLike: (steps) =>
      steps.some((step) => /project|scope/i.test(step)) && !/type|kind|mode|style/i.test(steps.at(-1) ?? ""),
    isNeeded: false,
    sent: ["project", "projectName", "projectId"],
  },
};

/** Initiating with a mark wherever something stands that looks like a value that was not given as it was recorded. */
export function withGivenValues(operation: SeenOperation): SeenOperation {
  const { recording, chain, remarks = [] } = operation;
  const { typed, side } = recording;
  const sent = new Set([chain.own, ...chain.before].flatMap(({ sends }) => [...sends]));
  const unsent = (Object.keys(initiated) as Name[]).filter(
    (name) => !initiated[name].sent.some((each) => sent.has(each)),
  );
  const marked = mappedCalls(chain, (call) => withLikenesses(call, unsent, typed));
  const said = [marked.own, ...marked.before].flatMap((call) => call.problems.map(({ what }) => what)).join("\n");
  const open = unsent.filter((name) => !said.includes(initiated[name].option));
  const absent = open.filter((name) => initiated[name].isNeeded && !isCarried(side, typed[name] ?? ""));
  const own = absent.reduce((call, name) => withMark(call, ["body", "EDIT"], unplacedWhat(name)), marked.own);
  return {
    ...operation,
    chain: { ...marked, own },
    remarks: [...remarks, ...open.flatMap((name) => unplacedRemarks(name, typed, side))],
  };
}

function withLikenesses(call: TemplatedCall, names: readonly Name[], typed: TypedValues): TemplatedCall {
  const { body = {}, query } = call;
  const recorded = [
    ...call.exchange.sentLeaves.map(({ steps, value }) => ({ steps: ["body", ...steps], value })),
    ...call.exchange.query.map(([name, value]) => ({ steps: ["query", name], value })),
  ];
  return recorded.reduce((each, { steps, value }) => {
    const isValue = typeof value === "string" ? value !== "" : typeof value === "number";
    const template = templateAt({ ...call, body, query }, steps);
    const isOpen = template === editMark || template === value;
    const name = names.find((one) => initiated[one].isLike(steps.slice(1), String(value)));
    return isValue && isOpen && name !== undefined ? withMark(each, steps, likeWhat(name, typed)) : each;
  }, call);
}

function likeWhat(name: Name, typed: TypedValues): string {
  const { words, option } = initiated[name];
  const why = (typed[name] ?? "") === "" ? `and no ${option} was given` : `but is not the one given as ${option}`;
  return `This looks like ${words}, ${why}: give the one that was typed while recording, or write what the node needs.`;
}

function unplacedWhat(name: Name): string {
  const { words, option } = initiated[name];
  return `${absentWords(option)} Give ${words} that was typed while recording, or write where the node takes it; remove this member if the node does without.`;
}

function absentWords(option: string): string {
  return `No recorded call carries the value given as ${option}.`;
}

/** What a person should know of a value that the calls do not send. */
function unplacedRemarks(name: Name, typed: TypedValues, side: Side): string[] {
  const { words, option, isNeeded } = initiated[name];
  if ((typed[name] ?? "") === "")
    return [
      `No value was given for ${words}, so the overrides do not send one: record the wizard with one to learn where it goes.`,
    ];
  if (!isCarried(side, typed[name] ?? "")) return isNeeded ? [] : [absentWords(option)];
  return name === "project" ? [] : [`The calls that initiate do not send ${words}.`];
}

/** What a person should know when no call carries the connection's name, so that initiating was not found. */
export function absentName({ connectionName }: TypedValues, sides: readonly Side[]): string[] {
  return sides.some((side) => isCarried(side, connectionName))
    ? []
    : [absentWords("--connection-name, or made of the two short names")];
}

/** Whether any call has the value, also as a part of a text that it sends. */
function isCarried(side: Side, value: string): boolean {
  if (side.everyPlace(value).length > 0) return true;
  return side.all.some(({ sentTexts }) =>
    [...sentTexts].some((text) => text.includes(value) || isSameUrl(text, value)),
  );
}
