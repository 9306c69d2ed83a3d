/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Worker/VariablesL0.cs";

interface SecretValue {
  readonly secret: string;
}

interface ExpansionCase {
  /** Name of the unit test. */
  readonly name: string;
  readonly given: Readonly<Record<string, string | SecretValue>>;
  readonly expanded: Readonly<Record<string, string | SecretValue>>;
  /** The variables with a warning, and its text. */
  readonly warnings?: { readonly of: readonly string[]; readonly about: RegExp };
}

const cycle = /cyclical reference/;
const depth = 50;
const numbers = Array.from({ length: depth }, (_, index) => index + 1);
const chain = Object.fromEntries(numbers.map((number) => [`variable${number}`, `$(variable${number + 1})`]));
const chainExpanded = Object.fromEntries(numbers.slice(1).map((number) => [`variable${number}`, "Final value"]));

/** Variables that a job starts with, and their expanded values. */
export const expansions: readonly ExpansionCase[] = [
  {
    name: "Constructor_AppliesMaskHints",
    given: { MySecretName: { secret: "My secret value" }, MyPublicVariable: "My public value" },
    expanded: { MySecretName: { secret: "My secret value" }, MyPublicVariable: "My public value" },
  },
  {
    name: "Constructor_DetectsAdjacentCyclicalReference",
    given: { variable1: "1_$(variable2)", variable2: "2_$(variable3)", variable3: "3_$(variable2)" },
    expanded: { variable1: "1_$(variable2)", variable2: "2_$(variable3)", variable3: "3_$(variable2)" },
    warnings: { of: ["variable1", "variable2", "variable3"], about: cycle },
  },
  {
    name: "Constructor_DetectsNonadjacentCyclicalReference",
    given: { variable1: "1_$(variable2)", variable2: "2_$(variable3)", variable3: "3_$(variable1)" },
    expanded: { variable1: "1_$(variable2)", variable2: "2_$(variable3)", variable3: "3_$(variable1)" },
    warnings: { of: ["variable1", "variable2", "variable3"], about: cycle },
  },
  {
    name: "Constructor_DetectsExcessiveDepth",
    given: { ...chain, [`variable${depth + 1}`]: "Final value" },
    expanded: { variable1: "$(variable2)", ...chainExpanded, [`variable${depth + 1}`]: "Final value" },
    warnings: { of: ["variable1"], about: /max expansion depth \(50\)/ },
  },
  {
    name: "Constructor_InheritsSecretFlagFromDeepRecursion",
    given: {
      variable1: "before $(variable2) after",
      variable2: "before2 $(variable3) after2",
      variable3: { secret: "some variable 3 value" },
    },
    expanded: {
      variable1: { secret: "before before2 some variable 3 value after2 after" },
      variable2: { secret: "before2 some variable 3 value after2" },
      variable3: { secret: "some variable 3 value" },
    },
  },
  {
    name: "Constructor_InheritsSecretFlagFromRecursion",
    given: { variable1: "before $(variable2) after", variable2: { secret: "some variable 2 value" } },
    expanded: {
      variable1: { secret: "before some variable 2 value after" },
      variable2: { secret: "some variable 2 value" },
    },
  },
  {
    name: "Constructor_ExpandsValueWithConsecutiveMacros",
    given: { variable1: "before$(variable2)$(variable2)after", variable2: "some variable 2 value" },
    expanded: {
      variable1: "beforesome variable 2 valuesome variable 2 valueafter",
      variable2: "some variable 2 value",
    },
  },
  {
    name: "Constructor_ExpandsValueWithDeepRecursion",
    given: { variable1: "before$(variable2)after", variable2: "$(variable3)world", variable3: "hello" },
    expanded: { variable1: "beforehelloworldafter", variable2: "helloworld", variable3: "hello" },
  },
  {
    name: "Constructor_ExpandsValueWithPreceedingPrefix",
    given: { variable1: "before$($(variable2)after", variable2: "hello" },
    expanded: { variable1: "before$(helloafter", variable2: "hello" },
  },
  {
    name: "Constructor_HandlesNullNestedValue",
    given: { variable1: "before $(variable2) after", variable2: "" },
    expanded: { variable1: "before  after", variable2: "" },
  },
  {
    name: "Constructor_SkipVariableWithEmptyName",
    given: { "": "", "   ": "", MyPublicVariable: "My public value" },
    expanded: { MyPublicVariable: "My public value" },
  },
  {
    name: "ExecutionContextL0.InitializeJob_LogsWarningsFromVariables",
    given: { v1: "v1-$(v2)", v2: "v2-$(v1)" },
    expanded: { v1: "v1-$(v2)", v2: "v2-$(v1)" },
    warnings: { of: ["v1", "v2"], about: cycle },
  },
];

interface AssignmentCase {
  /** Name of the unit test. */
  readonly name: string;
  /** The assignments, in order. */
  readonly set: readonly {
    readonly name: string;
    readonly value: string;
    readonly isSecret?: boolean;
    readonly isReadOnly?: boolean;
  }[];
  readonly secret?: readonly string[];
  readonly readOnly?: readonly string[];
  readonly notReadOnly?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
}

const once = (name: string) => ({ name, value: "abc" });

/** Variables that are set while the job runs, and their state afterwards. */
export const assignments: readonly AssignmentCase[] = [
  {
    name: "Set_CanConvertAPublicValueIntoASecretValue, RecalculateExpanded_RetainsUpdatedSecretness",
    set: [
      { name: "foo", value: "bar" },
      { name: "foo", value: "baz", isSecret: true },
    ],
    secret: ["foo"],
    values: { foo: "baz" },
  },
  {
    name: "Set_CannotConvertASecretValueIntoAPublicValue",
    set: [
      { name: "foo", value: "bar", isSecret: true },
      { name: "foo", value: "baz", isSecret: false },
    ],
    secret: ["foo"],
    values: { foo: "baz" },
  },
  {
    name: "Set_CanUpdateASecret",
    set: [
      { name: "foo", value: "bar", isSecret: true },
      { name: "foo", value: "baz", isSecret: true },
    ],
    secret: ["foo"],
    values: { foo: "baz" },
  },
  {
    name: "IsReadOnly_RespectsSystemVariables",
    set: ["system.accessToken", "agent.builddirectory", "build.repository.clean"].map(once),
    readOnly: ["system.accessToken", "agent.builddirectory", "build.repository.clean"],
  },
  {
    name: "IsReadOnly_RespectsUserReadOnlyVariables",
    set: [
      { name: "var1", value: "abc", isReadOnly: true },
      { name: "var2", value: "abc" },
    ],
    readOnly: ["var1"],
    notReadOnly: ["var2"],
  },
  { name: "IsReadOnly_ReturnsFalseForUnsetVariables", set: [], notReadOnly: ["var1", "system.accessToken"] },
];
