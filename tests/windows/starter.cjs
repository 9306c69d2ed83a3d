// Runs on Node's Windows build under wine: starts a script with an environment from a file, because wine drops variables
// from outside whose names hold a dash, as those of a service connection do.
const { spawnSync } = require("node:child_process");
const { readFileSync, rmSync } = require("node:fs");

const [environmentFile, script] = process.argv.slice(2);
const environment = JSON.parse(readFileSync(environmentFile, "utf8"));
rmSync(environmentFile);
const { status, signal, error } = spawnSync(process.execPath, [script], {
  env: { ...process.env, ...environment },
  stdio: "inherit",
});
if (status === null) console.error(`The script did not end by itself (${signal}).`, error ?? "");
process.exitCode = status ?? 1;
