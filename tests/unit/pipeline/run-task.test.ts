import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { troubleshootingPage } from "../../../src/core/documentation.ts";
import { Failure } from "../../../src/core/failure.ts";
import { type Run, runTask } from "../../../src/pipeline/run-task.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const events = ["uncaughtException", "SIGINT", "SIGTERM"] as const;

/** Runs a task, then restores the listeners and the exit code of the process, which the task changes. */
async function run(body: (run: Run) => Promise<void>): Promise<FakeAgent & { exitCode: unknown }> {
  const listeners = events.map((event) => [event, process.rawListeners(event)] as const);
  const agent = Object.assign(new FakeAgent(), { exitCode: undefined as unknown });
  const before = process.exitCode;
  try {
    await runTask(agent, body);
    agent.exitCode = process.exitCode;
  } finally {
    process.exitCode = before;
    for (const [event, earlier] of listeners) {
      process.removeAllListeners(event);
      for (const listener of earlier) process.on(event, listener as () => void);
    }
  }
  return agent;
}

describe("The failure boundary", () => {
  it("reports success when the body succeeds", async () => {
    const agent = await run(async () => {});
    assert.deepEqual([agent.result, agent.exitCode], ["succeeded", 0]);
  });

  it("reports a failure with its message and the page about it", async () => {
    const agent = await run(async () => {
      throw new Failure("EXA204", "It happened there.", "Do that.");
    });
    assert.equal(agent.result, `failed: EXA204: It happened there. Do that. See ${troubleshootingPage("EXA204")}`);
  });

  it("reports only the type and the place of an unexpected error", async () => {
    const agent = await run(async () => {
      throw Object.assign(new TypeError("holds a secret"), {
        stack: "TypeError: holds a secret\n at f (/x/index.js:42:7)",
      });
    });
    assert.match(
      agent.result ?? "",
      /^failed: EXA901: An unexpected TypeError occurred at line 42 of its index\.js\. /,
    );
    assert.ok(!agent.result?.includes("secret"));
  });

  it("reports a thrown value that is not an error", async () => {
    const agent = await run(() => Promise.reject("a secret text"));
    assert.match(agent.result ?? "", /unexpected string occurred\./);
  });

  it("keeps a failing exit code until a result is reported, in case the process ends early", async () => {
    let during: unknown;
    await run(async () => {
      during = process.exitCode;
    });
    assert.equal(during, 1);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`fails a run stopped by ${signal}, and says what remains`, async () => {
      const agent = await run(async ({ progress, signal: stop }) => {
        progress.ifStopped("Half of it is there.");
        process.emit(signal);
        stop.throwIfAborted();
      });
      assert.equal(
        agent.result,
        `failed: EXA900: The step was stopped. Half of it is there. See ${troubleshootingPage("EXA900")}`,
      );
    });

    it(`fails a run stopped by ${signal} even if its body then succeeds`, async () => {
      const agent = await run(async () => void process.emit(signal));
      assert.equal(
        agent.result,
        `failed: EXA900: The step was stopped. Nothing was changed. See ${troubleshootingPage("EXA900")}`,
      );
    });
  }
});
