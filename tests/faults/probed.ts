import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { basicEnvironment, type Environment } from "../../tools/local-agent/environment.ts";

const probe = fileURLToPath(new URL("./probe.cjs", import.meta.url));

/** Looks into the process of a built task. */
export interface Probe {
  /** For the job's `agentEnvironment`. */
  readonly environment: Environment;
  /** Ends the task's process at once, by SIGKILL. */
  kill(): void;
  /** The most memory that the process held, in kilobytes, once it has ended by itself. */
  peakKilobytes(): number;
}

/** Makes a probe for one run. */
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

/** A process that has ended by itself in the meantime is no error. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
