import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoProgram } from "../support/debian.ts";

/** The folder and the Node of a Windows machine. */
export interface WineSettings {
  /** Contains drive C and the output of the last run. */
  readonly folder: string;
  /** The path of `node.exe` on this machine. */
  readonly node: string;
}

/** The output and the status of a process under wine. The status is null when the process did not end in time. */
export interface WineRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** The reason why wine is not available, or undefined when it is. */
export function whyNoWine(): string | undefined {
  const isThere = () => spawnSync("wine", ["--version"], { timeout: 10_000 }).status === 0;
  return whyNoProgram({ name: "wine", packages: ["wine", "wine64"], isThere });
}

// wine needs some seconds to create drive C in the first run.
const runMilliseconds = 60_000;
const endMilliseconds = 20_000;

/** Runs Node's Windows build and waits for its end. */
export function runWindowsNode({ folder, node }: WineSettings, args: readonly string[]): WineRun {
  // Under wine, Node cannot write to a pipe.
  const files = ["stdout", "stderr"].map((name) => join(folder, name));
  const outputs = files.map((file) => openSync(file, "w"));
  const options = { env: environment(folder), stdio: ["ignore" as const, ...outputs], timeout: runMilliseconds };
  const { status } = spawnSync("wine", [node, ...args], options);
  outputs.forEach(closeSync);
  const [stdout = "", stderr = ""] = files.map((file) => readFileSync(file, "utf8"));
  return { stdout, stderr, status };
}

/** Ends the remaining wine processes of the machine in a folder, and waits for their end. */
export function endWine(folder: string): void {
  const options = { env: environment(folder), timeout: endMilliseconds };
  for (const flag of ["-k", "-w"]) spawnSync("wineserver", [flag], options);
}

function environment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    WINEPREFIX: join(folder, "prefix"),
    WINEDEBUG: "-all",
    // Otherwise wine opens a window that offers to install them.
    WINEDLLOVERRIDES: "mscoree,mshtml=",
    // wine reports Windows 7.
    NODE_SKIP_PLATFORM_CHECK: "1",
  };
}
