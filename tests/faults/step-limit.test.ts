import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../src/core/secret.ts";
import { singleAttempt } from "../../src/exalate/retry.ts";
import { withNode } from "../../src/pipeline/node-access.ts";
import type { Run } from "../../src/pipeline/run-task.ts";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { failsWith } from "../support/failures.ts";
import { FakeAgent } from "../support/fake-agent.ts";

/** A run with a service connection to this URL, which the signal can stop. */
function runAt(url: string, signal: AbortSignal): Run {
  const exalateConnection = {
    url,
    scheme: "Token",
    secret: (field: string) => (field === "apitoken" ? new Secret(fakeToken) : undefined),
    authField: () => "",
    data: () => "",
  };
  const agent = new FakeAgent({ connections: { exalateConnection } });
  return { agent, signal, progress: agent.progress };
}

describe("A step on a node that never answers", () => {
  it("ends at its own time limit with EXA404", async () => {
    const node = await startExalateNode();
    try {
      node.misbehave({ operation: "authenticate", fault: { kind: "hang" } });
      const timing = { retries: singleAttempt, stepMilliseconds: 300 };
      const run = runAt(node.url, new AbortController().signal);
      const started = performance.now();
      const message = await failsWith("EXA404", () =>
        withNode(run, async ({ client }) => void (await client.signIn()), timing),
      );
      assert.match(message, /The step did not finish with 127\.0\.0\.1:\d+ within 0\.005 min/);
      assert.ok(performance.now() - started < 3000);
    } finally {
      await node.close();
    }
  });

  it("sends no request when it is stopped before it begins", async () => {
    const node = await startExalateNode();
    try {
      const run = runAt(node.url, AbortSignal.abort());
      await failsWith("EXA402", () => withNode(run, async ({ client }) => void (await client.signIn())));
    } finally {
      await node.close();
    }
  });
});
