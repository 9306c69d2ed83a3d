import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { type Run, runTask } from "../../../src/pipeline/run-task.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const listened = ["uncaughtException", "SIGINT", "SIGTERM"] as const;

/** The boundary listens to the process and sets its exit code; a test gives the process back what it had. */
async function run(body: (run: Run) => Promise<void>): Promise<FakeAgent & { exitCode: unknown }> {
  const listeners = listened.map((event) => [event, process.rawListeners(event)] as const);
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
  it("ends a step well once its body has", async () => {
    const agent = await run(async () => {});
    assert.deepEqual([agent.result, agent.exitCode], ["succeeded", 0]);
  });

  it("reports a failure by its message", async () => {
    const agent = await run(async () => {
      throw new Failure("EXA204", "It happened there.", "Do that.");
    });
    assert.equal(agent.result, "failed: EXA204: It happened there. Do that.");
  });

  it("tells nothing of an unexpected error but its type and place", async () => {
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

  it("copes with what is no error at all", async () => {
    const agent = await run(() => Promise.reject("a secret text"));
    assert.match(agent.result ?? "", /unexpected string occurred\./);
  });

  it("has a failing exit code until a result is reported, for a process that ends before", async () => {
    let during: unknown;
    await run(async () => {
      during = process.exitCode;
    });
    assert.equal(during, 1);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`fails a run that ${signal} stopped, and says what it leaves behind`, async () => {
      const agent = await run(async ({ progress, signal: stop }) => {
        progress.ifStopped("Half of it is there.");
        process.emit(signal);
        stop.throwIfAborted();
      });
      assert.equal(agent.result, "failed: EXA900: The step was stopped. Half of it is there.");
    });

    it(`fails a run that ${signal} stopped although its body still ended well`, async () => {
      const agent = await run(async () => void process.emit(signal));
      assert.equal(agent.result, "failed: EXA900: The step was stopped. Nothing was changed.");
    });
  }
});
