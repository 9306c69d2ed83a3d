import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How a process ended, and what it printed. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a TypeScript file in a process without network and with little memory, for at most 60 s. */
export function runWithoutNetwork(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  const flags = ["--max-old-space-size=96", "--import", "tsx", "--import", "./tests/support/no-network.mjs"];
  const child = spawn(process.execPath, [...flags, file, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...texts }));
  });
}

/** A folder for the files of a test. */
export class TestFolder {
  readonly #path = mkdtempSync(join(tmpdir(), "learn-"));

  /** The path of a file in the folder. */
  path(name: string): string {
    return join(this.#path, name);
  }

  /** Writes a file, and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/** What a person typed, as options. */
export const typedOptions = [
  ...["--destination-url", "https://jcloudnode-0000-0000-0000-0000.exalate.cloud"],
  ...["--local-short-name", "Contoso", "--destination-short-name", "Fabrikam", "--project", "Support"],
];
