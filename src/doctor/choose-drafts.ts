import type { OperationName } from "../exalate/profile/operations.ts";
import { callText, type DescribedCall } from "./description.ts";
import type { Draft } from "./draft.ts";

/** The candidates for one operation, best first, and the one that is proposed. */
export interface Choice {
  readonly name: OperationName;
  /** Undefined when no call of the node suits. */
  readonly draft: Draft | undefined;
  readonly candidates: readonly Draft[];
  /** What a person has to decide about the choice itself. */
  readonly edits: readonly string[];
}

/** A second-best call this near to the best makes the choice unsure, as a share of the best score. */
const nearness = 0.88;

/** How many candidates are told. */
const mostCandidates = 3;

/** Chooses a call for each operation so that no call serves two, the best scores first. */
export function chooseDrafts(drafts: ReadonlyMap<OperationName, readonly Draft[]>): Choice[] {
  const taken = new Map<DescribedCall, OperationName>();
  const chosen = new Map<OperationName, Draft>();
  const all = [...drafts.values()].flat().sort((a, b) => b.score - a.score);
  for (const draft of all) {
    if (chosen.has(draft.name) || taken.has(draft.call)) continue;
    chosen.set(draft.name, draft);
    taken.set(draft.call, draft.name);
  }
  return [...drafts].map(([name, each]) => {
    const draft = chosen.get(name);
    const free = each.filter(({ call }) => (taken.get(call) ?? name) === name);
    return { name, draft, candidates: free.slice(0, mostCandidates), edits: draft ? rivalEdits(draft, free) : [] };
  });
}

function rivalEdits(draft: Draft, free: readonly Draft[]): string[] {
  const rival = free.find((each) => each !== draft && each.score >= draft.score * nearness);
  return rival ? [`${callText(draft.call)} is proposed; ${callText(rival.call)} is nearly as likely`] : [];
}
