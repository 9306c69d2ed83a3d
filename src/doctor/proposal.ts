import type { JsonObject } from "../core/json.ts";
import { mergePatchBetween } from "../exalate/profile/merge-patch.ts";
import { defaultNodeApi, type NodeApi } from "../exalate/profile/node-api.ts";
import { nodeApiWith } from "../exalate/profile/overrides.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import { type Gap, toEdit } from "./adjustments.ts";
import type { Finding } from "./finding.ts";
import { type TokenFinding, tokenToSend } from "./session-token.ts";

/** A profile that fits a node's description as far as it leaves no doubt. */
export interface Proposal {
  readonly api: NodeApi;
  /** Whether it differs from the profile that was compared. */
  readonly isChange: boolean;
  /** The complete API overrides for the service connection; undefined when none are needed. */
  readonly overrides: JsonObject | undefined;
  /** What a person must fill in, with JSON pointers within the overrides. */
  readonly edits: readonly Gap[];
}

/**
 * Proposes a profile: operations whose call is known beyond doubt get its form, all others stay as in `api`. Raises
 * EXA502 when the result does not fit the profile's schema.
 */
export async function proposalFor(api: NodeApi, findings: readonly Finding[], sent: TokenFinding): Promise<Proposal> {
  const basePath = sharedBase(api, findings);
  const token = tokenToSend(sent);
  const operations = findings.map(({ name, proposed }) => {
    return [name, { ...proposed, path: proposed.path.slice(basePath.length) }] as const;
  });
  const spellings = findings.reduce((all, { notes }) => joined(all, notes.spellings), api.spellings);
  const target: NodeApi = { ...api, ...token, basePath, spellings, operations: Object.fromEntries(operations) };
  const overrides = mergePatchBetween(asJson(defaultNodeApi), asJson(target));
  const gaps = [...findings.flatMap(editsOf), ...prefixGaps(token)];
  const edits = [...new Map(gaps.map((gap) => [gap.pointer, gap])).values()];
  if (overrides !== undefined && edits.length === 0) await nodeApiWith(JSON.stringify(overrides));
  return { api: target, isChange: mergePatchBetween(asJson(api), asJson(target)) !== undefined, overrides, edits };
}

function asJson(api: NodeApi): JsonObject {
  return JSON.parse(JSON.stringify(api));
}

/** The profile's base path if every path is below it; else none, so that each path is complete. */
function sharedBase(api: NodeApi, findings: readonly Finding[]): string {
  return findings.every(({ proposed: { path } }) => path.startsWith(`${api.basePath}/`)) ? api.basePath : "";
}

function joined(one: Spellings, other: Spellings): Spellings {
  const merged = (["mode", "status"] as const).map((name) => [name, { ...one[name], ...other[name] }] as const);
  return Object.fromEntries(merged.filter(([, vocabulary]) => Object.keys(vocabulary).length > 0));
}

function editsOf({ name, isNeeded, notes }: Finding): Gap[] {
  const instead = isNeeded ? "" : `; or leave this optional call out with "${name}": null`;
  return notes.gaps.map(({ pointer, why }) => {
    return pointer.startsWith("/spellings/")
      ? { pointer, why }
      : { pointer: `/operations/${name}${pointer}`, why: `${why}${instead}` };
  });
}

function prefixGaps(token: ReturnType<typeof tokenToSend>): Gap[] {
  if (token?.tokenPrefix !== toEdit) return [];
  const why = `${token.tokenHeader} may need a word before the token, such as "Bearer " with its space, or ""`;
  return [{ pointer: "/tokenPrefix", why }];
}
