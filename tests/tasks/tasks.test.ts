import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { assertSnapshot } from "../support/snapshot.ts";
import { accepting } from "./exalate-accept/scenarios.ts";
import { initiating } from "./exalate-initiate/scenarios.ts";
import { awaiting } from "./exalate-status/scenarios.ts";
import { withdrawing } from "./exalate-withdraw/scenarios.ts";
import { assertNothingShows, assertResult, play, snapshotFile } from "./scenario.ts";
import { transcriptOf } from "./transcript.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tasks = [initiating, accepting, awaiting, withdrawing];

for (const of of tasks) {
  for (const [handler, folder] of [
    ["Node20_1", "node20"],
    ["Node24", "node24"],
  ] as const) {
    const isThere = existsSync(`${root}/node_modules/${folder}/bin/node`);
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

  describe(`${of.task}@1 with System.Debug`, () => {
    for (const scenario of of.scenarios) {
      it(`shows nothing in ${scenario.name}`, () =>
        play(of, scenario, { handler: "Node20_1", debug: true }, assertNothingShows));
    }
  });
}
