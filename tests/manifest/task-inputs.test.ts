import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import * as tables from "../../src/commands/input-tables.ts";
import { readTasks, type TaskInput } from "./task-manifest.ts";

const tasks = readTasks(fileURLToPath(new URL("../..", import.meta.url))).map(({ manifest }) => manifest);
const onAgents = tasks.filter(({ runsOn }) => runsOn.includes("Agent"));

/** The inputs that the code of a task reads, for example `initiateInputs` for `ExalateInitiate`. */
function tableOf(task: string): tables.InputTable {
  const table = Object.entries(tables).find(
    ([name]) => `exalate${name}`.toLowerCase() === `${task}Inputs`.toLowerCase(),
  );
  assert.ok(table, `src/commands/input-tables.ts has no inputs of ${task}`);
  return table[1];
}

/** The allowed types in task.json for each kind of input. A project has a list that also accepts other names. */
const types: Readonly<Record<tables.InputKind["kind"], readonly string[]>> = {
  text: ["string", "multiLine", "pickList"],
  boolean: ["boolean"],
  choice: ["pickList"],
  wholeNumber: ["string"],
  secret: ["string"],
  file: ["filePath"],
  serviceConnection: ["connectedService:exalate"],
};

/** The default that task.json must declare for an input. */
function defaultOf(kind: tables.InputKind): string {
  if (kind.kind === "boolean") return String(kind.default);
  if (kind.kind === "choice") return kind.choices[0];
  return kind.kind === "wholeNumber" ? String(kind.default) : "";
}

/** The differences between an input in task.json and the input that the code reads. */
function problemsOf({ name, type, defaultValue, options, properties }: TaskInput, kind: tables.InputKind): string[] {
  const declared = String(defaultValue ?? "");
  const choices = Object.keys(options ?? {});
  return [
    ...(types[kind.kind].includes(type) ? [] : [`${name} is a ${kind.kind}, not a ${type}`]),
    ...(declared === defaultOf(kind) ? [] : [`the default of ${name} is "${defaultOf(kind)}", not "${declared}"`]),
    ...(kind.kind !== "choice" || kind.choices.join() === choices.join()
      ? []
      : [`the choices of ${name} are ${kind.choices}, not ${choices}`]),
    ...(type !== "pickList" || kind.kind === "choice" || properties?.EditableOptions === "True"
      ? []
      : [`${name} takes only what its list holds`]),
  ];
}

describe("The inputs that a task declares", () => {
  for (const { name, inputs } of onAgents) {
    it(`match the code of ${name} in their kinds, choices and defaults`, () => {
      const table = tableOf(name);
      assert.deepEqual(inputs.map((input) => input.name).sort(), Object.keys(table).sort());
      const problems = inputs.flatMap((input) => problemsOf(input, table[input.name] ?? { kind: "text" }));
      assert.deepEqual(problems, []);
    });
  }

  it("are the same for the expected status of ExalateGate and ExalateStatus", () => {
    const gate = tasks.find(({ name }) => name === "ExalateGate");
    const expect = gate?.inputs.find(({ name }) => name === "expect");
    assert.ok(expect);
    assert.deepEqual(problemsOf(expect, tables.statusInputs.expect), []);
  });

  it("exist for every task, and for no other", () => {
    const known = Object.keys(tables).map((name) => `exalate${name.replace(/Inputs$/, "")}`.toLowerCase());
    assert.deepEqual(known.sort(), onAgents.map(({ name }) => name.toLowerCase()).sort());
  });

  const mistakes: [what: string, input: TaskInput, kind: tables.InputKind, problem: RegExp][] = [
    [
      "another type",
      { name: "a", type: "string" },
      { kind: "boolean", default: false },
      /a is a boolean, not a string/,
    ],
    [
      "another default",
      { name: "a", type: "boolean", defaultValue: true },
      { kind: "boolean", default: false },
      /default of a is "false"/,
    ],
    [
      "choices in another order",
      { name: "a", type: "pickList", defaultValue: "x", options: { y: "Y", x: "X" } },
      { kind: "choice", choices: ["x", "y"] },
      /choices of a are x,y, not y,x/,
    ],
    ["a closed list", { name: "a", type: "pickList" }, { kind: "text" }, /takes only what its list holds/],
  ];
  for (const [what, input, kind, problem] of mistakes) {
    it(`are reported with ${what}`, () => assert.match(problemsOf(input, kind).join(), problem));
  }
});
