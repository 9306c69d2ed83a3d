import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { AgentSettings } from "../../tools/local-agent/agent.ts";
import { runBuiltTask } from "../support/task-run.ts";
import { handlers } from "./built-run.ts";

const folder = mkdtempSync(join(tmpdir(), "exalate-loading-"));
const listFile = join(folder, "loaded.json");
const hook = join(folder, "hook.cjs");
writeFileSync(
  hook,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(listFile)},
    JSON.stringify([...process.moduleLoadList, ...Object.keys(require.cache)])));`,
);

/** The modules for TLS and proxies that a run against a node without TLS loads. */
async function loadedBy(handler: (typeof handlers)[number], agent: AgentSettings): Promise<string[]> {
  const node = await startExalateNode();
  try {
    const { step } = await runBuiltTask({
      task: "ExalateInitiate",
      handler,
      inputs: { private: "true", localShortName: "ado", destinationShortName: "jira" },
      url: node.url,
      parameters: { apitoken: fakeToken },
      job: { agent, agentEnvironment: { PATH: process.env.PATH ?? "", NODE_OPTIONS: `--require ${hook}` } },
    });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    const loaded: string[] = JSON.parse(readFileSync(listFile, "utf8"));
    return loaded.filter((name) => /^NativeModule (tls|https|_tls_wrap)$|configured-agent\.js$/.test(name));
  } finally {
    await node.close();
  }
}

for (const handler of handlers) {
  describe(`A run on ${handler} against a node without TLS`, () => {
    it("loads no modules for TLS or proxies, with or without a CA file", async () => {
      assert.deepEqual(await loadedBy(handler, {}), []);
      assert.deepEqual(await loadedBy(handler, { caInfo: hook, skipCertValidation: true }), []);
    });
  });
}

after(() => rmSync(folder, { recursive: true, force: true }));
