import { pointerTo } from "../core/json-pointer.ts";
import { type ChainFinder, doubtfulCalls, keptBySession } from "./chain.ts";
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
import { answersOneOf, changingCalls, shownAfter, ticketsOf, type WizardEnd, wizardEnd } from "./wizard.ts";

/** Accepting: the last call that carries the code, or what a call with the code answered. Undefined when no call does. */
export function seenAccept(
  recording: NodeRecording,
  code: string,
  status: StatusSeen | undefined,
  foreign: ReadonlySet<Exchange>,
): SeenOperation | undefined {
  const { side, typed, projects, project, members, typedIds, list } = recording;
  const isOther = (exchange: Exchange) => recording.isAside(exchange) || foreign.has(exchange);
  const calls = changingCalls(side, (exchange) => isOther(exchange) || exchange.call.method === "DELETE");
  const meanings = operationMeanings(typed, [], { invitationCode: code, projects, project, members });
  const finder = recording.chains("acceptInvitation", meanings, { foreign });
  const end = acceptingEnd(calls, recording, code, finder);
  if (end === undefined) return undefined;
  const { last: own, doubtful } = end;
  const chain = finder.chainOf(
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
    problems: [...keptBySession(chain, "invitationCode"), ...doubtfulCalls(finder, own, doubtful)],
  };
}

/** The last call before the list shows the connection that uses the code or follows from a call that does. */
function acceptingEnd(
  calls: readonly Exchange[],
  { list, typedIds, side }: NodeRecording,
  code: string,
  finder: ChainFinder,
): WizardEnd | undefined {
  const coded = calls.filter((exchange) =>
    [...exchange.sentTexts].some((text) => withoutBreaks(text) === withoutBreaks(code)),
  );
  const last = coded.at(-1);
  if (last === undefined) return undefined;
  const made = calls.find((exchange) => exchange.index >= last.index && answersOneOf(exchange, typedIds));
  return wizardEnd(last, calls, {
    ids: typedIds,
    tickets: new Set(coded.flatMap((exchange) => ticketsOf(exchange, side)).filter((ticket) => ticket !== code)),
    made: made?.index ?? Number.POSITIVE_INFINITY,
    shown: shownAfter(list, last.index),
    usual: list?.showing.segments ?? [],
    sends: (exchange) => finder.resolve(exchange).sends,
  });
}
