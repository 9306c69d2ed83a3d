import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "mocha";
import { requireBuiltTasks, stageResults } from "../examples/built-tasks.ts";
import { errorsOf } from "./errors-of.ts";
import { ServerPair } from "./server-pair.ts";

const name = "Contoso_to_Fabrikam";
const active = { contoso: [`${name} ACTIVE`], fabrikam: [`${name} ACTIVE`] };
const none = { contoso: [], fabrikam: [] };

/** What is special about a kind of server. */
export interface Limits {
  /** Whether connections can be deleted. The default is true. */
  readonly canDelete?: boolean;
}

/**
 * Describes runs of the built tasks with these API overrides on two servers of a kind: the staged example to ACTIVE on
 * both sides, and reuse, status and withdraw. No call may be a wrong one, and no secret may be visible.
 */
export function describeTaskRuns(
  title: string,
  kindName: string,
  overrides: () => string,
  { canDelete = true }: Limits = {},
): void {
  describe(title, function () {
    this.timeout(60_000);
    let pair: ServerPair | undefined;
    before(requireBuiltTasks);
    afterEach(async () => {
      await pair?.close();
      pair = undefined;
    });

    async function start(existing: readonly string[] = []): Promise<ServerPair> {
      pair = await ServerPair.start(kindName, overrides(), existing);
      return pair;
    }

    it("end with ACTIVE after an approval, and then change nothing", async () => {
      const servers = await start();
      const { contoso, fabrikam } = servers;
      if (canDelete) {
        const rejected = await servers.runExample(false);
        assert.equal(stageResults(rejected).Withdraw, "Succeeded", errorsOf(rejected));
        assert.deepEqual(servers.states(), none);
      }
      const approved = await servers.runExample(true);
      assert.equal(approved.result, "Succeeded", errorsOf(approved));
      assert.deepEqual(servers.states(), active);

      const known = [contoso.connections(), fabrikam.connections()];
      const repeated = await servers.runExample(false);
      assert.equal(stageResults(repeated).Verify, "Succeeded", errorsOf(repeated));
      assert.deepEqual([contoso.connections(), fabrikam.connections()], known);
      assert.deepEqual([contoso.wrongCalls(), fabrikam.wrongCalls()], [[], []]);
    });

    it(`reuse a pending connection with its code, tell its status, and ${canDelete ? "" : "say that they cannot "}withdraw it`, async () => {
      const servers = await start();
      const inputs = {
        destinationUrl: servers.fabrikam.url,
        ...{ localShortName: "Contoso", destinationShortName: "Fabrikam", project: "Contoso R&D" },
      };
      const initiated = await servers.runTask("ExalateInitiate", inputs);
      const again = await servers.runTask("ExalateInitiate", inputs);
      assert.equal(again.step.result, "Succeeded", again.step.log.join("\n"));
      assert.deepEqual([...again.later], [...initiated.later]);
      assert.deepEqual(servers.states(), { contoso: [`${name} PENDING`], fabrikam: [] });

      const status = await servers.runTask("ExalateStatus", { connectionName: name, expect: "pending" });
      assert.equal(status.step.result, "Succeeded", status.step.log.join("\n"));
      const withdrawn = await servers.runTask("ExalateWithdraw", { connectionName: name });
      assert.equal(withdrawn.step.result, canDelete ? "Succeeded" : "Failed", withdrawn.step.log.join("\n"));
      assert.deepEqual(servers.states(), canDelete ? none : { contoso: [`${name} PENDING`], fabrikam: [] });
      assert.deepEqual(servers.contoso.wrongCalls(), []);
    });

    it("find a connection on a later page of the list", async () => {
      const names = Array.from({ length: 120 }, (_, index) => `Contoso_pilot_${index}`);
      const servers = await start(names);
      const status = await servers.runTask("ExalateStatus", { connectionName: "Contoso_pilot_119" });
      assert.equal(status.step.result, "Succeeded", status.step.log.join("\n"));
    });
  });
}
