import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { ApiDescription, DescribedCall, DescribedToken } from "./description.ts";

/** How the node wants the session token, beside how the profile sends it. */
export interface TokenFinding {
  readonly verdict: "fits" | "differs" | "not described";
  /** How the node wants it; undefined when it does not say. */
  readonly wanted: DescribedToken | undefined;
}

/** Compares the header of the session token with what the described calls ask for. */
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

/** The schemes that the calls take; where none says, the only one that the description has. */
function waysOf({ tokens }: ApiDescription, calls: readonly DescribedCall[]): DescribedToken[] {
  const named = new Set(calls.flatMap(({ securitySchemes }) => securitySchemes));
  const ways = [...named].flatMap((name) => tokens.get(name) ?? []);
  return ways.length === 0 && tokens.size === 1 ? [...tokens.values()] : ways;
}

function isSentSo({ tokenHeader, tokenPrefix }: NodeApi, { header, prefix, isUnsure }: DescribedToken): boolean {
  const isHeader = tokenHeader.toLowerCase() === header.toLowerCase();
  return isHeader && (isUnsure || tokenPrefix === prefix || (prefix === "" && tokenPrefix !== ""));
}
