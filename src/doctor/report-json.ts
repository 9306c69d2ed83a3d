import type { JsonObject } from "../core/json.ts";
import { shownUrl } from "../core/shown-url.ts";
import type { ApiCheck } from "./check-api.ts";
import { callText } from "./description.ts";
import { candidateText, conclusionOf, descriptionText, nodeText, signInText } from "./report.ts";

/** The check of a node's API as JSON for programs. The overrides in it can be pasted unchanged. */
export function reportJson(check: ApiCheck): JsonObject {
  const { api, basePath, described, findings, token, proposal, outcome } = check;
  return {
    node: nodeText(check),
    profile: api.id,
    signIn: signInText(check.signIn),
    description:
      described === undefined ? null : { url: shownUrl(described.url.href) ?? "", says: descriptionText(check) },
    operations: findings.map(({ name, today, isNeeded, verdict, notes, candidates }) => ({
      operation: name,
      call: callText({ ...today, path: today.path.slice(basePath.length) }),
      evidence: today.evidence,
      needed: isNeeded,
      verdict,
      differences: notes.differences,
      remarks: notes.remarks,
      candidates: candidates.map(candidateText),
    })),
    sessionToken: { header: api.tokenHeader, verdict: token.verdict, wanted: token.ways.map(({ header }) => header) },
    basePath,
    overrides: proposal.overrides ?? null,
    edits: proposal.edits,
    outcome,
    conclusion: conclusionOf(check),
  };
}
