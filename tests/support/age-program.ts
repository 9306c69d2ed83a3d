import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { whyNoProgram } from "./debian.ts";

const program = "/usr/bin/age";
const limitMilliseconds = 30_000;

/** Why Debian's `age` cannot be used on this machine; undefined when it can. */
export function whyNoAge(): string | undefined {
  return whyNoProgram({ name: "age", packages: ["age"], isThere: () => existsSync(program) });
}

/** Runs `age` and returns what it writes. @throws Error with what it says when it fails */
export function age(args: readonly string[], input: string | Uint8Array = ""): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, timeout: limitMilliseconds });
  if (status !== 0) throw new Error(`age failed: ${error?.message ?? stderr.toString()}`);
  return stdout;
}

/**
 * Runs `age` with a terminal at which the passphrase is typed, and again to confirm a new one; use the option `-o` for what
 * it writes. @throws Error when it fails
 */
export function ageWithPassphrase(args: readonly string[], passphrase: string): void {
  const command = [program, ...args].map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(" ");
  const input = `${passphrase}\n${passphrase}\n`;
  const { status } = spawnSync("script", ["-qec", command, "/dev/null"], { input, timeout: limitMilliseconds });
  if (status !== 0) throw new Error(`age failed with a passphrase, exit status ${status}.`);
}
