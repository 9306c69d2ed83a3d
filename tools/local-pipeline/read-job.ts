import { jobCondition, jobVariable } from "./dialects.ts";
import { Fields, refuseDuplicates } from "./fields.ts";
import { type Hooks, type Job, type JobSettings, type Leg, outcomeHooks, type Step, successiveHooks } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { readCondition, refuseRuntimeExpression } from "./read-expression.ts";
import { readDependsOn, readName } from "./read-names.ts";
import { readPool } from "./read-pool.ts";
import { type ReadContext, readSteps } from "./read-step.ts";
import { readVariables } from "./read-variables.ts";
import { expectMap, expectText, type MapEntry, type TreeNode } from "./tree.ts";

const defaultTimeoutMinutes = 60;
const defaultCancelTimeoutMinutes = 5;

/** Reads a job or a deployment job. @throws PipelineFileError for anything that this runner does not support. */
export function readJob(item: TreeNode, context: ReadContext): Job {
  const fields = new Fields(item, "a job");
  if (fields.has("deployment")) return readDeployment(item, context);
  if (fields.has("job")) return readRegularJob(item, context);
  throw new PipelineFileError(item.at, `A job begins with "job" or "deployment".`);
}

/** The single job of a file that has only steps. */
export function jobOfSteps(fields: Fields, context: ReadContext): Job {
  return {
    at: fields.at,
    kind: "job",
    name: "Job",
    displayName: "Job",
    dependsOn: [],
    condition: undefined,
    continueOnError: fields.flag("continueOnError", false),
    timeoutMinutes: defaultTimeoutMinutes,
    cancelTimeoutMinutes: defaultCancelTimeoutMinutes,
    variables: [],
    legs: readLegs(fields),
    steps: readSteps(fields.requiredList("steps").items, context),
  };
}

function readRegularJob(item: TreeNode, context: ReadContext): Job {
  const fields = new Fields(item, "a job");
  const settings = readSettings(fields, "job");
  const legs = readLegs(fields);
  const steps = readSteps(fields.requiredList("steps").items, context);
  fields.finish();
  return { ...settings, kind: "job", legs, steps };
}

function readDeployment(item: TreeNode, context: ReadContext): Job {
  const fields = new Fields(item, "a deployment job");
  const settings = readSettings(fields, "deployment");
  const environment = readEnvironment(fields);
  const hooks = readHooks(fields, context);
  fields.finish();
  return { ...settings, kind: "deployment", environment, hooks };
}

function readSettings(fields: Fields, key: "job" | "deployment"): JobSettings {
  const name = readName(fields, key);
  readPool(fields);
  return {
    at: name.at,
    name: name.text,
    displayName: fields.text("displayName")?.text || name.text,
    dependsOn: readDependsOn(fields) ?? [],
    condition: readCondition(fields, jobCondition),
    continueOnError: fields.flag("continueOnError", false),
    timeoutMinutes: fields.count("timeoutInMinutes") ?? defaultTimeoutMinutes,
    cancelTimeoutMinutes: fields.count("cancelTimeoutInMinutes") ?? defaultCancelTimeoutMinutes,
    variables: readVariables(fields, jobVariable),
  };
}

function readEnvironment(fields: Fields): string {
  const node = fields.node("environment");
  if (node === undefined) throw new PipelineFileError(fields.at, `A deployment job needs "environment".`);
  if (node.kind === "text") return fields.requiredText("environment").text;
  const members = new Fields(node, "an environment");
  const name = members.requiredText("name").text;
  members.finish();
  return name;
}

function readHooks(fields: Fields, context: ReadContext): Hooks {
  const strategy = fields.node("strategy");
  if (strategy === undefined) throw new PipelineFileError(fields.at, `A deployment job needs "strategy".`);
  const kinds = new Fields(strategy, "a deployment strategy");
  const runOnce = kinds.node("runOnce");
  kinds.finish();
  if (runOnce === undefined) throw new PipelineFileError(strategy.at, `A deployment strategy needs "runOnce".`);
  const hooks = new Fields(runOnce, "runOnce");
  const successive = readHooksIn(hooks, successiveHooks, context);
  const after = hooks.node("on");
  hooks.finish();
  if (!hooks.has("deploy")) throw new PipelineFileError(runOnce.at, `runOnce needs "deploy".`);
  const outcomes = new Fields(after ?? { kind: "map", at: runOnce.at, entries: [] }, `"on"`);
  const outcome = readHooksIn(outcomes, outcomeHooks, context);
  outcomes.finish();
  return { ...successive, ...outcome };
}

function readHooksIn<Name extends string>(
  fields: Fields,
  names: readonly Name[],
  context: ReadContext,
): Record<Name, Step[]> {
  const read = names.map((name) => [name, readHook(fields, name, context)] as const);
  return Object.fromEntries(read) as Record<Name, Step[]>;
}

function readHook(fields: Fields, name: string, context: ReadContext): Step[] {
  const node = fields.node(name);
  if (node === undefined) return [];
  const hook = new Fields(node, `the hook "${name}"`);
  readPool(hook);
  const steps = readSteps(hook.requiredList("steps").items, context);
  hook.finish();
  return steps;
}

function readLegs(fields: Fields): Leg[] | undefined {
  const node = fields.node("strategy");
  if (node === undefined) return undefined;
  const strategy = new Fields(node, "the strategy of a job");
  const matrix = strategy.node("matrix");
  strategy.count("maxParallel");
  strategy.finish();
  if (matrix === undefined) throw new PipelineFileError(node.at, `The strategy of a job needs "matrix".`);
  const map = expectMap(matrix, `"matrix"`);
  refuseDuplicates(map);
  if (map.entries.length === 0) throw new PipelineFileError(matrix.at, "A matrix needs at least one leg.");
  return map.entries.map(readLeg);
}

function readLeg({ key, value }: MapEntry): Leg {
  if (!/^[A-Za-z_]\w*$/.test(key.text))
    throw new PipelineFileError(key.at, `"${key.text}" is not a valid name for a leg.`);
  const map = expectMap(value, `The leg "${key.text}"`);
  refuseDuplicates(map);
  return { name: key.text, variables: map.entries.map(readLegVariable) };
}

function readLegVariable({ key, value }: MapEntry): Leg["variables"][number] {
  const text = expectText(value, `"${key.text}"`);
  refuseRuntimeExpression(text, "A leg cannot contain a runtime expression: put it into a variable of the job.");
  return { name: key.text, value: text.text };
}
