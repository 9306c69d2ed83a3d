import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Program } from "../../tools/bench/program.ts";
import { failedRun, runInTurn, Trial } from "../../tools/bench/trial.ts";

/** A program that is a line of JavaScript, and fails when its exit code is not 0. */
function program(code: string): Program {
  return {
    name: "bare start",
    node: process.version,
    callsNode: false,
    commandFor: async () => ({ file: process.execPath, args: ["-e", code], environment: {} }),
    failureOf: ({ exitCode }) => (exitCode === 0 ? undefined : `exit code ${exitCode}`),
  };
}

function trial(code: string): Trial {
  return new Trial(program(code), { network: undefined, roundTrip: 0 });
}

describe("bench: trials", () => {
  it("are run as often as asked, and keep each time", async () => {
    const [one, other] = [trial("0"), trial("0")];
    await runInTurn([one, other], 2);
    assert.deepEqual([one.times.length, other.times.length], [2, 2]);
    assert.ok(one.times.every((time) => time > 1));
  });

  it("contain the whole life of the process", async () => {
    const slow = trial("setTimeout(() => {}, 300)");
    await slow.run();
    assert.ok((slow.times[0] ?? 0) >= 300);
  });

  it("are not repeated after a failure, which is not timed", async () => {
    const failing = trial("process.exit(3)");
    await runInTurn([failing], 3);
    assert.deepEqual([failing.failure, failing.times], ["exit code 3", []]);
  });

  it("are not repeated after a run that was too long", async () => {
    const long = trial("0");
    await runInTurn([long], 3, 0.1);
    assert.equal(long.times.length, 1);
  });

  it("show the output of a failed run without what tasks print for the agent", () => {
    const output = "##vso[task.debug]a\n##vso[task.setsecret]b\n##vso[task.issue type=error;]EXA209: c\n\nd\n";
    assert.equal(
      failedRun(program(""), output),
      `A run failed (bare start, ${process.version}):\n##vso[task.issue type=error;]EXA209: c\nd`,
    );
  });
});
