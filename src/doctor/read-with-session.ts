import { withoutEnding } from "../core/text.ts";
import type { HttpAnswer } from "../http/http.ts";
import { toEdit } from "./adjustments.ts";
import { type NodeToDescribe, sessionHeaders } from "./describe-node.ts";
import type { DescribedCall } from "./description.ts";

/**
 * The node's answer to a call by GET with the session. Undefined without an answer, and when nothing was sent: without a
 * session, after the time limit, or when it is open how the session is sent.
 */
export async function readWithSession(
  { path }: DescribedCall,
  { transport, nodeUrl, api, token, isOver }: NodeToDescribe,
): Promise<HttpAnswer | undefined> {
  if (isOver() || token === undefined || api.tokenPrefix === toEdit) return undefined;
  const url = `${withoutEnding(nodeUrl.href, "/")}${path}`;
  const headers = { Accept: "application/json", ...sessionHeaders(api, token) };
  return transport.send({ method: "GET", url, headers }).catch(() => undefined);
}
