import type { JsonObject } from "../core/json.ts";
import { shownUrl } from "../core/shown-url.ts";
import type { ApiCheck } from "./check-api.ts";
import { callText } from "./description.ts";
import { conclusionOf, descriptionText, signInText } from "./report.ts";

/** The check of a node's API as JSON for programs. The overrides in it can be pasted unchanged. */
export function reportJson(check: ApiCheck): JsonObject {
  const { nodeUrl, api, described, findings, token, proposal, fits } = check;
  return {
    node: nodeUrl.href,
    profile: api.id,
    signIn: signInText(check.signIn),
    description:
      described === undefined ? null : { url: shownUrl(described.url.href) ?? "", says: descriptionText(check) },
    operations: findings.map((each) => ({
      operation: each.name,
      call: callText(each.operation),
      evidence: each.evidence,
      needed: each.isNeeded,
      verdict: each.verdict,
      differences: each.differences,
      remarks: each.remarks,
    })),
    sessionToken: { header: api.tokenHeader, verdict: token.verdict, wanted: token.wanted?.header ?? null },
    candidates: Object.fromEntries(
      (proposal?.choices ?? []).map(({ name, candidates }) => [
        name,
        candidates.map(({ call, score, reasons }) => ({ call: callText(call), points: Math.round(score), reasons })),
      ]),
    ),
    overrides: proposal?.overrides ?? null,
    edits: proposal?.edits ?? [],
    notes: proposal?.cautions ?? [],
    fits,
    conclusion: conclusionOf(check),
  };
}
