import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Knobs } from "./knobs.ts";
import type { HandlerData, TaskDefinition } from "./task-definition.ts";

/** The Node runners of this agent. */
export type NodeRunner = "Node20_1" | "Node24";

/** Paths of Node binaries, which an agent has in its `externals` folder. */
export interface NodeBinaries {
  readonly node20_1?: string;
  readonly node24?: string;
}

/** The Node binary and the script of the task to start. */
export interface SelectedHandler {
  readonly runner: NodeRunner;
  readonly node: string;
  readonly script: string;
  readonly workingDirectory: string | undefined;
}

// The agent's HandlerData priorities, lowest number first; other names are ignored.
const knownHandlers = ["Node24", "Node20_1", "Node16", "Node10", "Node", "PowerShell3"];

/**
 * Chooses handler, binary and script (TaskRunner.GetHandlerData, NodeHandler). A Node24 handler runs on Node 20 unless
 * the agent's knob for Node 24 is on.
 * @throws Error when the task has no handler for this agent, or its script or the binary is missing
 */
export function selectHandler(
  definition: TaskDefinition,
  taskFolder: string,
  options: { readonly forced: NodeRunner | undefined; readonly binaries: NodeBinaries; readonly knobs: Knobs },
): SelectedHandler {
  const execution = definition.execution ?? {};
  const { forced } = options;
  const hasForced = forced !== undefined && forced in execution;
  const name = hasForced ? forced : knownHandlers.find((each) => each in execution);
  const data = name === undefined ? undefined : execution[name];
  if (name === undefined || data === undefined) {
    throw new Error("A supported task execution handler was not found: the task has none that this agent can run.");
  }
  const runner = forced ?? runnerFor(name, options.knobs);
  return {
    runner,
    node: binaryOf(runner, options.binaries),
    script: scriptOf(taskFolder, data),
    workingDirectory: data.workingDirectory,
  };
}

/** The Node binaries of this repository's packages, or else the running Node if its version fits. */
export function defaultBinaries(): NodeBinaries {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const node24 = packagedNode("node24") ?? (major >= 24 ? process.execPath : undefined);
  return {
    node20_1: packagedNode("node20") ?? process.execPath,
    ...(node24 === undefined ? {} : { node24 }),
  };
}

function runnerFor(handlerName: string, knobs: Knobs): NodeRunner {
  if (knobs.flag("AGENT_USE_NODE24")) return "Node24";
  if (knobs.flag("AGENT_USE_NODE20_1")) return "Node20_1";
  if (handlerName === "Node20_1") return "Node20_1";
  if (handlerName !== "Node24") throw new Error(`This step requires ${handlerName}, which this agent does not have.`);
  const usesNode24 =
    knobs.flag("AGENT_USE_NODE24_WITH_HANDLER_DATA") || knobs.flag("DistributedTask.Agent.UseNode24withHandlerData");
  return usesNode24 ? "Node24" : "Node20_1";
}

function binaryOf(runner: NodeRunner, binaries: NodeBinaries): string {
  const path = runner === "Node24" ? binaries.node24 : binaries.node20_1;
  if (path !== undefined && existsSync(path)) return path;
  throw new Error(
    `This step requires a node version that does not exist in the agent filesystem. Path: ${path ?? `(no ${runner} binary given)`}`,
  );
}

function scriptOf(taskFolder: string, data: HandlerData): string {
  const script = join(taskFolder, data.target);
  if (statSync(script, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Error(`The handler's target "${data.target}" is not a file of the task.`);
  }
  return script;
}

function packagedNode(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../node_modules/${name}/bin/node`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
