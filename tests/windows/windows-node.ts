import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules", ".cache", "windows-node20");
const fetchMilliseconds = 120_000;

/** The Windows build of Node 20 in package-lock.json. npm installs it only on Windows. */
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const { name, version, integrity } = packages["node_modules/windows-node20"];

/** `node.exe` of the version in package-lock.json. npm downloads it the first time. @throws Error when npm fails */
export function windowsNode(): string {
  const node = join(cache, version, "package", "bin", "node.exe");
  if (!existsSync(node)) fetchNode(join(cache, version));
  return node;
}

/** The reason why it is not available, or undefined when it is. */
export function whyNoWindowsNode(): string | undefined {
  try {
    windowsNode();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fetchNode(folder: string): void {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  command("npm", ["pack", `${name}@${version}`, "--pack-destination", folder]);
  const archive = join(folder, `${name}-${version}.tgz`);
  if (integrityOf(archive) !== integrity) throw new Error(`${name}@${version} is not the one of package-lock.json`);
  command("tar", ["-xzf", archive, "-C", folder]);
  rmSync(archive);
}

function integrityOf(file: string): string {
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}

function command(file: string, args: readonly string[]): void {
  const { status } = spawnSync(file, args, { timeout: fetchMilliseconds, stdio: "ignore" });
  if (status !== 0) throw new Error(`"${file} ${args.slice(0, 2).join(" ")}" ended with ${status}`);
}
