import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { readTasks } from "../manifest/task-manifest.ts";
import { filesWithExtension, markdownFiles } from "./markdown.ts";
import { pipelineOf, taskSteps, wholePipeline, yamlBlocks } from "./pipeline-blocks.ts";
import { createPipelineCheck, type PipelineCheck } from "./pipeline-check.ts";
import { isPublishedSchemaHere, publishedSchema, skippedWithoutSchema } from "./published-schema.ts";
import { stepsSchema } from "./steps-schema.ts";
import { withTasks, yamlName } from "./task-schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tasks = readTasks(root).map(({ manifest }) => manifest);
const ours = new Set(tasks.map(yamlName));

/** All pipelines that a reader can copy: blocks in the documentation, and files. */
const pipelines = [
  ...markdownFiles(root).flatMap(({ path, text }) =>
    yamlBlocks(text).map((block) => ({ place: `${path}:${block.line}`, yaml: block.text })),
  ),
  ...filesWithExtension(root, /\.ya?ml$/)
    .filter((path) => path.startsWith("examples/"))
    .map((path) => ({ place: path, yaml: readFileSync(join(root, path), "utf8") })),
];

describe("The pipelines in the documentation and the examples", () => {
  const checkSteps = createPipelineCheck(withTasks(stepsSchema, tasks));

  it("use every task of this extension", () => {
    const shown = new Set(pipelines.flatMap(({ yaml }) => taskSteps(yaml)).map(({ task }) => task));
    assert.deepEqual(
      [...ours].filter((task) => !shown.has(task)),
      [],
    );
  });

  for (const { place, yaml } of pipelines) {
    it(`give valid inputs to the tasks of this extension at ${place}`, async () => {
      const steps = taskSteps(yaml).filter(({ task }) => ours.has(task));
      assert.deepEqual(await checkSteps(pipelineOf(steps)), []);
    });
  }
});

describe(`The pipelines, checked with Microsoft's language service and published schema${skippedWithoutSchema}`, () => {
  let check: PipelineCheck;
  before(function () {
    if (!isPublishedSchemaHere) this.skip();
    check = createPipelineCheck(withTasks(publishedSchema(), tasks));
  });

  for (const { place, yaml } of pipelines) {
    it(`are valid at ${place}`, async () => {
      const { text, linesBefore } = wholePipeline(yaml);
      assert.deepEqual(await check(text), [], `lines count from ${1 - linesBefore}`);
    });
  }
});

describe("A part of a pipeline", () => {
  const parts: [yaml: string, whole: string][] = [
    ["- stage: A\n", "stages:\n- stage: A\n"],
    ["- job: A\n", "jobs:\n- job: A\n"],
    ["- deployment: A\n", "jobs:\n- deployment: A\n"],
    ["- task: A@1\n", "steps:\n- task: A@1\n"],
    ["- script: a\n", "steps:\n- script: a\n"],
    ["variables:\n  a: b\n", "variables:\n  a: b\nsteps:\n- script: exit 0\n"],
    ["jobs:\n- job: A\n", "jobs:\n- job: A\n"],
  ];
  for (const [yaml, whole] of parts) {
    it(`is completed to a pipeline: ${JSON.stringify(yaml)}`, () => assert.equal(wholePipeline(yaml).text, whole));
  }

  it("lists its tasks at any depth", () => {
    const yaml = "stages:\n- stage: A\n  jobs:\n  - job: B\n    steps:\n    - task: C@1\n      name: d\n- task: E@2\n";
    assert.throws(() => taskSteps(`${yaml}  - bad`));
    assert.deepEqual(taskSteps(yaml.replace("- task: E@2\n", "")), [{ task: "C@1", name: "d" }]);
  });
});
