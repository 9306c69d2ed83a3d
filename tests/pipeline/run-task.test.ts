import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../src/core/failure.ts";
import { runTask } from "../../src/pipeline/run-task.ts";
import { FakeAgent } from "../support/fake-agent.ts";

/** The boundary listens for stray errors of the process; a test gives the process its listeners back. */
async function run(body: () => Promise<void>): Promise<FakeAgent> {
  const listeners = process.listeners("uncaughtException");
  const agent = new FakeAgent();
  try {
    await runTask(agent, body);
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of listeners) process.on("uncaughtException", listener);
  }
  return agent;
}

describe("The failure boundary", () => {
  it("ends a step well once its body has", async () => {
    assert.equal((await run(async () => {})).result, "succeeded");
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
      /^failed: EXA901: The task met an unexpected TypeError at line 42 of its index\.js\. /,
    );
    assert.ok(!agent.result?.includes("secret"));
  });

  it("copes with what is no error at all", async () => {
    const agent = await run(() => Promise.reject("a secret text"));
    assert.match(agent.result ?? "", /unexpected string\./);
  });
});
