import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJob, type Job, type JobOptions, type StepReport } from "../../tools/local-agent/agent.ts";

/** A temporary folder with task folders and the work folders of jobs. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "local-agent-"));
  #tasks = 0;

  /** A job whose tasks run on the same Node as the tests by default. */
  job(options: Partial<JobOptions> = {}): Job {
    const node = { node20_1: process.execPath, node24: process.execPath };
    return createJob({ workFolder: join(this.folder, "_work"), node, ...options });
  }

  /** Writes a task folder; the members of `definition` replace those of a minimal task.json. */
  task(script: string, definition: Record<string, unknown> = {}): string {
    this.#tasks += 1;
    const folder = join(this.folder, `task${this.#tasks}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.js"), script);
    writeFileSync(join(folder, "task.json"), JSON.stringify({ ...plainTask, ...definition }));
    return folder;
  }

  /** Writes a file and returns its path. */
  file(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Runs a task that prints the given lines, as a step named `step`. */
  async print(job: Job, lines: readonly string[], definition: Record<string, unknown> = {}): Promise<StepReport> {
    return job.runTask({ taskFolder: this.task(printing(lines), definition), name: "step", inputs: {} });
  }

  /** Runs a task and returns its environment. */
  async environment(
    job: Job,
    request: { inputs?: Record<string, string>; env?: Record<string, string> } = {},
    definition: Record<string, unknown> = {},
  ): Promise<Record<string, string>> {
    const taskFolder = this.task("process.stdout.write(JSON.stringify(process.env))", definition);
    const step = await job.runTask({ taskFolder, name: "step", inputs: {}, ...request });
    return JSON.parse(step.raw.map(({ text }) => text).join("")) as Record<string, string>;
  }

  /** Removes everything. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const plainTask = {
  id: "6b0f3c1e-58a5-4d0e-9d2a-0f5b7f1c2d3e",
  name: "Sample",
  friendlyName: "Sample task",
  description: "A task for tests",
  author: "Contoso",
  version: { Major: 1, Minor: 2, Patch: 3 },
  execution: { Node20_1: { target: "index.js" } },
};

/** A script that prints the lines to standard output. */
function printing(lines: readonly string[]): string {
  return lines.map((line) => `console.log(${JSON.stringify(line)});`).join("\n");
}

/** The log of a step without its section lines and banner. */
export function bodyOf(step: StepReport): string[] {
  const afterBanner = step.log.lastIndexOf("=".repeat(78)) + 1;
  return step.log.slice(afterBanner, -1);
}
