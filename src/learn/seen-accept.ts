import { pointerTo } from "../core/json-pointer.ts";
import { idPlaceIn } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import type { NodeRecording } from "./node-recording.ts";
import { operationMeanings } from "./operation-meanings.ts";
import { isStatus } from "./seen-initiate.ts";
import { present } from "./seen-lists.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { withoutBreaks } from "./side.ts";
import type { StatusSeen } from "./statuses.ts";
import { isPlainWord } from "./value-kinds.ts";
import { changingCalls, shownAfter } from "./wizard.ts";

/** Accepting: the last call that carries the code, or what a call with the code answered. Undefined when no call does. */
export function seenAccept(
  recording: NodeRecording,
  code: string,
  status: StatusSeen | undefined,
): SeenOperation | undefined {
  const { side, typed, projects, project, members, typedIds, list } = recording;
  const calls = changingCalls(side, (exchange) => recording.isAside(exchange) || exchange.call.method === "DELETE");
  const own = acceptingCall(calls, recording, code);
  if (own === undefined) return undefined;
  const meanings = operationMeanings(typed, [], { invitationCode: code, projects, project, members });
  const chain = recording.chains("acceptInvitation", meanings).chainOf(
    own,
    calls.filter(({ index }) => index < own.index),
  );
  const leaves = plainLeavesOf(own.answer);
  const name = leaves.find(({ value }) => value === typed.connectionName);
  const state = leaves.find(({ steps, value }) => isStatus(steps, value, status));
  return {
    name: "acceptInvitation",
    recording,
    chain,
    result: present({
      connectionId: idPlaceIn(own.answer, typedIds, list),
      connectionName: name && pointerTo(name.steps),
      status: state && pointerTo(state.steps),
    }),
    shownBy: "it carries the invitation code, or what a call with the code answered",
  };
}

/** The last call before the list shows the connection that uses the code or an answer to it. */
function acceptingCall(
  calls: readonly Exchange[],
  { list, typedIds }: NodeRecording,
  code: string,
): Exchange | undefined {
  const coded = calls.filter((exchange) =>
    [...exchange.sentTexts].some((text) => withoutBreaks(text) === withoutBreaks(code)),
  );
  const last = coded.at(-1);
  if (last === undefined) return undefined;
  const end = shownAfter(list, last.index);
  const tickets = new Set(coded.flatMap(ticketsIn).filter((ticket) => !typedIds.has(ticket)));
  const later = calls.filter(({ index }) => index > last.index && index < end);
  return later.filter((exchange) => [...tickets].some((ticket) => exchange.sentTexts.has(ticket))).at(-1) ?? last;
}

function ticketsIn({ answer }: Exchange): string[] {
  const values = plainLeavesOf(answer).map(({ value }) => value);
  return values.flatMap((value) => (isTicket(value) ? [String(value)] : []));
}

function isTicket(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value > 1;
  return typeof value === "string" && value !== "" && !isPlainWord(value);
}
