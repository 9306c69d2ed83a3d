import { jsonOrUndefined } from "../core/json.ts";
import { adjusted } from "./adjust.ts";
import type { NodeToDescribe } from "./describe-node.ts";
import { type DescribedCall, finderOf, pathOf } from "./description.ts";
import { fieldsIn } from "./fields.ts";
import type { KnownCalls } from "./finding.ts";
import { readDescription } from "./read-description.ts";
import { readWithSession } from "./read-with-session.ts";
import { callsAbout, takenOver } from "./take-over.ts";

/** How many described calls are tried next to the profile's own. */
const mostTried = 3;

/**
 * The known calls, with the answers that the node gives now. Where the description does not tell for certain how
 * connections are listed, the list of the profile is requested, and if that is not it, a few described calls that could
 * be it. Only GET requests without values in their path are sent, and none without a session.
 */
export async function withTriedList(known: KnownCalls, node: NodeToDescribe): Promise<KnownCalls> {
  const { api } = node;
  const { listConnections: list } = api.operations;
  if (list === undefined || list.unavailable === true || list.method !== "GET") return known;
  const path = pathOf(api, list);
  const own = known.find({ method: "GET", path });
  const fits = (call: DescribedCall) => adjusted("listConnections", list, call, api.spellings).notes.gaps.length === 0;
  if (own && own.answer.size > 0 && fits(own)) return known;
  const tried = await tryCalls(own ? [own] : undescribed(path, node), node);
  if (tried.some(fits)) return withCalls(known, tried);
  if (own || takenOver("listConnections", api, known.calls, undefined)) return known;
  const open = callsAbout("listConnections", known.calls).filter(isOpen);
  return withCalls(known, await tryCalls(open.slice(0, mostTried), node));
}

/** Whether a call can be sent without knowing any value. */
function isOpen({ path, query, headers }: DescribedCall): boolean {
  return !path.includes("{") && ![...query.values(), ...headers.values()].some(({ required }) => required);
}

function undescribed(path: string, { nodeUrl }: NodeToDescribe): readonly DescribedCall[] {
  const document = { swagger: "2.0", paths: { [path]: { get: {} } } };
  return readDescription(document, { nodeUrl, documentUrl: nodeUrl }).calls;
}

async function tryCalls(calls: readonly DescribedCall[], node: NodeToDescribe): Promise<DescribedCall[]> {
  const answered: DescribedCall[] = [];
  for (const call of calls) {
    const answer = await readWithSession(call, node);
    const value = answer?.status === 200 ? jsonOrUndefined(answer.body) : undefined;
    if (value !== undefined) answered.push({ ...call, answer: fieldsIn(value), isTried: true });
  }
  return answered;
}

function withCalls(known: KnownCalls, tried: readonly DescribedCall[]): KnownCalls {
  const isOther = ({ method, path }: DescribedCall) => method !== "GET" || !tried.some((call) => call.path === path);
  const calls = [...tried, ...known.calls.filter(isOther)];
  return { ...known, calls, find: finderOf(calls) };
}
