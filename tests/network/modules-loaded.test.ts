import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, describe, it } from "mocha";
import { filesOfEveryRun } from "../../tools/build/build-tasks.ts";
import { Authority, hasOpenssl } from "../../tools/certificate-authority.ts";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { AgentSettings } from "../../tools/local-agent/agent.ts";
import { runBuiltTask } from "../support/task-run.ts";
import { handlers, SecureNode } from "./built-run.ts";

const folder = mkdtempSync(join(tmpdir(), "exalate-loading-"));
const listFile = join(folder, "loaded.json");
const hook = join(folder, "hook.cjs");
writeFileSync(
  hook,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(listFile)},
    JSON.stringify([...process.moduleLoadList, ...Object.keys(require.cache)])));`,
);

const withHook = { NODE_OPTIONS: `--require ${hook}` };

/** The names of Node's modules and the paths of the files that the last run has loaded. */
function listed(): string[] {
  return JSON.parse(readFileSync(listFile, "utf8"));
}

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
      job: { agent, agentEnvironment: { PATH: process.env.PATH ?? "", ...withHook } },
    });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    return listed().filter((name) => /^NativeModule (tls|https|_tls_wrap)$/.test(name));
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

for (const handler of hasOpenssl ? handlers : []) {
  describe(`A run on ${handler} against a node with TLS`, () => {
    const contoso = new Authority("Contoso Test Authority");
    after(() => contoso.remove());

    it("loads the files of the task whose size is limited, and no others", async () => {
      const node = await SecureNode.start(contoso.issue("node"));
      try {
        const step = await node.initiate({ handler, agent: { caInfo: contoso.caFile }, environment: withHook });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
        const files = listed().filter((path) => path.includes("ExalateInitiateV1"));
        assert.deepEqual(files.map((path) => basename(path)).sort(), [...filesOfEveryRun].sort());
      } finally {
        await node.close();
      }
    });
  });
}

after(() => rmSync(folder, { recursive: true, force: true }));
