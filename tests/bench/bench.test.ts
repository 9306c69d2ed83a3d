import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "mocha";
import type { BenchReport, RowName } from "../../tools/bench/report.ts";
import { filesOfEveryRun } from "../../tools/build/build-tasks.ts";
import { hasOpenssl } from "../../tools/certificate-authority.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-test-"));
const other = join(folder, "tasks");
const quickly = ["--rounds", "1", "--round-trip-times", "0,20", "--connections", "10,300"];
const longestMilliseconds = 120_000;

/** Runs the command as a process. */
async function bench(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "tools/bench/bench.ts", ...args], {
    cwd: root,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: "", ...environment },
    timeout: longestMilliseconds,
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk));
  child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk));
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { exitCode, ...texts };
}

/** Copies the built tasks, and makes one of them fail. */
function breakTask(copy: string, task: string): void {
  cpSync(join(root, "dist/tasks"), copy, { recursive: true });
  writeFileSync(join(copy, task, `${task}V1`, "index.js"), 'console.log("EXA209: broken"); process.exitCode = 1;');
}

function rows(report: BenchReport, name: RowName) {
  return report.speed.filter((row) => row.name === name);
}

describe("npm run bench", function () {
  this.timeout(longestMilliseconds);
  after(() => rmSync(folder, { recursive: true }));

  describe("with few and short runs", () => {
    let report: BenchReport | undefined;
    let progress = "";

    before(async function () {
      if (!hasOpenssl) return this.skip();
      breakTask(other, "ExalateInitiate");
      const { exitCode, stdout, stderr } = await bench([...quickly, "--beside", other, "--json"]);
      assert.equal(exitCode, 0, stderr);
      report = JSON.parse(stdout);
      progress = stderr;
    });

    /** The report. Reading it here keeps each test independent of the order. */
    const measured = () => {
      assert.ok(report);
      return report;
    };

    it("times each program at each distance", () => {
      const { speed, roundTripTimes } = measured();
      assert.deepEqual(roundTripTimes, [0, 20]);
      for (const { name, failure, distances } of speed.filter((row) => row.name !== "task, other build")) {
        assert.equal(failure, null, name);
        const times = distances.map(({ roundTrip, times: { min, median, max, runs } }) => {
          assert.ok(min > 0 && min === median && median === max, name);
          return [roundTrip, runs];
        });
        assert.deepEqual(
          times,
          name === "bare start"
            ? [[0, 1]]
            : [
                [0, 1],
                [20, 1],
              ],
          name,
        );
      }
    });

    it("shows the code of a failed run of another build, and does not fail itself", () => {
      const failures = rows(measured(), "task, other build").map(({ failure, distances }) => [
        failure,
        distances.length,
      ]);
      assert.deepEqual(failures, Array(failures.length).fill(["EXA209", 0]));
      assert.ok(failures.length > 0);
      assert.match(progress, /^A run failed \(task, other build, v\d+\.\d+\.\d+\):\nEXA209: broken$/m);
    });

    it("counts the same six calls of task, floor and script", () => {
      const [task] = rows(measured(), "task");
      assert.ok(task);
      // On a busy machine the answers are as slow as those of a far node, where a task may list once more after a create.
      assert.ok([6, 7].includes(task.calls.length), task.calls.join(", "));
      const different = (calls: readonly string[]) => [...new Set(calls)];
      assert.equal(different(task.calls).length, 5, "six calls, of which two list connections");
      assert.ok(task.connections >= 1 && task.connections <= 4, `${task.connections} connections`);
      for (const name of ["task", "task, folder kept", "floor", "curl and jq, the same calls"] as const)
        for (const row of rows(measured(), name)) assert.deepEqual(different(row.calls), different(task.calls), name);
      for (const row of rows(measured(), "floor")) assert.equal(row.connections, 3);
    });

    it("opens a connection for each call of curl", function () {
      const [two] = rows(measured(), "curl and jq, two calls");
      const [same] = rows(measured(), "curl and jq, the same calls");
      if (two === undefined || same === undefined) {
        assert.match(measured().skipped.join("\n"), /not found: the scripts with curl and jq were not measured/);
        return this.skip();
      }
      assert.deepEqual(two.calls, ["POST /rest/issuehub/4.0/authenticate", "POST /rest/issuehub/4.0/connections"]);
      assert.deepEqual([two.connections, same.connections], [2, 6]);
    });

    it("measures peak memory of each Node, not that of the bench", () => {
      const { memory, speed } = measured();
      const programs = speed
        .filter(({ node, failure }) => node !== null && failure === null)
        .map(({ name, node }) => [name, node]);
      assert.deepEqual(
        memory.map(({ name, node }) => [name, node]),
        programs,
      );
      for (const { name, peakMegabytes } of memory) {
        if (name === "bare start") assert.ok(peakMegabytes > 20 && peakMegabytes < 70, `${peakMegabytes} MB`);
      }
    });

    it("finds what every run over https loads, and the sizes of the folders", () => {
      const { sizes, packages } = measured();
      const tasks = ["ExalateAccept", "ExalateGate", "ExalateInitiate", "ExalateStatus", "ExalateWithdraw"];
      assert.deepEqual(
        sizes.map(({ build, task }) => [build, task]),
        ["this", "other"].flatMap((build) => tasks.map((task) => [build, task])),
      );
      for (const { task, loaded, files, bytes } of sizes.filter(({ build }) => build === "this")) {
        const names = loaded.map(({ file }) => file);
        if (task === "ExalateGate") assert.deepEqual(names, []);
        else for (const file of filesOfEveryRun) assert.ok(names.includes(file), `${task}: ${names}`);
        assert.ok(loaded.every((file) => file.bytes > 0) && bytes > loaded.reduce((sum, file) => sum + file.bytes, 0));
        assert.ok(files >= loaded.length);
      }
      assert.deepEqual(
        packages.map(({ build, bytes }) => [build, bytes > 100_000]),
        [["this", true]],
      );
    });

    it("looks on nodes with many connections", () => {
      const { status, statusRoundTripTimes } = measured();
      assert.deepEqual(statusRoundTripTimes, [0, 20]);
      const nodes = rows(measured(), "task").length;
      assert.deepEqual(
        status.map(({ connections }) => connections),
        [10, 300].flatMap((count) => Array(2 * nodes).fill(count)),
      );
      for (const { connections, requests, peakMegabytes, failure, distances } of status) {
        assert.equal(failure, null);
        assert.equal(distances.length, 2);
        assert.ok((peakMegabytes ?? 0) > 20);
        assert.ok((requests ?? 0) >= 2);
        if (connections === 10) assert.equal(requests, 2);
      }
    });
  });

  it("says what is skipped without the programs of other packages, and measures the rest", async () => {
    const { exitCode, stdout, stderr } = await bench([...quickly, "--json"], { PATH: join(folder, "empty") });
    assert.equal(exitCode, 0, stderr);
    const report: BenchReport = JSON.parse(stdout);
    assert.deepEqual(report.skipped, [
      "openssl is not installed: nothing that calls a node was measured.",
      "bash and curl and jq not found: the scripts with curl and jq were not measured.",
    ]);
    assert.deepEqual([...new Set(report.speed.map(({ name }) => name))], ["bare start"]);
    assert.equal(report.sizes.length, 5);
    assert.deepEqual(report.status, []);
  });

  it("prints help, and refuses wrong usage with exit code 2", async () => {
    const { exitCode, stdout } = await bench(["--help"]);
    assert.deepEqual([exitCode, stdout.split("\n")[0]], [0, "Usage: npm run bench -- [options]"]);
    const wrong = await bench(["--rounds", "none"]);
    assert.deepEqual([wrong.exitCode, wrong.stdout], [2, ""]);
    assert.match(wrong.stderr, /^--rounds needs a whole number/);
  });
});
