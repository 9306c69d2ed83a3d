import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { ApiDescription, DescribedCall, DescribedToken } from "./description.ts";

/** How the node expects the session token, compared with the profile. */
export interface TokenFinding {
  readonly verdict: "fits" | "differs" | "not described";
  /** What the node expects; undefined when it does not say. */
  readonly wanted: DescribedToken | undefined;
}

/** Compares the session token's header with the one that the described calls expect. */
export function tokenFinding(
  api: NodeApi,
  description: ApiDescription | undefined,
  calls: readonly DescribedCall[],
): TokenFinding {
  const ways = description === undefined ? [] : waysOf(description, calls);
  const [first] = ways;
  if (first === undefined) return { verdict: "not described", wanted: undefined };
  const ours = ways.find((way) => isSentSo(api, way));
  return ours ? { verdict: "fits", wanted: ours } : { verdict: "differs", wanted: first };
}

/** The security schemes of the calls. If they name none, the only scheme in the description. */
function waysOf({ tokens }: ApiDescription, calls: readonly DescribedCall[]): DescribedToken[] {
  const named = new Set(calls.flatMap(({ securitySchemes }) => securitySchemes));
  const ways = [...named].flatMap((name) => tokens.get(name) ?? []);
  return ways.length === 0 && tokens.size === 1 ? [...tokens.values()] : ways;
}

function isSentSo({ tokenHeader, tokenPrefix }: NodeApi, { header, prefix, isUnsure }: DescribedToken): boolean {
  const isHeader = tokenHeader.toLowerCase() === header.toLowerCase();
  return isHeader && (isUnsure || tokenPrefix === prefix || (prefix === "" && tokenPrefix !== ""));
}
