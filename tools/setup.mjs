// Runs before every npm script, so that each script works on a fresh clone. Installs the packages of package-lock.json
// when they are missing or differ from it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const lock = readFileSync(join(root, "package-lock.json"), "utf8");
const installedLock = join(root, "node_modules", ".installed-lock.json");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or later is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

if (!existsSync(installedLock) || readFileSync(installedLock, "utf8") !== lock) {
  console.error("Installing the packages of package-lock.json (npm ci) …");
  const npm = spawnSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    // stdout is for the output of the command itself.
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  writeFileSync(installedLock, lock);
}
