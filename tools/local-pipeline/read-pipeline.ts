import { pipelineVariable, stageCondition, stageVariable } from "./dialects.ts";
import { Fields } from "./fields.ts";
import type { Job, Pipeline, Stage } from "./model.ts";
import { type GivenParameters, readParameters } from "./parameters.ts";
import { parseYaml } from "./parse-yaml.ts";
import { PipelineFileError } from "./place.ts";
import { readCondition } from "./read-expression.ts";
import { jobOfSteps, readJob } from "./read-job.ts";
import { inOrderOfDependencies, readDependsOn, readName } from "./read-names.ts";
import { readPool } from "./read-pool.ts";
import type { ReadContext } from "./read-step.ts";
import { readVariables } from "./read-variables.ts";
import { expandTemplates } from "./template-expander.ts";
import { expectMap, type MapNode, type TreeNode } from "./tree.ts";

/** A pipeline's YAML and its file name for messages. */
export interface PipelineSource {
  readonly file: string;
  readonly text: string;
  readonly parameters?: GivenParameters | undefined;
}

/**
 * Reads a whole pipeline before anything runs: YAML, then templates, then every key and expression.
 * @throws PipelineFileError for anything that this runner does not support or that Azure Pipelines would refuse
 */
export function readPipeline(source: PipelineSource, context: ReadContext): Pipeline {
  const raw = expectMap(parseYaml(source.text, source.file), "A pipeline");
  const parameters = readParameters(valueUnder(raw, "parameters"), source.parameters ?? {}, raw.at);
  const body = { ...raw, entries: raw.entries.filter(({ key }) => key.text !== "parameters") };
  const fields = new Fields(
    expandTemplates(body, { parameters, variables: new Map(), loops: new Map() }),
    "a pipeline",
  );
  readTriggers(fields);
  readPool(fields);
  const pipeline = {
    runName: fields.text("name")?.text,
    variables: readVariables(fields, pipelineVariable),
    stages: inOrderOfDependencies(readStages(fields, context), "stage"),
  };
  fields.finish();
  return pipeline;
}

function valueUnder(map: MapNode, key: string): TreeNode | undefined {
  return map.entries.find((entry) => entry.key.text === key)?.value;
}

function readTriggers(fields: Fields): void {
  for (const key of ["trigger", "pr"]) {
    const node = fields.node(key);
    const isNone = node === undefined || (node.kind === "text" && node.text === "none");
    if (!isNone) throw new PipelineFileError(node.at, `"${key}: none" is the only ${key} that this runner supports.`);
  }
}

const oneStage = { name: "__default", displayName: "__default", dependsOn: [], condition: undefined, variables: [] };

function readStages(fields: Fields, context: ReadContext): Stage[] {
  const [first, second] = ["stages", "jobs", "steps"].filter((key) => fields.has(key));
  if (second !== undefined) {
    throw new PipelineFileError(fields.node(second)?.at ?? fields.at, `"${second}" and "${first}" cannot be combined.`);
  }
  if (first === "steps") return [{ ...oneStage, at: fields.at, jobs: [jobOfSteps(fields, context)] }];
  if (first === "jobs") return [{ ...oneStage, at: fields.at, jobs: readJobs(fields, context) }];
  const stages: Stage[] = [];
  for (const item of fields.requiredList("stages").items) {
    stages.push(readStage(item, stages.at(-1)?.name, context));
  }
  return stages;
}

function readJobs(fields: Fields, context: ReadContext): Job[] {
  const jobs = fields.requiredList("jobs").items.map((item) => readJob(item, context));
  return inOrderOfDependencies(jobs, "job");
}

function readStage(item: TreeNode, previous: string | undefined, context: ReadContext): Stage {
  const fields = new Fields(item, "a stage");
  const name = readName(fields, "stage");
  readPool(fields);
  const stage: Stage = {
    at: name.at,
    name: name.text,
    displayName: fields.text("displayName")?.text || name.text,
    dependsOn: readDependsOn(fields) ?? (previous === undefined ? [] : [previous]),
    condition: readCondition(fields, stageCondition),
    variables: readVariables(fields, stageVariable),
    jobs: readJobs(fields, context),
  };
  fields.finish();
  return stage;
}
