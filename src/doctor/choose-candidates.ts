import type { OperationName } from "../exalate/profile/operations.ts";
import type { Candidate } from "./candidate.ts";
import { callText, type DescribedCall } from "./description.ts";

/** The candidates for one operation, best first, and the proposed one. */
export interface Choice {
  readonly name: OperationName;
  /** Undefined when no call of the node matches. */
  readonly chosen: Candidate | undefined;
  readonly candidates: readonly Candidate[];
  /** What a person has to decide about the choice itself. */
  readonly edits: readonly string[];
}

/** The choice is uncertain when another call has at least this share of the best score. */
const rivalShare = 0.88;

/** How many candidates are reported. */
const mostCandidates = 3;

/** Chooses a call for each operation, best scores first. No call is used for two operations. */
export function chooseCandidates(candidates: ReadonlyMap<OperationName, readonly Candidate[]>): Choice[] {
  const taken = new Map<DescribedCall, OperationName>();
  const chosen = new Map<OperationName, Candidate>();
  const all = [...candidates.values()].flat().sort((a, b) => b.score - a.score);
  for (const candidate of all) {
    if (chosen.has(candidate.name) || taken.has(candidate.call)) continue;
    chosen.set(candidate.name, candidate);
    taken.set(candidate.call, candidate.name);
  }
  return [...candidates].map(([name, each]) => {
    const best = chosen.get(name);
    const free = each.filter(({ call }) => (taken.get(call) ?? name) === name);
    return {
      name,
      chosen: best,
      candidates: free.slice(0, mostCandidates),
      edits: best ? rivalEdits(best, free) : [],
    };
  });
}

function rivalEdits(candidate: Candidate, free: readonly Candidate[]): string[] {
  const rival = free.find((each) => each !== candidate && each.score >= candidate.score * rivalShare);
  return rival ? [`${callText(candidate.call)} is proposed; ${callText(rival.call)} is nearly as likely`] : [];
}
