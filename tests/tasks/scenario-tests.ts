import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import type { NodeRunner } from "../../tools/local-agent/agent.ts";
import { assertSnapshot } from "../support/snapshot.ts";
import { assertNoSecretShown, assertResult, runScenario, snapshotFile, type TaskScenarios } from "./scenario.ts";
import { transcriptOf } from "./transcript.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folders: Readonly<Record<NodeRunner, string>> = { Node20_1: "node20", Node24: "node24" };

/** Declares a test for each scenario of a task on one Node version. Checks the result and the snapshot of all output. */
export function describeSnapshotRuns(of: TaskScenarios, handler: NodeRunner): void {
  const isInstalled = existsSync(`${root}/node_modules/${folders[handler]}/bin/node`);
  describe(`${of.task}@1 on ${handler}${isInstalled ? "" : " (skipped: npm has no such Node for this machine)"}`, () => {
    for (const scenario of isInstalled ? of.scenarios : []) {
      it(scenario.name, () =>
        runScenario(of, scenario, { handler }, (run) => {
          assertResult(scenario, run);
          assertNoSecretShown(run);
          assertSnapshot(snapshotFile(of, scenario), transcriptOf(run.report, run.nodes, run.secrets));
        }),
      );
    }
    if (!isInstalled) it.skip("all scenarios");
  });
}

/** Declares a test for each scenario of a task in a debug run. Checks that no secret is visible. */
export function describeDebugRuns(of: TaskScenarios): void {
  describe(`${of.task}@1 with System.Debug`, () => {
    for (const scenario of of.scenarios) {
      it(`shows no secret in ${scenario.name}`, () =>
        runScenario(of, scenario, { handler: "Node20_1", debug: true }, assertNoSecretShown));
    }
  });
}
