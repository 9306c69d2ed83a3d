import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoProgram } from "../support/debian.ts";

/** Where a Windows machine is kept, and which Node it has. */
export interface WineSettings {
  /** Holds drive C and what was printed last. */
  readonly folder: string;
  /** `node.exe` as a file of this machine. */
  readonly node: string;
}

/** What a process printed under wine, and how it ended; null when it did not end in time. */
export interface WineRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Why wine cannot be used here; undefined when it can. */
export function whyNoWine(): string | undefined {
  const isThere = () => spawnSync("wine", ["--version"], { timeout: 10_000 }).status === 0;
  return whyNoProgram({ name: "wine", packages: ["wine", "wine64"], isThere });
}

// wine takes some seconds to set up drive C for the first run.
const runMilliseconds = 60_000;
const endMilliseconds = 20_000;

/** Runs Node's Windows build to its end. */
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

/** Ends what wine left running for the machine in a folder, and waits for it. */
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
    // Else wine asks in a window whether it shall install them.
    WINEDLLOVERRIDES: "mscoree,mshtml=",
    // wine says that it is Windows 7.
    NODE_SKIP_PLATFORM_CHECK: "1",
  };
}
