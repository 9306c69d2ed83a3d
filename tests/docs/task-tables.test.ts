import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { readTasks, type TaskManifest } from "../manifest/task-manifest.ts";
import { markdownFiles } from "./markdown.ts";
import { yamlName } from "./task-schema.ts";
import { isInputsTable, isOutputsTable, tableProblems, tablesOf, undeclaredOutputs } from "./task-tables.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tasks = readTasks(root).map(({ manifest }) => manifest);
const files = markdownFiles(root);

describe("The tables of inputs and outputs", () => {
  for (const { path, text } of files) {
    it(`agree with task.json in ${path}`, () => assert.deepEqual(tableProblems(text, tasks), []));
  }

  for (const task of tasks) {
    it(`exist on the Marketplace page for ${yamlName(task)}`, () => {
      const page = files.find(({ path }) => path === "overview.md")?.text ?? "";
      const tables = tablesOf(page).filter((table) => table.task === yamlName(task));
      assert.equal(tables.filter(isInputsTable).length, 1);
      assert.equal(tables.filter(isOutputsTable).length, task.outputVariables?.length ? 1 : 0);
    });
  }
});

describe("The outputs that the documentation uses", () => {
  for (const { path, text } of files) {
    it(`are declared for ${path}`, () => assert.deepEqual(undeclaredOutputs(text, tasks), []));
  }
});

const sample: TaskManifest = {
  id: "00000000-0000-4000-8000-000000000000",
  name: "Sample",
  friendlyName: "A sample",
  description: "",
  category: "Utility",
  version: { Major: 1, Minor: 0, Patch: 0 },
  runsOn: ["Agent"],
  instanceNameFormat: "",
  inputs: [
    { name: "node", type: "connectedService:exalate", required: true },
    { name: "url", type: "string", required: true, visibleRule: "private = false" },
    { name: "private", type: "boolean", defaultValue: "false" },
    { name: "mode", type: "pickList", defaultValue: "script", options: { script: "Script", basic: "Basic" } },
  ],
  outputVariables: [{ name: "code", description: "Secret. The code." }, { name: "status" }],
  execution: {},
};

const rows = [
  "| `node` | yes | The node |",
  "| `url` | unless `private` | An address |",
  "| `private` | no | Without address. Default: `false` |",
  "| `mode` | no | `script` or `basic`. Default: `script` |",
];
const outputRows = ["| `code` | yes | The code |", "| `status` | no | The status |"];

function page(inputRows: readonly string[], variableRows: readonly string[] = outputRows, title = "Sample@1"): string {
  return [
    `## ${title}`,
    "| Input | Required | Meaning |",
    "| --- | --- | --- |",
    ...inputRows,
    "",
    "| Variable | Secret | Meaning |",
    "| --- | --- | --- |",
    ...variableRows,
    "",
  ].join("\n");
}

function changed(from: string, to: string): string {
  return page(rows).replace(from, to);
}

describe("The check of tables", () => {
  const cases: [title: string, page: string, problems: string[]][] = [
    ["no problem in a correct table", page(rows), []],
    ["an input that is not listed", page(rows.slice(1)), ["line 2: node is not listed"]],
    ["an input that is not declared", page([...rows, "| `colour` | no | Red |"]), ["line 2: colour is not declared"]],
    ["an input that is listed twice", page([...rows, ...rows.slice(0, 1)]), ["line 2: node is listed twice"]],
    ["a missing requirement", changed("`node` | yes", "`node` | no"), ['line 2: node is required: yes, not "no"']],
    [
      "a requirement that depends on another input",
      changed("unless `private`", "yes"),
      ['line 2: url is required: depending on private, not "yes"'],
    ],
    ["a wrong requirement", changed("`mode` | no", "`mode` | yes"), ['line 2: mode is required: no, not "yes"']],
    ["another default", changed("Default: `false`", "Default: `true`"), ["line 2: private has the default false"]],
    ["a default that is not named", changed("Default: `script`", ""), ["line 2: mode has the default script"]],
    ["a missing choice", changed("`script` or `basic`", "`script`"), ["line 2: mode offers basic as well"]],
    ["an output that is not listed", page(rows, outputRows.slice(1)), ["line 9: code is not listed"]],
    ["a secret that is not marked", changed("`code` | yes", "`code` | no"), ["line 9: code is secret: yes"]],
    ["an unknown task", page(rows, outputRows, "Other@1"), ["line 2: is about Other@1", "line 9: is about Other@1"]],
  ];
  for (const [title, text, problems] of cases) {
    it(`reports ${title}`, () => assert.deepEqual(tableProblems(text, [sample]), problems));
  }

  it("uses the last named task when no heading names one", () => {
    const text = `Run \`Sample@1\`.\n\n## Inputs\n${page(rows).split("\n").slice(1).join("\n")}`;
    assert.deepEqual(
      tablesOf(text).map(({ task }) => task),
      ["Sample@1", "Sample@1"],
    );
  });

  it("uses the task of a heading until the end of its section", () => {
    const text = "## A@1\n### Part\n| a |\n| - |\nsee B@1\n| b |\n| - |\n## Other\n| c |\n| - |\n";
    assert.deepEqual(
      tablesOf(text).map(({ task }) => task),
      ["A@1", "A@1", "B@1"],
    );
  });
});

describe("The check of outputs", () => {
  const yaml = (reading: string) => `\`\`\`yaml\n- task: Sample@1\n  name: s\n- script: ${reading}\n\`\`\`\n`;

  it("reports an undeclared output", () => {
    assert.deepEqual(undeclaredOutputs(yaml("echo $(s.status) $(s.colour)"), [sample]), ["s.colour"]);
  });

  it("reports an undeclared output that another job or stage reads", () => {
    const text = `${yaml("exit 0")}\`outputs['A.s.colour']\` and \`outputs['s.size']\``;
    assert.deepEqual(undeclaredOutputs(text, [sample]), ["s.colour", "s.size"]);
  });

  it("ignores other variables", () => {
    assert.deepEqual(undeclaredOutputs(yaml("echo $(System.Debug) $(other.colour)"), [sample]), []);
  });
});
