import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Debian program that tests run. */
export interface DebianProgram {
  /** The name shown for a skipped test. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly isThere: () => boolean;
}

const installMilliseconds = 300_000;

/** The reason why a program cannot run here, or undefined when it can. As root in CI on Debian, installs the program. */
export function whyNoProgram(program: DebianProgram): string | undefined {
  const { name, packages, isThere } = program;
  if (isThere()) return undefined;
  if (process.env.CI === undefined) return `${name} is not installed`;
  if (process.getuid?.() !== 0 || !isDebian())
    return `${name} is not installed, and only root on Debian can install it`;
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

/** Uses a lock, because test files run in parallel and apt-get does not wait for another apt-get. */
function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, timeout: installMilliseconds, stdio: "ignore" } as const;
  const lock = join(tmpdir(), "exalate-tests-apt.lock");
  spawnSync("flock", [lock, "apt-get", "update"], options);
  spawnSync("flock", [lock, "apt-get", "install", "-y", "--no-install-recommends", ...packages], options);
}
