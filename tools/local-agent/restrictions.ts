import { matchesGlob } from "./glob.ts";

/** One source of limits on what a step's logging commands may do; an absent member limits nothing. */
export interface Restrictions {
  readonly restrictedCommands: boolean;
  /** Patterns of variable names that may be set; an empty list allows none. */
  readonly settableVariables: readonly string[] | undefined;
}

/** The `target:` of a step in YAML, as far as it limits commands. */
export interface StepTarget {
  readonly commands?: "restricted" | "any";
  readonly settableVariables?: "none" | readonly string[];
}

/** The limits that a step's `target:` adds to those of task.json. */
export function restrictionsOfTarget(target: StepTarget): Restrictions {
  return {
    restrictedCommands: target.commands === "restricted",
    settableVariables: target.settableVariables === "none" ? [] : target.settableVariables,
  };
}

/** False when any of the limits runs commands in restricted mode. */
export function allowsAllCommands(restrictions: readonly Restrictions[]): boolean {
  return !restrictions.some((each) => each.restrictedCommands);
}

/** True when every limit lets the variable of that bare name be set. */
export function allowsVariable(restrictions: readonly Restrictions[], name: string): boolean {
  return restrictions.every(
    ({ settableVariables }) => settableVariables?.some((pattern) => matchesGlob(pattern, name)) ?? true,
  );
}
