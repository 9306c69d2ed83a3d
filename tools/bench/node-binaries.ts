import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** A Node to measure with. */
export interface NodeBinary {
  readonly path: string;
  /** As `node --version` prints it, such as `v24.18.1`. */
  readonly version: string;
}

/** The agent's Node 20 and Node 24, as this repository installs them; the Node of this process where neither is there. */
export function nodeBinaries(root: string): NodeBinary[] {
  const paths = ["node20", "node24"].map((name) => join(root, "node_modules", name, "bin", "node"));
  const installed = paths.filter((path) => existsSync(path));
  if (installed.length === 0) return [{ path: process.execPath, version: process.version }];
  return installed.map((path) => ({ path, version: spawnSync(path, ["--version"]).stdout.toString().trim() }));
}

/** The major version of a Node, such as 24. */
export function majorOf({ version }: NodeBinary): number {
  return Number(/^v(\d+)\./.exec(version)?.[1]);
}
