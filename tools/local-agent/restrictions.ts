import { matchesGlob } from "./glob.ts";

/** Restrictions of a step's logging commands from one source; an absent member restricts nothing. */
export interface Restrictions {
  readonly restrictedCommands: boolean;
  /** Patterns of the variables that can be set; an empty list allows none. */
  readonly settableVariables: readonly string[] | undefined;
}

/** The members of a step's `target:` in YAML that restrict commands. */
export interface StepTarget {
  readonly commands?: "restricted" | "any";
  readonly settableVariables?: "none" | readonly string[];
}

/** The restrictions from a step's `target:`, in addition to those of task.json. */
export function restrictionsOfTarget(target: StepTarget): Restrictions {
  return {
    restrictedCommands: target.commands === "restricted",
    settableVariables: target.settableVariables === "none" ? [] : target.settableVariables,
  };
}

/** False when any of the restrictions sets restricted mode. */
export function allowsAllCommands(restrictions: readonly Restrictions[]): boolean {
  return !restrictions.some((each) => each.restrictedCommands);
}

/** True when all restrictions allow setting the variable; the name is without the step's name. */
export function allowsVariable(restrictions: readonly Restrictions[], name: string): boolean {
  return restrictions.every(
    ({ settableVariables }) => settableVariables?.some((pattern) => matchesGlob(pattern, name)) ?? true,
  );
}
