/** How a check ended. `not checked` counts neither way. */
export type Ending = "holds" | "does not hold" | "cannot be told" | "not checked";

/** How all checks ended together. */
export type Verdict = Exclude<Ending, "not checked">;

/** What a check found. */
export interface Outcome {
  readonly ending: Ending;
  /** What was found, in a few words. */
  readonly found: string;
  /** Lines that say more, such as what is wrong. */
  readonly details?: readonly string[];
}

/** One thing that a release needs. */
export interface Check {
  /** What is checked, in a few words. */
  readonly of: string;
  /** Whether it takes more than a few seconds. It is left out when an earlier check does not hold. */
  readonly isSlow?: boolean;
  /** An error that it throws means that the check does not hold. */
  readonly run: () => Promise<Outcome>;
}

/** The outcome of a check that looked for problems: it holds if there is none. */
export function withoutProblems(problems: readonly string[], whenNone: string): Outcome {
  if (problems.length === 0) return { ending: "holds", found: whenNone };
  return {
    ending: "does not hold",
    found: problems.length === 1 ? "1 problem" : `${problems.length} problems`,
    details: problems,
  };
}

const indent = " ".repeat(16);

function outcomeLines(of: string, { ending, found, details = [] }: Outcome): string[] {
  return [`${ending.padEnd(indent.length)}${of}: ${found}`, ...details.map((line) => `${indent}  ${line}`)];
}

/** Runs checks one after the other, prints the lines of each when it ends, and returns how they ended. */
export async function runChecks(checks: readonly Check[], print: (line: string) => void): Promise<Ending[]> {
  const endings: Ending[] = [];
  for (const check of checks) {
    const outcome = await outcomeOf(check, endings.includes("does not hold"));
    for (const line of outcomeLines(check.of, outcome)) print(line);
    endings.push(outcome.ending);
  }
  return endings;
}

async function outcomeOf({ isSlow = false, run }: Check, hasFailed: boolean): Promise<Outcome> {
  if (isSlow && hasFailed) return { ending: "not checked", found: "an earlier check does not hold" };
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ending: "does not hold", found: "failed", details: message.trimEnd().split("\n") };
  }
}

/** How checks ended together: a problem that was found counts more than what cannot be told. */
export function overallEnding(endings: readonly Ending[]): Verdict {
  if (endings.includes("does not hold")) return "does not hold";
  return endings.includes("cannot be told") ? "cannot be told" : "holds";
}
