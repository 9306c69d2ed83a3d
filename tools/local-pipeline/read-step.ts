import { PipelineError } from "../local-agent/agent.ts";
import { findEndpoint, type ServiceEndpoint } from "../local-agent/endpoints.ts";
import type { TaskInput } from "../local-agent/task-definition.ts";
import { stepCondition } from "./dialects.ts";
import { Fields } from "./fields.ts";
import type { ConnectionUse, Step } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { readCondition, refuseRuntimeExpression } from "./read-expression.ts";
import { readName } from "./read-names.ts";
import { inBoxFolders, type KnownTask, type TaskCatalog } from "./task-catalog.ts";
import type { TextNode, TreeNode } from "./tree.ts";

/** What the project of a pipeline has. */
export interface ProjectResources {
  readonly connections: readonly ServiceEndpoint[];
  /** Folder for `checkout: self`; undefined to refuse it. */
  readonly repository: string | undefined;
  /** Paths of the secure files by name. */
  readonly secureFiles: Readonly<Record<string, string>>;
}

/** The tasks and resources that a file can use. */
export interface ReadContext {
  readonly tasks: TaskCatalog;
  /** The file is checked against these before anything runs; undefined to skip the check. */
  readonly resources: ProjectResources | undefined;
}

/** Reads a list of steps. @throws PipelineFileError for a step that this runner does not support. */
export function readSteps(items: readonly TreeNode[], context: ReadContext): Step[] {
  const steps = items.flatMap((item) => readStep(item, context));
  for (const [index, step] of steps.entries()) {
    const isDuplicate = steps.slice(0, index).some(({ name }) => name?.toLowerCase() === step.name?.toLowerCase());
    if (step.name !== undefined && isDuplicate) {
      throw new PipelineFileError(step.at, `There are two steps named "${step.name}" in this job.`);
    }
  }
  return [...steps.filter(isBeforeJob), ...steps.filter((step) => !isBeforeJob(step))];
}

// The task downloads the file before the first step of the job ("prejobexecution" in its task.json).
function isBeforeJob({ taskFolder }: Step): boolean {
  return taskFolder === inBoxFolders.secureFile;
}

const kinds = ["task", "script", "bash", "checkout", "download"] as const;

function readStep(item: TreeNode, context: ReadContext): Step[] {
  const fields = new Fields(item, "a step");
  const kind = kinds.find((each) => fields.has(each));
  if (kind === undefined) {
    const first = item.kind === "map" ? item.entries[0]?.key : undefined;
    const what = first === undefined ? "this step" : `"${first.text}"`;
    throw new PipelineFileError(
      first?.at ?? item.at,
      `This runner does not support ${what}. It supports the steps ${kinds.join(", ")}.`,
    );
  }
  if (kind === "task") return [readTask(item, context)];
  if (kind === "checkout") return readCheckout(item, context);
  return kind === "download" ? readNone(item, kind) : [readScript(item, kind)];
}

function readNone(item: TreeNode, kind: "checkout" | "download"): Step[] {
  const fields = new Fields(item, `a ${kind} step`);
  const node = fields.requiredText(kind);
  fields.finish();
  if (node.text === "none") return [];
  const supported = kind === "checkout" ? '"checkout: self" and "checkout: none"' : '"download: none"';
  throw new PipelineFileError(node.at, `This runner supports only ${supported}.`);
}

function readCheckout(item: TreeNode, { resources }: ReadContext): Step[] {
  const fields = new Fields(item, "a checkout step");
  const repository = resources === undefined ? "" : resources.repository;
  const node = fields.requiredText("checkout");
  if (node.text !== "self") return readNone(item, "checkout");
  if (repository === undefined)
    throw new PipelineFileError(node.at, '"checkout: self" needs the folder of the repository: give --repository.');
  return [readCommon(fields, "Checkout", inBoxFolders.checkout, { inputs: { repository }, connections: [] })];
}

function readScript(item: TreeNode, kind: "script" | "bash"): Step {
  const fields = new Fields(item, `a ${kind} step`);
  const script = fields.requiredText(kind);
  const folder = fields.text("workingDirectory");
  const inputs = { script: script.text, ...(folder === undefined ? {} : { workingDirectory: folder.text }) };
  return readCommon(fields, kind === "script" ? "CmdLine" : "Bash", inBoxFolders[kind], { inputs, connections: [] });
}

function readTask(item: TreeNode, context: ReadContext): Step {
  const fields = new Fields(item, "a task step");
  const node = fields.requiredText("task");
  const task = findTask(node, context.tasks);
  const inputs = readInputs(fields, task, node, context);
  return readCommon(fields, task.definition.name, task.folder, inputs);
}

function findTask(node: TextNode, tasks: TaskCatalog): KnownTask {
  if (!/^[\w.-]+@\d+$/.test(node.text)) {
    throw new PipelineFileError(
      node.at,
      `"${node.text}" is not a task reference: write the task's name, "@" and its major version.`,
    );
  }
  const task = tasks.get(node.text.toLowerCase());
  if (task === undefined) {
    throw new PipelineFileError(
      node.at,
      `There is no task ${node.text}. Known tasks: ${[...tasks.keys()].join(", ")}.`,
    );
  }
  if ("refusal" in task) throw new PipelineFileError(node.at, task.refusal);
  return task;
}

type Inputs = Pick<Step, "inputs" | "connections">;

function readInputs(fields: Fields, { definition }: KnownTask, task: TextNode, { resources }: ReadContext): Inputs {
  const inputs: Record<string, string> = {};
  const uses: ConnectionUse[] = [];
  for (const { name, value } of fields.texts("inputs")) {
    const input = (definition.inputs ?? []).find((each) => namesOf(each).includes(name.text.toLowerCase()));
    if (input === undefined) throw new PipelineFileError(name.at, `${task.text} has no input "${name.text}".`);
    refuseRuntimeExpression(value, "An input cannot contain a runtime expression: put it into a variable.");
    const type = connectionType(input);
    if (type !== undefined && value.text !== "" && !value.text.includes("$(")) {
      uses.push({ name: value.text, type });
      if (resources !== undefined)
        checkConnection(resources.connections, value, { stepName: task.text, inputName: input.name, type });
    }
    inputs[name.text] = value.text;
    if (input.type === "secureFile" && resources !== undefined) inputs.source = secureFile(value, resources, task);
  }
  return { inputs, connections: uses };
}

function secureFile(name: TextNode, { secureFiles }: ProjectResources, task: TextNode): string {
  const path = secureFiles[name.text];
  if (path !== undefined) return path;
  throw new PipelineFileError(
    name.at,
    `The pipeline is not valid. Step ${task.text} input secureFile references secure file ${name.text} which could not be found. The secure file does not exist or has not been authorized for use.`,
  );
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
      refuseRuntimeExpression(value, `"env" cannot contain a runtime expression: put it into a variable.`);
      return [name.text, value.text];
    }),
  );
}

function readRetries(fields: Fields): number {
  const count = fields.count("retryCountOnTaskFailure") ?? 0;
  if (count <= mostRetries) return count;
  const at = fields.text("retryCountOnTaskFailure")?.at ?? fields.at;
  throw new PipelineFileError(at, `"retryCountOnTaskFailure" must be at most ${mostRetries}.`);
}
