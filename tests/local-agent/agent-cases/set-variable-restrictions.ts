/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Worker/SetVariableRestrictionsL0.cs";

interface RestrictionCase {
  /** Name of the unit test. */
  readonly name: string;
  /** `restrictions` of task.json. */
  readonly task: Readonly<Record<string, unknown>> | undefined;
  /** `settableVariables` of the step's `target:` in YAML. */
  readonly target?: readonly string[];
  readonly mayBeSet: readonly string[];
  readonly mayNotBeSet: readonly string[];
}

/** Restrictions, and the variables that a task can or cannot set with them. */
export const restrictions: readonly RestrictionCase[] = [
  { name: "NoRestrictions", task: undefined, mayBeSet: ["myVar"], mayNotBeSet: [] },
  { name: "NullVariableRestrictions", task: {}, mayBeSet: ["myVar"], mayNotBeSet: [] },
  { name: "EmptyAllowed", task: { settableVariables: {} }, mayBeSet: [], mayNotBeSet: ["myVar"] },
  {
    name: "ExactMatchAllowed",
    task: { settableVariables: { allowed: ["myVar", "otherVar"] } },
    mayBeSet: ["myVar", "myvar", "MYVAR", "otherVAR"],
    mayNotBeSet: ["badVar"],
  },
  {
    name: "MiniMatchAllowed",
    task: { settableVariables: { allowed: ["my*"] } },
    mayBeSet: ["myVar", "mything", "MY"],
    mayNotBeSet: ["badVar"],
  },
  {
    name: "MultipleRestrictionsMostRestrictive",
    task: { settableVariables: { allowed: ["my*", "otherVar"] } },
    target: ["myVar", "myThing", "extra"],
    mayBeSet: ["myVar", "myThing"],
    mayNotBeSet: ["myStuff", "otherVar", "extra", "neither"],
  },
  {
    name: "MultipleRestrictionsNothingAllowed",
    task: { settableVariables: { allowed: ["myVar", "otherVar"] } },
    target: [],
    mayBeSet: [],
    mayNotBeSet: ["myVar", "otherVar", "neither"],
  },
  {
    name: "PrependPathAllowed, disallowed",
    task: { settableVariables: {} },
    mayBeSet: [],
    mayNotBeSet: ["PATH"],
  },
  {
    name: "PrependPathAllowed, allowed",
    task: { settableVariables: { allowed: ["path"] } },
    mayBeSet: ["PATH"],
    mayNotBeSet: [],
  },
];
