import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { dialectNames, readDialect } from "../../tools/exalate-node/dialects.ts";
import { overridesFor } from "../dialects/two-dialects.ts";
import { TwoNodes } from "../examples/two-nodes.ts";
import { assertSnapshot } from "../support/snapshot.ts";
import { check, printed, requestLines } from "./node-check.ts";

function snapshotOf(dialect: string): string {
  return fileURLToPath(new URL(`./snapshots/${dialect}.snapshot`, import.meta.url));
}

for (const name of dialectNames) {
  describe(`The doctor on nodes with the dialect ${name}`, () => {
    it("says what fits, takes over only what is certain, and names candidates for the rest", async () => {
      const nodes = await TwoNodes.start({ dialect: readDialect(name) });
      try {
        const first = await check(nodes.contoso);
        assert.equal(first.check.outcome, "does not hold");
        assertSnapshot(snapshotOf(name), printed(first, nodes.contoso));
      } finally {
        await nodes.close();
      }
    });

    it("finds no problem with the overrides that a person wrote", async () => {
      const nodes = await TwoNodes.start({ dialect: readDialect(name) });
      try {
        const { check: second } = await check(nodes.contoso, JSON.parse(overridesFor(name)));
        const unfit = second.findings.filter(({ verdict }) => verdict !== "fits");
        assert.deepEqual(
          unfit.map(({ name: each, verdict }) => [each, verdict]),
          name === "two-step" ? [["deleteConnection", "unavailable"]] : [],
          unfit.flatMap(({ notes }) => notes.differences).join("; "),
        );
        assert.deepEqual([second.outcome, second.proposal.isChange], ["holds", false]);
      } finally {
        await nodes.close();
      }
    });

    it("only signs in once and reads, without changes on the node", async () => {
      const nodes = await TwoNodes.start({ dialect: readDialect(name) });
      try {
        await check(nodes.contoso);
        const [signIn, ...others] = requestLines(nodes.contoso);
        assert.match(signIn ?? "", /^POST \S+\/authenticate$/);
        assert.ok(others.length > 0 && others.every((line) => line.startsWith("GET ")), others.join("\n"));
        assert.equal(nodes.changes(), 0);
      } finally {
        await nodes.close();
      }
    });
  });
}
