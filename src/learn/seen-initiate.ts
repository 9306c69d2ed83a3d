import { pointerTo } from "../core/json-pointer.ts";
import { type Chain, type ChainFinder, doubtfulCalls, keptBySession } from "./chain.ts";
import { idPlaceIn, type ListSeen } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import { codeAfter, codePlace } from "./invitation-code.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import type { NodeRecording } from "./node-recording.ts";
import { operationMeanings } from "./operation-meanings.ts";
import { editMark, type Problem } from "./resolve-call.ts";
import { present } from "./seen-lists.ts";
import type { SeenOperation } from "./seen-operation.ts";
import type { StatusSeen } from "./statuses.ts";
import type { TypedValues } from "./typed-values.ts";
import {
  changingCalls,
  namingCall,
  shownAfter,
  ticketsOf,
  type WizardEnd,
  type WizardSigns,
  wizardEnd,
} from "./wizard.ts";

const initiateValues = [
  "connectionName",
  "description",
  "localShortName",
  "destinationShortName",
  "destinationUrl",
] as const;

/** What a recording shows of initiating. */
export interface Initiation {
  readonly operation: SeenOperation;
  readonly own: Exchange;
  /** The ids that the connection had in lists and answers. */
  readonly ids: ReadonlySet<string>;
  readonly code: string | undefined;
}

/**
 * Initiating: the last call of the wizard and those before it. `shared` is the code that the accepting console sent.
 * Undefined when no changing call carries the connection's name.
 */
export function seenInitiate(
  recording: NodeRecording,
  shared: string | undefined,
  status: StatusSeen | undefined,
): Initiation | undefined {
  const { side, list, typed, projects, project, members } = recording;
  const isAccepting = (exchange: Exchange) => shared !== undefined && exchange.sentTexts.has(shared);
  const calls = changingCalls(side, (exchange) => recording.isAside(exchange) || isAccepting(exchange));
  const made = new Set([...recording.typedIds, ...(shared === undefined ? [] : [shared])]);
  const naming = namingCall(calls, list, textsOf(typed), made);
  if (naming === undefined) return undefined;
  const ids = idsOf(recording, naming);
  const meanings = operationMeanings(typed, initiateValues, { projects, project, members });
  const foreign = new Set(side.exchanges.filter(isAccepting));
  const finder = recording.chains("initiateConnection", meanings, { foreign });
  const signs = {
    ids,
    tickets: new Set(ticketsOf(naming, side)),
    made: Number.POSITIVE_INFINITY,
    shown: shownAfter(list, naming.index),
    usual: list?.showing.segments ?? [],
    sends: (exchange: Exchange) => finder.resolve(exchange).sends,
  };
  const { found, end } = endAndCode(recording, naming, calls, signs, shared);
  const code = found === "several" ? undefined : found;
  const own = withoutReading(naming, end.last, calls, side.exchanges, code);
  const { doubtful } = end;
  const operation = initiateOperation(recording, finder, own, calls, {
    ids,
    code,
    isSeveral: found === "several",
    status,
    list,
    doubtful,
  });
  return { operation, own, ids, code };
}

/** The code, and where the wizard ends: where an answer has the code, except for calls that add to the connection. */
function endAndCode(
  { side }: NodeRecording,
  naming: Exchange,
  calls: readonly Exchange[],
  signs: WizardSigns,
  shared: string | undefined,
): { readonly found: string | "several" | undefined; readonly end: WizardEnd } {
  const open = wizardEnd(naming, calls, signs);
  const wizard = calls.filter(({ index }) => index >= naming.index && index <= open.last.index);
  const found = shared ?? codeAfter(side, wizard, signs.ids);
  const isCoded = (each: Exchange) =>
    found !== undefined && found !== "several" && each.index >= naming.index && codePlace(each, found) !== undefined;
  const made = side.exchanges.find(isCoded)?.index;
  if (made !== undefined) return { found, end: wizardEnd(naming, calls, { ...signs, made }) };
  const isOpen = signs.shown === Number.POSITIVE_INFINITY;
  return { found, end: isOpen ? { last: naming, doubtful: [] } : open };
}

/** What was typed, the connection's name first. */
function textsOf(typed: TypedValues): string[] {
  return initiateValues.flatMap((name) => typed[name] ?? []).filter((text) => text !== "");
}

/** The ids of the connection; without a list, those in the answer that later paths use. */
function idsOf({ list, typedIds, side }: NodeRecording, naming: Exchange): ReadonlySet<string> {
  if (list !== undefined) return typedIds;
  const later = side.exchanges.filter(({ index }) => index > naming.index);
  const used = plainLeavesOf(naming.answer).filter(
    ({ steps, value }) =>
      /id$|key$|name$/i.test(steps.at(-1) ?? "") && later.some(({ segments }) => segments.includes(String(value))),
  );
  return new Set(used.slice(0, 1).map(({ value }) => String(value)));
}

/** A call that only shows the code, and shows the same one again later, is for reading it: it is no part of initiating. */
function withoutReading(
  naming: Exchange,
  last: Exchange,
  calls: readonly Exchange[],
  all: readonly Exchange[],
  code: string | undefined,
): Exchange {
  if (last === naming || code === undefined || codePlace(last, code) === undefined) return last;
  const isAgain = all.some(
    (each) => each.index > last.index && each.address === last.address && codePlace(each, code) !== undefined,
  );
  if (!isAgain) return last;
  return calls.filter(({ index }) => index >= naming.index && index < last.index).at(-1) ?? naming;
}

interface Known {
  readonly ids: ReadonlySet<string>;
  readonly code: string | undefined;
  readonly isSeveral: boolean;
  readonly status: StatusSeen | undefined;
  readonly list: ListSeen | undefined;
  readonly doubtful: readonly Exchange[];
}

function initiateOperation(
  recording: NodeRecording,
  finder: ChainFinder,
  own: Exchange,
  calls: readonly Exchange[],
  known: Known,
): SeenOperation {
  const { typed } = recording;
  const steps = calls.filter((exchange) => exchange.index < own.index && !isDestinationLook(exchange, recording));
  const chain = finder.chainOf(own, steps);
  const result = resultOf(own, known);
  return {
    name: "initiateConnection",
    recording,
    chain,
    result,
    earlierResults: earlierResults(chain, result, known),
    only: { mode: [typed.mode], private: [privacyOf(chain)] },
    shownBy: "it carries the typed values, and the connection is there afterwards",
    problems: [
      ...missingName(chain),
      ...(privacyOf(chain) === editMark ? [unknownPrivacy] : []),
      ...(known.isSeveral ? [severalCodes] : []),
      ...keptBySession(chain, "connectionName"),
      ...doubtfulCalls(finder, own, known.doubtful),
    ],
  };
}

/** A POST that only looks the destination up: it sends nothing else of what was typed. */
export function isDestinationLook({ sentTexts, answer }: Exchange, { typed }: NodeRecording): boolean {
  const others = [typed.connectionName, typed.localShortName, typed.destinationShortName];
  if (others.some((text) => sentTexts.has(text))) return false;
  return (
    plainLeavesOf(answer).some(({ value }) => typeof value === "boolean") ||
    JSON.stringify(answer ?? "")
      .toLowerCase()
      .includes(`"${typed.mode}`)
  );
}

function resultOf(exchange: Exchange, { ids, code, status, list }: Known): Record<string, string> {
  const leaves = plainLeavesOf(exchange.answer);
  const state = leaves.find(({ steps, value }) => isStatus(steps, value, status));
  return present({
    connectionId: idPlaceIn(exchange.answer, ids, list),
    status: state && pointerTo(state.steps),
    invitationCode: code === undefined ? undefined : codePlace(exchange, code),
  });
}

/** Only a member of the same name with one of the list's words is the status: other answers have states of their own. */
export function isStatus(steps: readonly string[], value: unknown, status: StatusSeen | undefined): boolean {
  if (status === undefined || steps.at(-1) !== status.pointer.split("/").at(-1)) return false;
  return [status.pending, status.active].some((word) => word?.toLowerCase() === String(value).toLowerCase());
}

/** What the own answer lacks can be in an earlier one of the chain. */
function earlierResults(
  { before }: Chain,
  own: Readonly<Record<string, string>>,
  known: Known,
): Map<number, Record<string, string>> {
  const missing = ["connectionId", "invitationCode"].filter((name) => own[name] === undefined);
  const results = new Map<number, Record<string, string>>();
  for (const { exchange } of before.filter((call) => !call.exchange.isRead)) {
    const result = resultOf(exchange, known);
    const useful = present(Object.fromEntries(missing.map((name) => [name, result[name]])));
    if (Object.keys(useful).length > 0) results.set(exchange.index, useful);
  }
  return results;
}

/** Whether the connection was made as private; the mark when no call says so, and none sends the destination's URL. */
function privacyOf({ own, before }: Chain): boolean | typeof editMark {
  const calls = [own, ...before];
  const flags = calls.flatMap(({ exchange }) =>
    exchange.sentLeaves.filter(({ steps }) => /private/i.test(steps.at(-1) ?? "")),
  );
  if (flags.some(({ value }) => value === true || value === "true")) return true;
  const isUrlSent = calls.some(({ sends, problems }) => sends.has("destinationUrl") || problems.length > 0);
  return isUrlSent ? false : editMark;
}

const unknownPrivacy: Problem = {
  steps: ["only", "private", "0"],
  what: "No call sends the destination's URL: write true if the connection was made as private, which needs no URL, or record the wizard with a URL.",
};

function missingName({ own, before }: Chain): Problem[] {
  const isSent = [own, ...before].some(({ sends }) => sends.has("connectionName"));
  return isSent || [own, ...before].some(({ problems }) => problems.length > 0)
    ? []
    : [{ steps: ["body"], what: "The recorded calls do not carry the connection's name where it can be written." }];
}

const severalCodes: Problem = {
  steps: ["result", "invitationCode", "0"],
  what: "Several texts of the answers can be the invitation code: record initiating and accepting of one connection, or write the place of the code.",
};
