import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program of Debian that tests run. */
export interface DebianProgram {
  /** As the reader of a skipped test knows it. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly isThere: () => boolean;
}

const installMilliseconds = 300_000;

/** Why a program cannot be used here; undefined when it can. Installs it on a Debian CI machine as root. */
export function whyNoProgram(program: DebianProgram): string | undefined {
  const { name, packages, isThere } = program;
  if (isThere()) return undefined;
  if (process.env.CI === undefined) return `${name} is not installed`;
  if (process.getuid?.() !== 0 || !isDebian()) return `${name} is not installed, and only root on Debian could do it`;
  install(packages);
  return isThere() ? undefined : `${name} could not be installed`;
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** Test files run at the same time, and apt-get does not wait for another one. */
function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, timeout: installMilliseconds, stdio: "ignore" } as const;
  const lock = join(tmpdir(), "exalate-tests-apt.lock");
  spawnSync("flock", [lock, "apt-get", "update"], options);
  spawnSync("flock", [lock, "apt-get", "install", "-y", "--no-install-recommends", ...packages], options);
}
