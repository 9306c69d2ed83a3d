import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { failureCodes, requireBuiltTasks } from "./built-tasks.ts";
import { assertNoLeak } from "./leak-scan.ts";
import { TwoNodes } from "./two-nodes.ts";

const one = ["Contoso_to_Fabrikam"];
const three = ["Escalations", "Bugs", "Changes"].map((topic) => `Contoso_to_Fabrikam_${topic}`);

const examples: readonly (readonly [file: string, connections: readonly string[]])[] = [
  ["same-job.yml", one],
  ["two-jobs.yml", one],
  ["matrix.yml", three],
];

for (const [file, connections] of examples) {
  describe(`The example ${file}`, function () {
    this.timeout(60_000);
    let nodes: TwoNodes;
    before(requireBuiltTasks);
    beforeEach(async () => {
      nodes = await TwoNodes.start();
    });
    afterEach(() => nodes.close());

    it("ends with both nodes ACTIVE, and changes nothing in a second run", async () => {
      const first = await nodes.runExample(file);
      assert.deepEqual(failureCodes(first), []);
      assert.equal(first.result, "Succeeded");
      const active = connections.map((name) => `${name} ACTIVE`);
      assert.deepEqual(nodes.states(), { contoso: active, fabrikam: active });
      const [known, changes] = [nodes.connections(), nodes.changes()];

      const second = await nodes.runExample(file);
      assert.equal(second.result, "Succeeded");
      assert.deepEqual(nodes.connections(), known);
      assert.equal(nodes.changes(), changes);
      assertNoLeak(nodes, first);
      assertNoLeak(nodes, second);
      assert.equal(nodes.codes().length, connections.length);
    });

    it("leaves no pending connection when Fabrikam refuses, and ends with ACTIVE when it no longer refuses", async () => {
      nodes.tokens.fabrikam = "a token that has expired";
      const refused = await nodes.runExample(file);
      assert.equal(refused.result, "Failed");
      assert.deepEqual(failureCodes(refused), ["EXA201"]);
      assert.deepEqual(nodes.states(), { contoso: [], fabrikam: [] });
      assert.equal(nodes.codes().length, connections.length);
      assertNoLeak(nodes, refused, { expired: nodes.tokens.fabrikam });

      nodes.tokens.fabrikam = nodes.tokens.contoso;
      assert.equal((await nodes.runExample(file)).result, "Succeeded");
      assert.deepEqual(
        nodes.states().contoso,
        connections.map((name) => `${name} ACTIVE`),
      );
    });

    it("changes no connection that it did not initiate", async () => {
      const elsewhere = "https://fabrikam.example.com";
      for (const name of connections) nodes.contoso.addConnection({ name, remoteUrl: elsewhere });
      const known = nodes.connections();
      const report = await nodes.runExample(file);
      assert.equal(report.result, "Failed");
      assert.deepEqual(failureCodes(report), ["EXA302"]);
      assert.deepEqual(nodes.connections(), known);
    });
  });
}
