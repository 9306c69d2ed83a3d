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
