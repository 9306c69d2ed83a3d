import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { basicEnvironment, type Environment } from "../../tools/local-agent/environment.ts";

const probe = fileURLToPath(new URL("./process-probe.cjs", import.meta.url));

/** Observes and kills the process of a built task. */
export interface Probe {
  /** The environment for the job's `agentEnvironment`. */
  readonly environment: Environment;
  /** Kills the task's process with SIGKILL. */
  kill(): void;
  /** The peak memory of the process in kilobytes. Available after the process exits. */
  peakKilobytes(): number;
}

/** Creates a probe for one run. */
export async function withProbe<T>(use: (probe: Probe) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "exalate-probe-"));
  const read = (file: string) => Number(readFileSync(join(folder, file), "utf8"));
  const environment = { ...basicEnvironment(), NODE_OPTIONS: `--require "${probe}"`, PROBE_FOLDER: folder };
  try {
    return await use({ environment, kill: () => kill(read("pid")), peakKilobytes: () => read("peak") });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills a process, unless it has already ended. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
