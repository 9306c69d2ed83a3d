import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { dialectNames, readDialect } from "../../tools/exalate-node/dialects.ts";
import { requireBuiltTasks, stageResults } from "../examples/built-tasks.ts";
import { exampleText, TwoNodes } from "../examples/two-nodes.ts";
import { assertSnapshot } from "../support/snapshot.ts";
import { check, printed, requestLines } from "./node-check.ts";
import { withOverrides } from "./override-connections.ts";

const file = "staged-approval.yml";
const active = ["Contoso_to_Fabrikam ACTIVE"];

function snapshotOf(dialect: string): string {
  return fileURLToPath(new URL(`./snapshots/${dialect}.snapshot`, import.meta.url));
}

for (const name of dialectNames) {
  describe(`The doctor on nodes with the dialect ${name}`, () => {
    before(requireBuiltTasks);

    it(`proposes overrides with which the example ${file} ends with ACTIVE, and then finds no problem`, async () => {
      const nodes = await TwoNodes.start({ dialect: readDialect(name) });
      try {
        const first = await check(nodes.contoso);
        assert.equal(first.check.fits, false);
        assertSnapshot(snapshotOf(name), printed(first, nodes.contoso));

        const overrides = first.check.proposal?.overrides ?? assert.fail("No proposal");
        const connections = withOverrides(nodes, overrides);
        const report = await nodes.run(file, exampleText(file), {
          connections,
          parameters: { fabrikamNode: nodes.fabrikam.url },
        });
        assert.deepEqual(
          stageResults(report),
          { Invite: "Succeeded", Accept: "Succeeded", Verify: "Succeeded", Withdraw: "Skipped" },
          report.lines.map(({ text }) => text).join("\n"),
        );
        assert.deepEqual(nodes.states(), { contoso: active, fabrikam: active });

        const second = await check(nodes.contoso, overrides);
        assert.equal(second.check.fits, true, printed(second, nodes.contoso));
        assert.deepEqual(
          second.check.findings
            .filter(({ verdict }) => verdict !== "fits")
            .map(({ name: each, verdict }) => [each, verdict]),
          name === "two-step" ? [["deleteConnection", "unavailable"]] : [],
        );
        assert.equal(second.check.proposal?.isChange, false);
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
