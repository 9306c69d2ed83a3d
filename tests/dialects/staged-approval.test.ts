import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "mocha";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { type DialectName, dialectNames } from "../../tools/exalate-node/node.ts";
import { failureCodes, requireBuiltTasks, stageResults } from "../examples/built-tasks.ts";
import { errorsOf } from "./errors-of.ts";
import { overridesFor, type Side, sideWith, TwoDialects } from "./two-dialects.ts";

const active = { contoso: ["Contoso_to_Fabrikam ACTIVE"], fabrikam: ["Contoso_to_Fabrikam ACTIVE"] };
const usual: Side = {};

describe("The staged example on nodes with another API", function () {
  this.timeout(60_000);
  let nodes: TwoDialects | undefined;
  before(requireBuiltTasks);
  afterEach(async () => {
    await nodes?.close();
    nodes = undefined;
  });

  async function start(contoso: Side, fabrikam: Side): Promise<TwoDialects> {
    nodes = await TwoDialects.start(contoso, fabrikam);
    return nodes;
  }

  for (const name of dialectNames) {
    it(`has overrides for ${name} that fit the profile`, async () => {
      assert.ok(await nodeApiWith(overridesFor(name)));
    });

    it(`ends with ACTIVE when both nodes use ${name}, and a second run changes nothing`, async () => {
      const pair = await start(sideWith(name), sideWith(name));
      const first = await pair.run();
      assert.equal(first.result, "Succeeded", errorsOf(first));
      assert.deepEqual(pair.states(), active);
      const known = [pair.contoso.connections(), pair.fabrikam.connections()];
      const second = await pair.run(false);
      assert.equal(stageResults(second).Verify, "Succeeded", errorsOf(second));
      assert.deepEqual([pair.contoso.connections(), pair.fabrikam.connections()], known);
    });
  }

  const withoutOverrides: Record<DialectName, string> = { relations: "EXA208", nested: "EXA209", "two-step": "EXA208" };
  for (const name of dialectNames) {
    it(`fails with a code when a node uses ${name} without overrides`, async () => {
      const pair = await start({ dialect: name }, usual);
      const report = await pair.run();
      assert.equal(report.result, "Failed");
      assert.deepEqual(failureCodes(report), [withoutOverrides[name]], errorsOf(report));
      assert.deepEqual(pair.states(), { contoso: [], fabrikam: [] });
    });
  }

  const mixed: [contoso: Side, fabrikam: Side, title: string][] = [
    [sideWith("relations"), usual, "relations at Contoso and the usual API at Fabrikam"],
    [sideWith("nested"), sideWith("two-step"), "nested at Contoso and two-step at Fabrikam"],
    [sideWith("two-step"), sideWith("relations"), "two-step at Contoso and relations at Fabrikam"],
    [usual, sideWith("nested"), "the usual API at Contoso and nested at Fabrikam"],
  ];
  for (const [contoso, fabrikam, title] of mixed) {
    it(`ends with ACTIVE with ${title}`, async () => {
      const pair = await start(contoso, fabrikam);
      const report = await pair.run();
      assert.equal(report.result, "Succeeded", errorsOf(report));
      assert.deepEqual(pair.states(), active);
    });
  }

  for (const name of ["relations", "nested"] as const) {
    it(`leaves no pending connection after a rejection on a node that uses ${name}`, async () => {
      const pair = await start(sideWith(name), usual);
      const report = await pair.run(false);
      assert.equal(stageResults(report).Withdraw, "Succeeded", errorsOf(report));
      assert.deepEqual(pair.states(), { contoso: [], fabrikam: [] });
    });
  }

  it("reports the remaining connection after a rejection on a node that cannot delete, and continues with it later", async () => {
    const pair = await start(sideWith("two-step"), usual);
    const rejected = await pair.run(false);
    assert.deepEqual(failureCodes(rejected), ["EXA208"]);
    assert.match(errorsOf(rejected), /no call for deleteConnection: the API overrides mark it as unavailable/);
    assert.match(errorsOf(rejected), /Remove it in the node's Exalate console/);
    assert.deepEqual(pair.states().contoso, ["Contoso_to_Fabrikam PENDING"]);
    const approved = await pair.run();
    assert.equal(approved.result, "Succeeded", errorsOf(approved));
    assert.deepEqual(pair.states(), active);
  });

  it("changes nothing on a node that cannot delete when it should replace a pending connection", async () => {
    const pair = await start(sideWith("two-step"), usual);
    await pair.run(false);
    const known = pair.contoso.connections();
    const report = await pair.run(true, (text) =>
      text.replace("localShortName: Contoso", "localShortName: Contoso\n              ifExists: replace"),
    );
    assert.deepEqual(failureCodes(report), ["EXA208"], errorsOf(report));
    assert.deepEqual(pair.contoso.connections(), known);
  });
});
