import assert from "node:assert/strict";
import type { JSONSchema } from "azure-pipelines-language-service";
import { before, describe, it } from "mocha";
import { createPipelineCheck, type PipelineCheck } from "./pipeline-check.ts";
import { isPublishedSchemaHere, publishedSchema, skippedWithoutSchema } from "./published-schema.ts";
import { sampleTask } from "./sample-task.ts";
import { stepsSchema } from "./steps-schema.ts";
import { withTasks } from "./task-schema.ts";

/** The template expression that reads a parameter of the pipeline. */
function parameter(name: string): string {
  return `\${{ parameters.${name} }}`;
}

const valid: [title: string, inputs: string[]][] = [
  ["only the required inputs", ["node: contoso", "title: Contoso"]],
  ["an input by its second name", ["node: contoso", "connectionTitle: Contoso"]],
  ["an input by its own name, in another case", ["node: contoso", "NAME: Contoso"]],
  [
    "a value of each type",
    ["node: a", "title: b", "force: true", "minutes: 5", "mode: Basic", "note: |", "  two", "  lines"],
  ],
  ["variables", ["node: a", "title: $(b)", "force: $(c)", "minutes: $(d)", "mode: $(e)"]],
  ["template expressions", [`node: ${parameter("node")}`, "title: b", `mode: ${parameter("mode")}`]],
];

const invalid: [title: string, inputs: string[], problem: string][] = [
  ["an unknown input", ["node: a", "title: b", "colour: red"], "6:5 Unexpected property colour"],
  ["a missing required input", ["node: a"], '3:3 Missing property "title"'],
  ["no required input at all", ["force: true"], '3:3 Missing property "node"'],
  ["a text instead of true or false", ["node: a", "title: b", "force: maybe"], 'Expected "boolean"'],
  ["a text instead of a number", ["node: a", "title: b", "minutes: soon"], 'Expected "integer"'],
  ["a list instead of a text", ["node: a", "title: [b]"], 'Expected "string"'],
  ["an unknown choice", ["node: a", "title: b", "mode: visual"], '"script", "basic"'],
  ["one input by two of its names", ["node: a", "title: b", "name: c"], "Multiple properties found matching title"],
  ["a service connection in another case", ["Node: a", "title: b"], "4:5 Unexpected property Node"],
];

function step(inputs: readonly string[], task = "Sample@2"): string {
  return [`steps:`, `- task: ${task}`, `  inputs:`, ...inputs.map((input) => `    ${input}`), ""].join("\n");
}

function checks(schema: () => JSONSchema, note: string): void {
  let check: PipelineCheck;
  before(function () {
    if (note !== "") this.skip();
    check = createPipelineCheck(withTasks(schema(), [sampleTask]));
  });

  for (const [title, inputs] of valid) {
    it(`accepts ${title}${note}`, async () => assert.deepEqual(await check(step(inputs)), []));
  }

  for (const [title, inputs, problem] of invalid) {
    it(`reports ${title}${note}`, async () => {
      const problems = await check(step(inputs));
      assert.ok(
        problems.some((each) => each.includes(problem)),
        `${problem} is not among ${JSON.stringify(problems)}`,
      );
    });
  }

  it(`reports another major version of the task${note}`, async () => {
    assert.match((await check(step(["node: a", "title: b"], "Sample@1"))).join(), /does not match|not accepted/);
  });

  it(`reports a step without inputs${note}`, async () => {
    assert.deepEqual(await check("steps:\n- task: Sample@2\n"), ['2:3 Missing property "inputs".']);
  });

  it(`reports invalid YAML${note}`, async () => {
    assert.notDeepEqual(await check("steps:\n- task: Sample@2\n inputs: {}\n"), []);
  });
}

describe("The check of a pipeline, with only the schema of steps", () => checks(() => stepsSchema, ""));

describe("The check of a pipeline, with the published schema", () => {
  checks(publishedSchema, skippedWithoutSchema);

  it(`reports an unknown member of a job${skippedWithoutSchema}`, async function () {
    if (!isPublishedSchemaHere) this.skip();
    const check = createPipelineCheck(withTasks(publishedSchema(), [sampleTask]));
    assert.deepEqual(await check("jobs:\n- job: a\n  colour: red\n  steps:\n  - script: exit 0\n"), [
      "3:3 Unexpected property colour",
    ]);
  });
});
