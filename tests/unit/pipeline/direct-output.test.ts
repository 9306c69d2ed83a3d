import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/loader.mjs")).href;
const module = pathToFileURL(join(root, "src/pipeline/direct-output.ts")).href;

/** Writes 1 MB to the output, which is more than a pipe holds, and a line to the error output. */
const program = `
  import { writeDirectly } from ${JSON.stringify(module)};
  writeDirectly();
  for (let line = 0; line < 10_000; line += 1) process.stdout.write(String(line).padEnd(99, "é") + "\\n");
  console.error("done");
`;
const whole = Array.from({ length: 10_000 }, (_, line) => `${String(line).padEnd(99, "é")}\n`).join("");

describe("Output that is written directly", () => {
  let folder: string;
  let script: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exalate-output-"));
    script = join(folder, "program.mjs");
    writeFileSync(script, program);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const command = () => [process.execPath, "--import", tsx, script];

  /** Everything that a process writes, read only after a while, and its exit code. */
  async function outputOf(child: ChildProcess) {
    const texts = { out: "", error: "" };
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await pause(500);
    child.stdout?.setEncoding("utf8").on("data", (text) => (texts.out += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (texts.error += text));
    return { code: await ended, ...texts };
  }

  it("arrives complete and in order in a pipe with a slow reader", async () => {
    const [node = "", ...args] = command();
    const { code, out, error } = await outputOf(spawn(node, args, { stdio: ["ignore", "pipe", "pipe"] }));
    assert.deepEqual([code, error], [0, "done\n"]);
    assert.ok(out === whole, `${out.length} characters`);
  });

  it("arrives complete in a pipe that another process has set not to wait", async function () {
    if (process.platform === "win32") return this.skip();
    const other = `"${process.execPath}" -e 'process.stdout.write(""); setTimeout(() => {}, 2500)'`;
    const line = `${other} & sleep 0.3; exec ${command()
      .map((word) => `"${word}"`)
      .join(" ")}`;
    const { code, out } = await outputOf(spawn("sh", ["-c", line], { stdio: ["ignore", "pipe", "pipe"] }));
    assert.equal(code, 0);
    assert.ok(out === whole, `${out.length} characters`);
  });

  it("arrives complete in a file", async () => {
    const [node = "", ...args] = command();
    const file = openSync(join(folder, "output.txt"), "w");
    const { code } = await outputOf(spawn(node, args, { stdio: ["ignore", file, "pipe"] }));
    closeSync(file);
    assert.equal(code, 0);
    assert.ok(readFileSync(join(folder, "output.txt"), "utf8") === whole, "the file has everything");
  });

  it("ends the process when nobody reads it any more", async () => {
    const [node = "", ...args] = command();
    const child = spawn(node, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const { code, error } = await outputOf(child);
    assert.deepEqual([code, error], [1, ""]);
  });
});
