import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildTasks, kilobytes } from "../build/build-tasks.ts";
import { fakeToken } from "../exalate-node/node.ts";
import { type NodeProcess, startNodeProcess } from "./node-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bundle = join(root, "dist/tasks/ExalateInitiate/ExalateInitiateV1/index.js");
const rounds = 15;
const warmUps = 5;

/** Measures the whole process of ExalateInitiate@1 and a bare Node start in alternation, and prints the medians. */
async function main(): Promise<void> {
  await buildTasks(root);
  console.log(`index.js of ExalateInitiate@1: ${kilobytes(statSync(bundle).size)}`);
  console.log(`Medians of ${rounds} alternating runs, in milliseconds (NODE_EXTRA_CA_CERTS unset):\n`);
  console.log("Node      bare start   task, sign-in to code   difference");
  for (const binary of binaries()) console.log(await measure(binary));
}

function binaries(): string[] {
  const installed = ["node20", "node24"].map((name) => join(root, "node_modules", name, "bin", "node"));
  const found = installed.filter((binary) => existsSync(binary));
  return found.length > 0 ? found : [process.execPath];
}

async function measure(binary: string): Promise<string> {
  const [node, destination] = [await startNodeProcess(), await startNodeProcess()];
  const folder = mkdtempSync(join(tmpdir(), "exalate-bench-"));
  try {
    const bare: number[] = [];
    const task: number[] = [];
    const version = await output(binary, ["--version"]);
    for (let round = 0; round < warmUps; round++) await runTask(binary, node, destination, folder, `warm-up ${round}`);
    for (let round = 0; round < rounds; round++) {
      bare.push(await timed(() => output(binary, ["-e", "0"])));
      task.push(await timed(() => runTask(binary, node, destination, folder, `round ${round}`)));
    }
    const [low, high] = [median(bare), median(task)];
    return `${version.padEnd(10)}${low.toFixed(1).padStart(10)}${high.toFixed(1).padStart(24)}${`+${(high - low).toFixed(1)}`.padStart(13)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([node.stop(), destination.stop()]);
  }
}

async function runTask(binary: string, node: NodeProcess, destination: NodeProcess, folder: string, name: string) {
  const id = "e0a1a7e0-0000-4000-8000-000000000001";
  const log = await output(binary, [bundle], {
    ...cleanEnvironment(),
    AGENT_TEMPDIRECTORY: folder,
    SYSTEM_TEAMPROJECT: "Fabrikam",
    INPUT_EXALATECONNECTION: id,
    INPUT_DESTINATIONURL: destination.url,
    INPUT_LOCALSHORTNAME: "Contoso",
    INPUT_DESTINATIONSHORTNAME: "Fabrikam",
    INPUT_CONNECTIONNAME: name,
    [`ENDPOINT_URL_${id}`]: `${node.url}/`,
    [`ENDPOINT_AUTH_SCHEME_${id}`]: "Token",
    [`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`]: fakeToken,
  });
  if (!log.includes("##vso[task.complete result=Succeeded;]")) throw new Error(`The task failed:\n${log}`);
}

/** The environment without NODE_EXTRA_CA_CERTS, which adds 30 ms to every start of Node 20. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  return environment;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Runs a process and returns its standard output, which is a pipe, as for a task on an agent. */
function output(binary: string, args: string[], env = cleanEnvironment()): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve(Buffer.concat(chunks).toString().trim()));
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

await main();
