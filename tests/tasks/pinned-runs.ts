import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import type { NodeRunner } from "../../tools/local-agent/agent.ts";
import { assertSnapshot } from "../support/snapshot.ts";
import { assertNothingShows, assertResult, play, snapshotFile, type TaskScenarios } from "./scenario.ts";
import { transcriptOf } from "./transcript.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folders: Readonly<Record<NodeRunner, string>> = { Node20_1: "node20", Node24: "node24" };

/** Declares a test for each scenario of a task on one of the agent's Node versions: its result, and all of its output. */
export function describePinnedRuns(of: TaskScenarios, handler: NodeRunner): void {
  const isThere = existsSync(`${root}/node_modules/${folders[handler]}/bin/node`);
  describe(`${of.task}@1 on ${handler}${isThere ? "" : " (skipped: npm has no such Node for this machine)"}`, () => {
    for (const scenario of isThere ? of.scenarios : []) {
      it(scenario.name, () =>
        play(of, scenario, { handler }, (played) => {
          assertResult(scenario, played);
          assertNothingShows(played);
          assertSnapshot(snapshotFile(of, scenario), transcriptOf(played.report, played.nodes, played.secrets));
        }),
      );
    }
    if (!isThere) it.skip("all scenarios");
  });
}

/** Declares a test for each scenario of a task in a debug run: that no secret shows. */
export function describeDebugRuns(of: TaskScenarios): void {
  describe(`${of.task}@1 with System.Debug`, () => {
    for (const scenario of of.scenarios) {
      it(`shows nothing in ${scenario.name}`, () =>
        play(of, scenario, { handler: "Node20_1", debug: true }, assertNothingShows));
    }
  });
}
