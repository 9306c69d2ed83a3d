import { PipelineError } from "../local-agent/agent.ts";
import { findEndpoint, type ServiceEndpoint } from "../local-agent/endpoints.ts";
import type { TaskInput } from "../local-agent/task-definition.ts";
import { stepCondition } from "./dialects.ts";
import { Fields } from "./fields.ts";
import type { ConnectionUse, Step } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { readCondition, refuseRuntimeExpression } from "./read-expression.ts";
import { readName } from "./read-names.ts";
import { type KnownTask, scriptFolders, type TaskCatalog } from "./task-catalog.ts";
import type { TextNode, TreeNode } from "./tree.ts";

/** What the readers of a file look things up in. */
export interface Surroundings {
  readonly tasks: TaskCatalog;
  /** Checked against the file before anything runs; unchecked when absent. */
  readonly connections: readonly ServiceEndpoint[] | undefined;
}

/** Reads a list of steps. @throws PipelineFileError for a step that this runner does not know. */
export function readSteps(items: readonly TreeNode[], surroundings: Surroundings): Step[] {
  const steps = items.flatMap((item) => readStep(item, surroundings));
  for (const [index, step] of steps.entries()) {
    const isDouble = steps.slice(0, index).some(({ name }) => name?.toLowerCase() === step.name?.toLowerCase());
    if (step.name !== undefined && isDouble) {
      throw new PipelineFileError(step.at, `There are two steps named "${step.name}" in this job.`);
    }
  }
  return steps;
}

const kinds = ["task", "script", "bash", "checkout", "download"] as const;

function readStep(item: TreeNode, surroundings: Surroundings): Step[] {
  const fields = new Fields(item, "a step");
  const kind = kinds.find((each) => fields.has(each));
  if (kind === undefined) {
    const first = item.kind === "map" ? item.entries[0]?.key : undefined;
    const found = first === undefined ? "This" : `"${first.text}"`;
    throw new PipelineFileError(
      first?.at ?? item.at,
      `${found} is no step that this runner knows: ${kinds.join(", ")}.`,
    );
  }
  if (kind === "task") return [readTask(item, surroundings)];
  return kind === "script" || kind === "bash" ? [readScript(item, kind)] : readNothing(item, kind);
}

function readNothing(item: TreeNode, kind: "checkout" | "download"): Step[] {
  const fields = new Fields(item, `a ${kind} step`);
  const node = fields.requiredText(kind);
  fields.finish();
  if (node.text === "none") return [];
  throw new PipelineFileError(node.at, `"${kind}: none" is the only ${kind} that this runner knows.`);
}

function readScript(item: TreeNode, kind: "script" | "bash"): Step {
  const fields = new Fields(item, `a ${kind} step`);
  const script = fields.requiredText(kind);
  const folder = fields.text("workingDirectory");
  const inputs = { script: script.text, ...(folder === undefined ? {} : { workingDirectory: folder.text }) };
  return readCommon(fields, kind === "script" ? "CmdLine" : "Bash", scriptFolders[kind], { inputs, connections: [] });
}

function readTask(item: TreeNode, surroundings: Surroundings): Step {
  const fields = new Fields(item, "a task step");
  const node = fields.requiredText("task");
  const task = findTask(node, surroundings.tasks);
  const inputs = readInputs(fields, task, node, surroundings);
  return readCommon(fields, task.definition.name, task.folder, inputs);
}

function findTask(node: TextNode, tasks: TaskCatalog): KnownTask {
  if (!/^[\w.-]+@\d+$/.test(node.text)) {
    throw new PipelineFileError(node.at, `"${node.text}" is no task: write its name, "@" and its major version.`);
  }
  const task = tasks.get(node.text.toLowerCase());
  if (task === undefined) {
    throw new PipelineFileError(node.at, `There is no task ${node.text}. There are: ${[...tasks.keys()].join(", ")}.`);
  }
  if ("refusal" in task) throw new PipelineFileError(node.at, task.refusal);
  return task;
}

type Inputs = Pick<Step, "inputs" | "connections">;

function readInputs(fields: Fields, { definition }: KnownTask, task: TextNode, { connections }: Surroundings): Inputs {
  const inputs: Record<string, string> = {};
  const uses: ConnectionUse[] = [];
  for (const { name, value } of fields.texts("inputs")) {
    const input = (definition.inputs ?? []).find((each) => namesOf(each).includes(name.text.toLowerCase()));
    if (input === undefined) throw new PipelineFileError(name.at, `${task.text} has no input "${name.text}".`);
    refuseRuntimeExpression(value, "An input cannot hold a runtime expression: put it into a variable.");
    const type = connectionType(input);
    if (type !== undefined && value.text !== "" && !value.text.includes("$(")) {
      uses.push({ name: value.text, type });
      if (connections !== undefined)
        checkConnection(connections, value, { stepName: task.text, inputName: input.name, type });
    }
    inputs[name.text] = value.text;
  }
  return { inputs, connections: uses };
}

function namesOf({ name, aliases }: TaskInput): string[] {
  return [name, ...(aliases ?? [])].map((each) => each.toLowerCase());
}

function checkConnection(
  connections: readonly ServiceEndpoint[],
  value: TextNode,
  reference: Parameters<typeof findEndpoint>[2],
): void {
  try {
    findEndpoint(connections, value.text, reference);
  } catch (error) {
    if (error instanceof PipelineError) throw new PipelineFileError(value.at, error.message);
    throw error;
  }
}

function connectionType({ type }: Pick<TaskInput, "type">): string | undefined {
  const [kind, name] = (type ?? "").split(":");
  return kind?.toLowerCase() === "connectedservice" ? name : undefined;
}

const mostRetries = 10;

function readCommon(fields: Fields, taskName: string, taskFolder: string, inputs: Inputs): Step {
  const step: Step = {
    at: fields.at,
    name: fields.has("name") ? readName(fields, "name").text : undefined,
    displayName: fields.text("displayName")?.text || taskName,
    condition: readCondition(fields, stepCondition),
    continueOnError: fields.flag("continueOnError", false),
    isEnabled: fields.flag("enabled", true),
    env: readEnvironment(fields),
    timeoutMinutes: fields.count("timeoutInMinutes") || undefined,
    retryCount: readRetries(fields),
    taskFolder,
    ...inputs,
  };
  fields.finish();
  return step;
}

function readEnvironment(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    fields.texts("env").map(({ name, value }) => {
      refuseRuntimeExpression(value, `"env" cannot hold a runtime expression: put it into a variable.`);
      return [name.text, value.text];
    }),
  );
}

function readRetries(fields: Fields): number {
  const count = fields.count("retryCountOnTaskFailure") ?? 0;
  if (count <= mostRetries) return count;
  const at = fields.text("retryCountOnTaskFailure")?.at ?? fields.at;
  throw new PipelineFileError(at, `"retryCountOnTaskFailure" is at most ${mostRetries}.`);
}
