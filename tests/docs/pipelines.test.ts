import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { previewTaskName } from "../../tools/package/preview.ts";
import { readTasks } from "../manifest/task-manifest.ts";
import { filesWithExtension, markdownFiles } from "./markdown.ts";
import {
  pipelineOf,
  taskSteps,
  templateParameters,
  templateUses,
  wholePipeline,
  yamlBlocks,
} from "./pipeline-blocks.ts";
import { createPipelineCheck, type PipelineCheck } from "./pipeline-check.ts";
import { isPublishedSchemaHere, publishedSchema, skippedWithoutSchema } from "./published-schema.ts";
import { stepsSchema } from "./steps-schema.ts";
import { withTasks, yamlName } from "./task-schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const released = readTasks(root).map(({ manifest }) => manifest);
const previews = released.map((task) => ({ ...task, name: previewTaskName(task.name) }));
const tasks = [...released, ...previews];
const ours = new Set(tasks.map(yamlName));

/** All pipelines that a reader can copy, which are blocks in the documentation and files, and those of this project. */
const pipelines = [
  ...markdownFiles(root).flatMap(({ path, text }) =>
    yamlBlocks(text).map((block) => ({ place: `${path}:${block.line}`, yaml: block.text })),
  ),
  ...filesWithExtension(root, /\.ya?ml$/)
    .filter((path) => /^(?:examples\/|pipelines\/|azure-pipelines\.yml$)/.test(path))
    .map((path) => ({ place: path, yaml: readFileSync(join(root, path), "utf8") })),
];

describe("The pipelines in the documentation and the examples", () => {
  const checkSteps = createPipelineCheck(withTasks(stepsSchema, tasks));

  it("use every task of this extension", () => {
    const shown = new Set(pipelines.flatMap(({ yaml }) => taskSteps(yaml)).map(({ task }) => task));
    assert.deepEqual(
      released.map(yamlName).filter((task) => !shown.has(task)),
      [],
    );
  });

  it("are also those of this project", () => {
    const places = pipelines.map(({ place }) => place);
    for (const path of ["azure-pipelines.yml", "pipelines/smoke-and-publish.yml", "pipelines/publish-steps.yml"]) {
      assert.ok(places.includes(path), path);
    }
  });

  it("include templates that exist, with parameters that these have", () => {
    const uses = pipelines.flatMap(({ place, yaml }) => templateUses(yaml).map((use) => ({ place, ...use })));
    assert.ok(uses.length > 0);
    for (const { place, template, parameters = {} } of uses) {
      const declared = templateParameters(readFileSync(join(root, dirname(place), template), "utf8"));
      assert.deepEqual(
        Object.keys(parameters).filter((name) => !declared.includes(name)),
        [],
        `${place}: ${template}`,
      );
    }
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
