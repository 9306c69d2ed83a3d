import type { Exchange } from "./exchange.ts";
import { codePlace } from "./invitation-code.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import type { NodeRecording } from "./node-recording.ts";
import { operationMeanings } from "./operation-meanings.ts";
import type { Initiation } from "./seen-initiate.ts";
import type { SeenOperation } from "./seen-operation.ts";

/** Reading the code of a pending connection again; undefined when no call after initiating shows the same code. */
export function seenInvitation(
  recording: NodeRecording,
  { own, ids, code, operation }: Initiation,
  foreign: ReadonlySet<Exchange>,
): SeenOperation | undefined {
  if (code === undefined) return undefined;
  const used = new Set([operation.chain.own, ...operation.chain.before].map(({ exchange }) => exchange));
  const found = laterCalls(recording, own, ids).filter(
    (exchange) => !used.has(exchange) && codePlace(exchange, code) !== undefined,
  );
  const best = found.find(({ isRead }) => isRead) ?? found[0];
  if (best === undefined) return undefined;
  const meanings = operationMeanings(recording.typed, [], { connectionIds: ids, members: recording.members });
  return {
    name: "readInvitation",
    recording,
    chain: recording.chains("readInvitation", meanings, { foreign }).chainOf(best, []),
    result: { invitationCode: codePlace(best, code) ?? "/" },
    shownBy: "its answer holds the invitation code after initiating",
    remarks: best.isRead || found.length > 1 ? [] : [seenOnce],
  };
}

const seenOnce =
  "The call that shows the invitation code changes something and was recorded once: it may make a new code each time. Open the invitation twice while the browser records to know.";

/** Whether a call made a new code instead of showing the same one. */
export function makesNewCode(recording: NodeRecording, { own, ids, code, operation }: Initiation): boolean {
  if (code === undefined) return false;
  const name = operation.result.invitationCode?.split("/").at(-1);
  return laterCalls(recording, own, ids).some((exchange) => {
    const leaves = plainLeavesOf(exchange.answer).filter(({ steps }) => name !== undefined && steps.at(-1) === name);
    return leaves.some(({ value }) => typeof value === "string" && value.length >= 8 && value !== code);
  });
}

function laterCalls({ side }: NodeRecording, own: Exchange, ids: ReadonlySet<string>): Exchange[] {
  return side.exchanges.filter(
    (exchange) => exchange.isSuccess && exchange.index > own.index && [...ids].some((id) => exchange.sentTexts.has(id)),
  );
}
