import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job } from "../../tools/local-agent/agent.ts";

/**
 * The values of `$(name)` in a later step of the job, as its task gets them in inputs, for each name. The agent expands
 * all variables before that step, so a value published as `$(System.AccessToken)` is the token here.
 * The task of the step is written to `folder`.
 */
export async function readLater(job: Job, names: readonly string[], folder: string): Promise<Map<string, string>> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), "process.stdout.write(JSON.stringify(process.env));");
  writeFileSync(join(folder, "package.json"), '{"type":"commonjs"}');
  writeFileSync(join(folder, "task.json"), JSON.stringify(readingTask));
  const inputs = Object.fromEntries(names.map((name, index) => [`value${index}`, `$(${name})`]));
  const { raw } = await job.runTask({ taskFolder: folder, inputs });
  const environment: Record<string, string> = JSON.parse(raw.map(({ text }) => text).join("\n"));
  return new Map(names.map((name, index) => [name, environment[`INPUT_VALUE${index}`] ?? ""]));
}

const readingTask = {
  id: "2f8a6d0b-7f0e-4d3c-8a55-9a6a0c9d1e47",
  name: "ReadLater",
  friendlyName: "Read later",
  description: "Reads variables as inputs",
  author: "Contoso",
  version: { Major: 1, Minor: 0, Patch: 0 },
  execution: { Node20_1: { target: "index.js" } },
};
