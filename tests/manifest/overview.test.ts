import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { readTasks, type TaskInput, type TaskManifest } from "./task-manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const overview = readFileSync(join(root, "overview.md"), "utf8");
const tasks = readTasks(root).map(({ manifest }) => manifest);

describe("The Marketplace page", () => {
  for (const task of tasks) {
    const title = `${task.name}@${task.version.Major}`;
    it(`lists the inputs and outputs of ${title}`, () => {
      const names = [...section(title).matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
      assert.deepEqual(names.sort(), [...task.inputs, ...(task.outputVariables ?? [])].map(({ name }) => name).sort());
    });

    it(`says of every input of ${title} whether it is required`, () => {
      const required = [...section(title).matchAll(/^\| `(\w+)` \| yes \| \|/gm)].map(([, name]) => name);
      assert.deepEqual(
        required,
        task.inputs.filter(isAlwaysRequired).map(({ name }) => name),
      );
    });
  }

  it("shows pipelines whose steps give known inputs, and every required one", () => {
    const steps = yamlBlocks().flatMap(taskSteps);
    assert.ok(steps.length > 0);
    assert.deepEqual(steps.flatMap(stepProblems), []);
  });

  it("shows only outputs that are declared", () => {
    const declared = tasks.flatMap(({ outputVariables = [] }) => outputVariables.map(({ name }) => name));
    const shown = [...overview.matchAll(/\$\(initiate\.(\w+)\)/g)].flatMap(([, name]) => name ?? []);
    assert.deepEqual(
      shown.filter((name) => !declared.includes(name)),
      [],
    );
  });
});

interface TaskStep {
  task: string;
  inputs: Record<string, unknown>;
}

interface Pipeline {
  jobs: { steps: Partial<TaskStep>[] }[];
}

function section(title: string): string {
  const [, text] = overview.split(`\n## ${title}\n`);
  assert.ok(text, `overview.md has no section ${title}`);
  return text.split("\n## ")[0] ?? "";
}

function isAlwaysRequired({ required, visibleRule }: TaskInput): boolean {
  return required === true && visibleRule === undefined;
}

function yamlBlocks(): Pipeline[] {
  return [...overview.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]): Pipeline => parse(text ?? ""));
}

function taskSteps({ jobs }: Pipeline): TaskStep[] {
  const steps = jobs.flatMap((job) => job.steps);
  return steps.filter((step): step is TaskStep => step.task !== undefined && step.inputs !== undefined);
}

function stepProblems({ task, inputs }: TaskStep): string[] {
  const manifest = tasks.find(({ name, version }) => task === `${name}@${version.Major}`);
  return manifest ? inputProblems(manifest, Object.keys(inputs)) : [`${task} is no task of this extension`];
}

function inputProblems({ inputs }: TaskManifest, given: string[]): string[] {
  const known = inputs.map(({ name }) => name);
  const missing = inputs.filter(isAlwaysRequired).filter(({ name }) => !given.includes(name));
  return [
    ...given.filter((name) => !known.includes(name)).map((name) => `${name} is no input`),
    ...missing.map(({ name }) => `${name} is missing`),
  ];
}
