// Runs all tests and measures their coverage of `src`. Prints c8's table before mocha's last line, which counts the tests,
// so that this line stays the last one. Fails when a test fails, or when the coverage is below the limits in `.c8rc.json`.
// `tests/coverage/uncovered.md` explains the uncovered code. Arguments are passed to mocha, which then runs the files that
// they name, or all files. Runs with arguments measure nothing, because a part of the tests covers only a part of `src`.
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const given = process.argv.slice(2);
const namesFiles = given.some((argument) => /^tests\b/.test(argument));
const mochaArguments = namesFiles ? given : [...given, "tests/**/*.test.ts"];

const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(import.meta.url);
const mochaFile = require.resolve("mocha/bin/mocha.js");
if (given.length > 0) {
  const { status } = spawnSync(process.execPath, [mochaFile, ...mochaArguments], { cwd: root, stdio: "inherit" });
  process.exit(status ?? 1);
}

const measured = join(root, "coverage", "tmp");
rmSync(measured, { recursive: true, force: true });

const mocha = spawn(process.execPath, [mochaFile, ...mochaArguments], {
  cwd: root,
  env: { ...process.env, NODE_V8_COVERAGE: measured },
  stdio: ["inherit", "pipe", "inherit"],
});

let heldBack = "";
mocha.stdout.setEncoding("utf8");
mocha.stdout.on("data", (text) => {
  const lines = (heldBack + text).split(/(?<=\n)/);
  // Holds back the possible last line until another line follows.
  heldBack = lines.splice(-2).join("");
  process.stdout.write(lines.join(""));
});

mocha.on("close", (code) => {
  const last = heldBack.split(/(?<=\n)/).pop() ?? "";
  process.stdout.write(heldBack.slice(0, heldBack.length - last.length));
  const report = spawnSync(process.execPath, [require.resolve("c8/bin/c8.js"), "report"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.stdout.write(last);
  process.exitCode = code || report.status || 0;
});
