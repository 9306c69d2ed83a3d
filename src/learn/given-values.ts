import { mappedCalls, templateAt, withMark } from "./marked-call.ts";
import { editMark, type TemplatedCall } from "./resolve-call.ts";
import { isSameUrl } from "./same-url.ts";
import type { SeenOperation } from "./seen-operation.ts";
import type { Side } from "./side.ts";
import type { TypedValues } from "./typed-values.ts";

/** A value that the caller gives, and that calls should carry. */
interface Given {
  readonly option: string;
  /** Empty when it was not given. */
  readonly value: string;
  readonly words: string;
  /** Whether a member can hold such a value, by its names and what was recorded. */
  readonly isLike: (steps: readonly string[], recorded: string) => boolean;
  /** Whether a person must say where it goes when no call carries it. */
  readonly isNeeded: boolean;
  /** The names by which a call sends it. */
  readonly sent: readonly string[];
}

const last = (pattern: RegExp) => (steps: readonly string[]) => pattern.test(steps.at(-1) ?? "");

const descriptionName = last(/desc|note(?!type)|comment|remark|purpose|summary|memo|details/i);
const shortName = last(/short.?name|alias/i);
const addressName = last(/url|uri|host|address|remote|destination/i);
const wordOfProject = last(/type|kind|mode|style/i);

function initiatedValues(typed: TypedValues): Given[] {
  return [
    {
      option: "--description",
      value: typed.description ?? "",
      words: "the description",
      isLike: descriptionName,
      isNeeded: false,
      sent: ["description"],
    },
    {
      option: "--local-short-name",
      value: typed.localShortName,
      words: "the local instance's short name",
      isLike: shortName,
      isNeeded: true,
      sent: ["localShortName"],
    },
    {
      option: "--destination-short-name",
      value: typed.destinationShortName,
      words: "the destination instance's short name",
      isLike: shortName,
      isNeeded: true,
      sent: ["destinationShortName"],
    },
    {
      option: "--destination-url",
      value: typed.destinationUrl,
      words: "the destination's URL",
      isLike: (steps, recorded) => /^https?:\/\//i.test(recorded) || (recorded.includes(".") && addressName(steps)),
      isNeeded: true,
      sent: ["destinationUrl"],
    },
    givenProject("--project", typed.project),
  ];
}

function givenProject(option: string, value: string): Given {
  return {
    option,
    value,
    words: "the project",
    isLike: (steps) => steps.some((step) => /project|scope/i.test(step)) && !wordOfProject(steps),
    isNeeded: false,
    sent: ["project", "projectName", "projectId"],
  };
}

/** Initiating with a mark wherever something stands that looks like a value that was not given as it was recorded. */
export function withInitiatedValues(operation: SeenOperation): SeenOperation {
  return withValues(operation, initiatedValues(operation.recording.typed));
}

/** The same for accepting, which carries the project. */
export function withAcceptedProject(operation: SeenOperation): SeenOperation {
  const { typed, project } = operation.recording;
  const option = typed.acceptingProject === undefined ? "--project" : "--accepting-project";
  return withValues(operation, [givenProject(option, project)]);
}

function withValues(operation: SeenOperation, values: readonly Given[]): SeenOperation {
  const { recording, chain, remarks = [] } = operation;
  const sent = new Set([chain.own, ...chain.before].flatMap(({ sends }) => [...sends]));
  const unsent = values.filter((given) => !given.sent.some((name) => sent.has(name)));
  const marked = mappedCalls(chain, (call) => withLikenesses(call, unsent));
  const said = new Set([marked.own, ...marked.before].flatMap((call) => call.problems.map(({ what }) => what)));
  const open = unsent.filter((given) => !said.has(likeWhat(given)));
  const absent = open.filter(({ value }) => value !== "" && !isCarried(recording.side, value));
  const needed = absent.filter(({ isNeeded }) => isNeeded);
  return {
    ...operation,
    chain:
      needed.length === 0 ? marked : { ...marked, own: withMark(marked.own, ["body", "EDIT"], neededWhat(needed)) },
    remarks: [
      ...remarks,
      ...open.filter((given) => !needed.includes(given)).flatMap((given) => remarkOn(given, absent)),
    ],
  };
}

function withLikenesses(call: TemplatedCall, values: readonly Given[]): TemplatedCall {
  const recorded = [
    ...call.exchange.sentLeaves.map(({ steps, value }) => ({ steps: ["body", ...steps], value })),
    ...call.exchange.query.map(([name, value]) => ({ steps: ["query", name], value })),
  ];
  return recorded.reduce((each, { steps, value }) => {
    if (value === "" || (typeof value !== "string" && typeof value !== "number")) return each;
    const given = values.find(({ isLike }) => isLike(steps.slice(1), String(value)));
    if (given === undefined) return each;
    const template = templateAt(call, steps);
    return template === editMark || template === value ? withMark(each, steps, likeWhat(given)) : each;
  }, call);
}

function likeWhat({ words, option, value }: Given): string {
  const why = value === "" ? `and no ${option} was given` : `but is not the one given as ${option}`;
  return `This looks like ${words}, ${why}: give the one that was typed while recording, or write what the node needs.`;
}

function neededWhat(values: readonly Given[]): string {
  const absent = values.map(({ option }) => absentWords(option)).join(" ");
  const words = values.map((given) => given.words).join(" and ");
  return `${absent} Give ${words} as typed while recording, or write where the node takes it; remove this member if the node does without.`;
}

function absentWords(option: string): string {
  return `No recorded call carries the value given as ${option}.`;
}

/** What a person should know of a value that the calls do not send. */
function remarkOn(given: Given, absent: readonly Given[]): string[] {
  const { words, option, value } = given;
  if (absent.includes(given)) return [absentWords(option)];
  if (value === "")
    return [
      `No value was given for ${words}, so the overrides do not send one: record the wizard with one to learn where it goes.`,
    ];
  return given.sent.includes("project") ? [] : [`The calls that initiate do not send ${words}.`];
}

/** What a person should know when no call carries the connection's name, so that initiating was not found. */
export function absentName({ connectionName }: TypedValues, side: Side): string[] {
  return isCarried(side, connectionName) ? [] : [absentWords("--connection-name, or made of the two short names")];
}

/** Whether any call has the value, also as a part of a text that it sends. */
function isCarried(side: Side, value: string): boolean {
  if (side.everyPlace(value).length > 0) return true;
  return side.all.some(({ sentTexts }) =>
    [...sentTexts].some((text) => text.includes(value) || isSameUrl(text, value)),
  );
}
