import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../../tools/exalate-node/node.ts";
import { runBuiltTask } from "../../support/task-run.ts";

describe("ExalateStatus@1 waiting on a node with many connections", () => {
  it("reads the whole list once, and then one page a poll: that of the connection", async () => {
    const node = await startExalateNode({ connections: 1000 });
    const stop = new AbortController();
    try {
      node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.contoso.com" });
      const lists = () =>
        node.requests.filter(({ method, path }) => method === "GET" && path.includes("/connections?"));
      const running = runBuiltTask({
        task: "ExalateStatus",
        handler: "Node20_1",
        inputs: { connectionName: "ado_to_jira", timeoutMinutes: "5", pollSeconds: "1" },
        url: node.url,
        parameters: { apitoken: fakeToken },
        signal: stop.signal,
      });
      const pages = 11;
      for (const until = Date.now() + 30_000; lists().length < pages + 3 && Date.now() < until; )
        await new Promise((resolve) => setTimeout(resolve, 50));
      stop.abort();
      await running;
      const offsets = lists().map(({ path }) => Number(/offset=(\d+)/.exec(path)?.[1]));
      assert.deepEqual(
        offsets.slice(0, pages).sort((one, other) => one - other),
        Array.from({ length: pages }, (_, page) => page * 100),
      );
      assert.ok(offsets.length >= pages + 3, `${offsets.length} requests`);
      assert.deepEqual([...new Set(offsets.slice(pages))], [1000]);
    } finally {
      stop.abort();
      await node.close();
    }
  });
});
