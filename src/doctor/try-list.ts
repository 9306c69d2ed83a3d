import { jsonOrUndefined } from "../core/json.ts";
import { withoutEnding } from "../core/text.ts";
import { adjusted } from "./adjust.ts";
import { toEdit } from "./adjustments.ts";
import { type NodeToDescribe, sessionHeaders } from "./describe-node.ts";
import { type DescribedCall, finderOf, pathOf } from "./description.ts";
import { fieldsIn } from "./fields.ts";
import type { KnownCalls } from "./finding.ts";
import { callsAbout, readingCall } from "./take-over.ts";

/** How many described calls are tried next to the profile's own. */
const mostTried = 3;

/**
 * The known calls, with the answers that the node gives now. Where the description does not tell for certain how
 * connections are listed, the list of the profile is requested, and if that is not it, a few described calls that could
 * be it. Only GET requests without values in their path are sent.
 */
export async function withTriedList(known: KnownCalls, session: NodeToDescribe): Promise<KnownCalls> {
  const { api } = session;
  const { listConnections: list } = api.operations;
  if (list === undefined || list.unavailable === true || list.method !== "GET") return known;
  const path = pathOf(api, list);
  const own = known.find({ method: "GET", path });
  const fits = (call: DescribedCall) => adjusted("listConnections", list, call, api.spellings).notes.gaps.length === 0;
  if (own && own.answer.size > 0 && fits(own)) return known;
  const tried = await tryCall(own ?? { ...undescribed, path }, session);
  if (tried !== undefined && fits(tried)) return withCalls(known, [tried]);
  if (own !== undefined || readingCall("listConnections", api, known.calls)) return known;
  const open = callsAbout("listConnections", known.calls).filter(isOpen).slice(0, mostTried);
  const answered: DescribedCall[] = [];
  for (const call of open) {
    const answer = await tryCall(call, session);
    if (answer !== undefined) answered.push(answer);
  }
  return withCalls(known, answered);
}

/** Whether a call can be sent without knowing any value. */
function isOpen({ path, query, headers }: DescribedCall): boolean {
  return !path.includes("{") && ![...query.values(), ...headers.values()].some(({ required }) => required);
}

const undescribed: DescribedCall = {
  method: "GET",
  path: "",
  operationId: "",
  summary: "",
  query: new Map(),
  headers: new Map(),
  answerStatus: "200",
  answerHeaders: [],
  securitySchemes: [],
  otherBody: "",
  body: new Map(),
  answer: new Map(),
};

async function tryCall(call: DescribedCall, session: NodeToDescribe): Promise<DescribedCall | undefined> {
  const { transport, nodeUrl, api, token, isOver } = session;
  if (isOver() || token === undefined || api.tokenPrefix === toEdit) return undefined;
  const url = new URL(nodeUrl);
  url.pathname = `${withoutEnding(nodeUrl.pathname, "/")}${call.path}`;
  const request = {
    method: "GET",
    url: url.href,
    headers: { Accept: "application/json", ...sessionHeaders(api, token) },
  };
  const answer = await transport.send(request).catch(() => undefined);
  const value = answer?.status === 200 ? jsonOrUndefined(answer.body) : undefined;
  return value === undefined ? undefined : { ...call, answer: fieldsIn(value), isTried: true };
}

function withCalls(known: KnownCalls, tried: readonly DescribedCall[]): KnownCalls {
  const isTried = ({ method, path }: DescribedCall) => tried.some((call) => call.path === path && method === "GET");
  const calls = [...tried, ...known.calls.filter((call) => !isTried(call))];
  return { ...known, calls, find: finderOf(calls) };
}
