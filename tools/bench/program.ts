import { fileURLToPath } from "node:url";
import { fakeToken } from "../exalate-node/settings.ts";
import { basicEnvironment } from "../local-agent/environment.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { type Build, entryFile, taskFolder } from "./builds.ts";
import { majorOf, type NodeBinary } from "./node-binaries.ts";
import type { Row, RowName } from "./report.ts";
import type { Command, FinishedRun } from "./run-command.ts";
import { type ScriptPlaces, scriptEnvironment } from "./script-environment.ts";

/** A program that is measured. */
export interface Program extends Row {
  /** Whether it calls a node; one that does not is measured at one distance only. */
  readonly callsNode: boolean;
  /** What to run against a node at this URL. Its arguments begin with those of Node, if Node runs it. */
  readonly commandFor: (nodeUrl: string) => Promise<Command>;
  /** The error code of a task, or the exit code, of a run that failed; undefined for one that succeeded. */
  readonly failureOf: (run: FinishedRun) => string | undefined;
}

/** What programs need beside the node's URL. */
export interface ProgramPlaces extends Omit<ScriptPlaces, "nodeUrl"> {
  /** The agent's folder of the runs. */
  readonly agentFolder: string;
}

const scripts = fileURLToPath(new URL("scripts/", import.meta.url));

/** A start of Node that does nothing. */
export function bareStart({ path, version }: NodeBinary): Program {
  return {
    name: "bare start",
    node: version,
    callsNode: false,
    commandFor: async () => ({ file: path, args: ["-e", "0"], environment: basicEnvironment() }),
    failureOf: exitFailure,
  };
}

/** The calls of ExalateInitiate@1 with Node's own https alone. */
export function floor({ path, version }: NodeBinary, places: ProgramPlaces): Program {
  return {
    name: "floor",
    node: version,
    callsNode: true,
    commandFor: async (nodeUrl) => ({
      file: path,
      args: [`${scripts}floor.cjs`],
      environment: scriptEnvironment({ ...places, nodeUrl }),
    }),
    failureOf: exitFailure,
  };
}

/** The calls with curl and jq: only those that sign in and initiate, or the same as the task makes. */
export function curlCalls(which: "two" | "same", places: ProgramPlaces): Program {
  return {
    name: which === "two" ? "curl and jq, two calls" : "curl and jq, the same calls",
    node: null,
    callsNode: true,
    commandFor: async (nodeUrl) => ({
      file: "bash",
      args: [`${scripts}curl-calls.sh`, which],
      environment: scriptEnvironment({ ...places, nodeUrl }),
    }),
    failureOf: exitFailure,
  };
}

/** A built task to run, and the agent that runs it. */
export interface TaskRun {
  readonly build: Build;
  readonly task: string;
  /** Without the service connection. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly node: NodeBinary;
  /** False by default: an agent of Microsoft's. */
  readonly isSelfHosted?: boolean;
}

/** A built task with its inputs, in the environment that an agent gives it. */
export function taskProgram(run: TaskRun, places: ProgramPlaces): Program {
  const { build, task, inputs, node, isSelfHosted = false } = run;
  const entry = entryFile(build, task, majorOf(node));
  return {
    name: taskRow(run),
    node: node.version,
    callsNode: true,
    commandFor: async (nodeUrl) => {
      const step = { ...places, taskFolder: taskFolder(build, task), nodeUrl, token: fakeToken, inputs, isSelfHosted };
      return { file: node.path, args: entry === undefined ? [] : [entry], environment: await agentEnvironment(step) };
    },
    failureOf: taskFailure,
  };
}

function taskRow({ build, isSelfHosted = false }: TaskRun): RowName {
  if (build.name === "other") return "task, other build";
  return isSelfHosted ? "task, folder kept" : "task";
}

function exitFailure({ exitCode }: FinishedRun): string | undefined {
  return exitCode === 0 ? undefined : `exit code ${exitCode}`;
}

function taskFailure(run: FinishedRun): string | undefined {
  if (run.stdout.includes("##vso[task.complete result=Succeeded;]")) return undefined;
  return /\bEXA\d{3}\b/.exec(run.stdout)?.[0] ?? exitFailure(run) ?? "no result";
}
