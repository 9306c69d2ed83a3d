import { type JsonObject, objectOf, textOf } from "../core/json.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import { toEdit } from "./adjustments.ts";
import type { ApiDescription, DescribedCall, DescribedToken } from "./description.ts";
import type { References } from "./document.ts";

/** How much of a description of a security scheme is read, in characters. */
const longestNote = 400;

/** The security schemes of a document that send a token in a header, by name. */
export function tokensOf(document: JsonObject, references: References): Map<string, DescribedToken> {
  const schemes = {
    ...objectOf(document.securityDefinitions),
    ...objectOf(objectOf(document.components).securitySchemes),
  };
  const named = references.membersOf(schemes);
  const tokens = named.map(([name, scheme]) => [name, tokenOf(references.resolve(scheme))] as const);
  return new Map(tokens.flatMap(([name, token]) => (token ? [[name, token] as const] : [])));
}

function tokenOf(scheme: JsonObject): DescribedToken | undefined {
  const bearer = { header: "Authorization", prefix: "Bearer " };
  if (scheme.type === "http") return textOf(scheme.scheme).toLowerCase() === "bearer" ? bearer : undefined;
  if (scheme.type === "oauth2" || scheme.type === "openIdConnect") return bearer;
  const header = textOf(scheme.name);
  if (scheme.type !== "apiKey" || scheme.in !== "header" || header === "") return undefined;
  const saysBearer = /\bbearer\b/i.test(textOf(scheme.description).slice(0, longestNote));
  const isOpen = /^authorization$/i.test(header) && !saysBearer;
  return { header, prefix: isOpen ? undefined : saysBearer ? "Bearer " : "" };
}

/** How the node expects the session token, compared with the profile. */
export interface TokenFinding {
  readonly verdict: "fits" | "differs" | "not described";
  /** The ways that the description offers. Only a single one is taken over. */
  readonly ways: readonly DescribedToken[];
}

/** Compares the session token's header with the ones of some calls, or of all calls if there are none. */
export function tokenFinding(
  { tokenHeader, tokenPrefix }: NodeApi,
  description: ApiDescription | undefined,
  calls: readonly DescribedCall[],
): TokenFinding {
  const ways = description === undefined ? [] : waysOf(description, calls.length > 0 ? calls : description.calls);
  if (ways.length === 0) return { verdict: "not described", ways };
  const isOurs = ({ header, prefix }: DescribedToken) =>
    header.toLowerCase() === tokenHeader.toLowerCase() && (!prefix || prefix === tokenPrefix);
  return { verdict: ways.some(isOurs) ? "fits" : "differs", ways };
}

/** How the session token has to be sent instead, if there is exactly one way; undefined when it fits or is in doubt. */
export function tokenToSend({ verdict, ways }: TokenFinding): Pick<NodeApi, "tokenHeader" | "tokenPrefix"> | undefined {
  const [way, ...others] = verdict === "differs" ? ways : [];
  if (way === undefined || others.length > 0) return undefined;
  return { tokenHeader: way.header, tokenPrefix: way.prefix ?? toEdit };
}

/** The different security schemes of the calls. If they name none, the only scheme in the description. */
function waysOf({ tokens }: ApiDescription, calls: readonly DescribedCall[]): DescribedToken[] {
  const names = new Set(calls.flatMap(({ securitySchemes }) => securitySchemes));
  const ways = [...names].flatMap((name) => tokens.get(name) ?? []);
  const all = ways.length === 0 && tokens.size === 1 ? [...tokens.values()] : ways;
  return [...new Map(all.map((way) => [`${way.header.toLowerCase()} ${way.prefix}`, way])).values()];
}
