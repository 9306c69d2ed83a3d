import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { taskChecks } from "./task-checks.ts";
import type { TaskInput, TaskManifest } from "./task-manifest.ts";

function validTask(): TaskManifest {
  return {
    id: "0d6a3f52-7c2b-4f0e-9a51-3f1f2a9c4b10",
    name: "Sample",
    friendlyName: "A sample",
    description: "Does nothing.",
    category: "Utility",
    version: { Major: 1, Minor: 0, Patch: 0 },
    runsOn: ["Agent"],
    minimumAgentVersion: "3.232.1",
    instanceNameFormat: "Sample of $(project)",
    groups: [{ name: "options" }],
    inputs: [
      {
        name: "project",
        type: "pickList",
        label: "Project",
        helpMarkDown: "Example: `A`.",
        properties: { EditableOptions: "True" },
      },
      {
        name: "mode",
        type: "pickList",
        label: "Mode",
        helpMarkDown: "Example: `a`.",
        defaultValue: "a",
        options: { a: "A", b: "B" },
      },
      {
        name: "quiet",
        type: "boolean",
        label: "Quiet",
        helpMarkDown: "Example: `true`.",
        visibleRule: "project StartsWith A && mode != b",
        groupName: "options",
      },
    ],
    dataSourceBindings: [{ target: "project", endpointId: "tfs:teamfoundation" }],
    outputVariables: [{ name: "result", description: "The result." }],
    restrictions: { commands: { mode: "restricted" }, settableVariables: { allowed: ["result"] } },
    execution: { Node20_1: { target: "start.js" }, Node24: { target: "start.js" } },
  };
}

type BrokenCase = readonly [rule: string, problem: string, breakIt: (task: TaskManifest) => unknown];

const brokenCases: readonly BrokenCase[] = [
  ["the id is a GUID", '"1234" is no GUID in lower case', (task) => Object.assign(task, { id: "1234" })],
  [
    "the version has three whole numbers",
    "1.0.0.5 is no version",
    (task) => Object.assign(task.version, { Patch: 0.5 }),
  ],
  [
    "the friendly name has at most 40 characters",
    `"${"a".repeat(41)}" has 41 characters`,
    (task) => Object.assign(task, { friendlyName: "a".repeat(41) }),
  ],
  [
    "the description has at most 200 characters",
    '"" has 0 characters',
    (task) => Object.assign(task, { description: "" }),
  ],
  [
    "the category is defined by Microsoft",
    '"Tool" is no category',
    (task) => Object.assign(task, { category: "Tool" }),
  ],
  [
    "every name of an input or output is unique and not reserved",
    "secretCode starts with a reserved prefix",
    (task) => task.outputVariables?.push({ name: "secretCode", description: "A code." }),
  ],
  [
    "every name of an input or output is unique and not reserved",
    "mode is given twice",
    (task) => rename(task, "quiet", "mode"),
  ],
  ["every input has a label", "mode has no label", (task) => change(task, "mode", { label: "" })],
  [
    "every input has help with an example",
    "mode has no help with an example",
    (task) => change(task, "mode", { helpMarkDown: "Some." }),
  ],
  [
    "every list has options or a binding",
    "project has nothing to choose from",
    (task) => Object.assign(task, { dataSourceBindings: [] }),
  ],
  [
    "every default of a list is one of its options",
    "mode has a default that is no option",
    (task) => change(task, "mode", { defaultValue: "c" }),
  ],
  [
    "every visibleRule names existing inputs and possible values",
    '"loud = true" names no input',
    (task) => change(task, "mode", { visibleRule: "loud = true" }),
  ],
  [
    "every visibleRule names existing inputs and possible values",
    '"quiet = no": quiet is never "no"',
    (task) => change(task, "mode", { visibleRule: "quiet = no" }),
  ],
  [
    "every visibleRule names existing inputs and possible values",
    '"quiet" is no condition',
    (task) => change(task, "mode", { visibleRule: "quiet" }),
  ],
  [
    "every visibleRule names existing inputs and possible values",
    '"quiet = true && mode = a || mode = b" mixes && and ||',
    (task) => change(task, "project", { visibleRule: "quiet = true && mode = a || mode = b" }),
  ],
  [
    "every visibleRule names existing inputs and possible values",
    '"mode == d": mode is never "d"',
    (task) => Object.assign(task, { groups: [{ name: "options", visibleRule: "quiet != true && mode == d" }] }),
  ],
  ["every group is declared and used", "other is not declared", (task) => change(task, "mode", { groupName: "other" })],
  ["every group is declared and used", "spare is not used", (task) => task.groups?.push({ name: "spare" })],
  [
    "every binding fills an editable list from existing inputs",
    "project is no editable list",
    (task) => change(task, "project", { properties: {} }),
  ],
  [
    "every binding fills an editable list from existing inputs",
    "$(server) names no input",
    (task) => Object.assign(task, { dataSourceBindings: [{ target: "project", endpointId: "$(server)" }] }),
  ],
  [
    "every binding fills an editable list from existing inputs",
    '"server" is no endpoint',
    (task) => Object.assign(task, { dataSourceBindings: [{ target: "project", endpointId: "server" }] }),
  ],
  [
    "the name of the step consists of inputs",
    "$(name) names no input",
    (task) => Object.assign(task, { instanceNameFormat: "Sample $(name)" }),
  ],
  [
    "the name of the step consists of inputs",
    "instanceNameFormat is missing",
    (task) => Object.assign(task, { instanceNameFormat: "" }),
  ],
  [
    "every output has a description",
    "result has no description",
    (task) => Object.assign(task, { outputVariables: [{ name: "result" }] }),
  ],
  [
    "the settable variables are limited and include every output",
    "restrictions.settableVariables.allowed is missing",
    (task) => Object.assign(task, { restrictions: {} }),
  ],
  [
    "the settable variables are limited and include every output",
    "result may not be set",
    (task) => Object.assign(task, { restrictions: { settableVariables: { allowed: [] } } }),
  ],
  [
    "the settable variables are limited and include every output",
    "* is more than one name",
    (task) => task.restrictions?.settableVariables?.allowed?.push("*"),
  ],
  [
    "logging commands are restricted unless the task uploads a summary",
    "the commands of Sample are not restricted",
    (task) => Object.assign(task.restrictions ?? {}, { commands: { mode: "any" } }),
  ],
  [
    "logging commands are restricted unless the task uploads a summary",
    "the commands of ExalateAccept are restricted",
    (task) => Object.assign(task, { name: "ExalateAccept" }),
  ],
  [
    "the handlers match the place where the task runs",
    "the handlers are Node16, Node20_1, Node24",
    (task) => Object.assign(task.execution, { Node16: { target: "start.js" } }),
  ],
  [
    "the handlers match the place where the task runs",
    '"main.js" is not start.js',
    (task) => Object.assign(task.execution, { Node24: { target: "main.js" } }),
  ],
  [
    "the handlers match the place where the task runs",
    "the lowest agent version is 2.0.0",
    (task) => Object.assign(task, { minimumAgentVersion: "2.0.0" }),
  ],
  ...["minimumAgentVersion", "restrictions", "outputVariables"].map(
    (name): BrokenCase => [
      "the handlers match the place where the task runs",
      `a task without agent has no ${name}`,
      (task) => Object.assign(task, { runsOn: ["Server"], execution: { HttpRequest: {} } }),
    ],
  ),
  [
    "the handlers match the place where the task runs",
    "a task without agent has no demands",
    (task) => Object.assign(task, { runsOn: ["Server"], demands: [] }),
  ],
  [
    "the handlers match the place where the task runs",
    "a task without agent has one handler, not 2",
    (task) => Object.assign(task, { runsOn: ["ServerGate"] }),
  ],
  [
    "the handlers match the place where the task runs",
    "it also runs on Agent",
    (task) => Object.assign(task, { runsOn: ["Server", "Agent"] }),
  ],
];

describe("The checks of a task manifest", () => {
  it("find no problem in a valid manifest", () => assert.deepEqual(problemsByRule(validTask()), []));

  for (const [rule, problem, breakIt] of brokenCases) {
    it(`find: ${problem}`, () => {
      const task = validTask();
      breakIt(task);
      assert.ok(problemsByRule(task).includes(`${rule}: ${problem}`), problemsByRule(task).join("\n"));
    });
  }

  it("each have a broken manifest", () => {
    const broken = new Set(brokenCases.map(([rule]) => rule));
    assert.deepEqual(
      taskChecks.filter(({ rule }) => !broken.has(rule)),
      [],
    );
  });
});

function problemsByRule(task: TaskManifest): string[] {
  return taskChecks.flatMap(({ rule, problems }) => problems(task).map((problem) => `${rule}: ${problem}`));
}

function change(task: TaskManifest, name: string, members: Partial<TaskInput>): void {
  const input = task.inputs.find((candidate) => candidate.name === name);
  assert.ok(input);
  Object.assign(input, members);
}

function rename(task: TaskManifest, from: string, to: string): void {
  change(task, from, { name: to });
}
