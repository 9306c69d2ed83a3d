import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { awaitStatus, type StatusOptions, statusOptions } from "../../../src/commands/await-status.ts";
import { statusInputs } from "../../../src/commands/input-tables.ts";
import { Failure } from "../../../src/core/failure.ts";
import type { FailureCode } from "../../../src/core/failures.ts";
import type { Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { emptyInputs } from "../../support/initiate-options.ts";

const connection = (status: string): Connection => ({ connectionId: "7", connectionName: "a_to_b", status });
const down = (code: FailureCode = "EXA402") => new Failure(code, "The node is down.", "Wait.");

type LookResult = Connection | undefined | Failure;

/** Waits for a status on a node that shows the results in order, the last one repeatedly. The clock does not wait. */
async function watch(
  results: LookResult[],
  changes: Partial<StatusOptions> = {},
  stopAfter = Number.POSITIVE_INFINITY,
  random = 0.5,
  again?: (seen: Connection) => Connection | undefined,
) {
  const agent = new FakeAgent();
  const stopping = new AbortController();
  const sleeps: number[] = [];
  let now = 1_000_000;
  let looks = 0;
  const node = {
    nodeUrl: new URL("https://azurenode-1.exalate.cloud"),
    findConnection: async () => {
      const result = results[Math.min(looks++, results.length - 1)];
      if (result instanceof Failure) throw result;
      return result;
    },
    findConnectionById: async () => undefined,
    findAgain: async (seen: Connection) => again?.(seen),
  };
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
      now += milliseconds;
      if (sleeps.length >= stopAfter) stopping.abort();
    },
  };
  const options: StatusOptions = {
    key: { connectionName: "a_to_b" },
    expect: "ACTIVE",
    timeoutMilliseconds: 10 * 60_000,
    pollMilliseconds: 15_000,
    ...changes,
  };
  const ports = {
    node,
    log: agent.log,
    progress: agent.progress,
    clock,
    signal: stopping.signal,
    random: () => random,
  };
  const outcome = await awaitStatus(options, ports).catch((error: unknown) => error);
  return { outcome, agent, sleeps, looks: () => looks };
}

async function failure(results: LookResult[], changes: Partial<StatusOptions>, code: FailureCode): Promise<string> {
  const { outcome } = await watch(results, changes);
  return failsWith(code, () => Promise.reject(outcome));
}

describe("Waiting for a status", () => {
  it("ends immediately when the status is reached", async () => {
    const { outcome, sleeps } = await watch([connection("ACTIVE")]);
    assert.deepEqual([outcome, sleeps], [connection("ACTIVE"), []]);
  });

  it("looks once without a timeout", async () => {
    const { outcome, sleeps } = await watch([connection("PENDING"), connection("ACTIVE")], { timeoutMilliseconds: 0 });
    assert.match(
      String(outcome),
      /EXA310: The connection "a_to_b" on azurenode-1\.exalate\.cloud is PENDING, not ACTIVE\./,
    );
    assert.equal(sleeps.length, 0);
  });

  it("looks regularly, and writes a log line for each change", async () => {
    const { outcome, agent, sleeps } = await watch([
      undefined,
      connection("PENDING"),
      connection("PENDING"),
      connection("ACTIVE"),
    ]);
    assert.deepEqual([outcome, sleeps], [connection("ACTIVE"), [15_000, 15_000, 15_000]]);
    assert.deepEqual(agent.events, [
      'info: Connection "a_to_b" on azurenode-1.exalate.cloud: not there',
      'info: Connection "a_to_b" on azurenode-1.exalate.cloud: PENDING',
      'info: Connection "a_to_b" on azurenode-1.exalate.cloud: ACTIVE',
    ]);
  });

  it("varies the pause between looks by up to a tenth", async () => {
    const { sleeps } = await watch([connection("PENDING")], { timeoutMilliseconds: 60_000 });
    assert.deepEqual(sleeps, [15_000, 15_000, 15_000, 15_000]);
    for (const [random, pause] of [
      [0, 13_500],
      [0.25, 14_250],
      [0.75, 15_750],
    ] as const) {
      const spread = await watch([connection("PENDING"), connection("ACTIVE")], {}, Number.POSITIVE_INFINITY, random);
      assert.deepEqual(spread.sleeps.map(Math.round), [pause]);
    }
  });

  it("repeats the status in the log every few minutes", async () => {
    const { agent } = await watch([connection("PENDING")], { timeoutMilliseconds: 16 * 60_000 });
    assert.deepEqual(
      agent.events.map((event) => event.replace(/.*: /, "")),
      ["PENDING", "still PENDING", "still PENDING", "still PENDING"],
    );
    const { agent: inTime } = await watch([connection("PENDING")], { timeoutMilliseconds: 5 * 60_000 });
    assert.equal(inTime.events.length, 2);
  });

  for (const code of ["EXA210", "EXA212", "EXA312", "EXA401", "EXA402", "EXA404"] as const) {
    it(`continues after ${code}`, async () => {
      assert.deepEqual((await watch([down(code), connection("ACTIVE")])).outcome, connection("ACTIVE"));
    });
  }

  it("waits while a node is temporarily down", async () => {
    const { outcome, agent } = await watch([down(), down("EXA210"), down("EXA404"), connection("ACTIVE")]);
    assert.deepEqual(outcome, connection("ACTIVE"));
    assert.equal(agent.events.filter((event) => event.startsWith("warning: ")).length, 3);
  });

  it("fails with the node's failure when the node never answers", async () => {
    await failure([down()], {}, "EXA402");
    await failure([down()], { timeoutMilliseconds: 0 }, "EXA402");
  });

  it("fails immediately on a permanent failure", async () => {
    const { outcome, sleeps } = await watch([down("EXA201"), connection("ACTIVE")]);
    assert.match(String(outcome), /EXA201/);
    assert.equal(sleeps.length, 0);
  });

  it("reports the last status in its failure", async () => {
    assert.match(
      await failure([connection("PENDING")], {}, "EXA310"),
      /is PENDING after 10 min, not ACTIVE\. .*Increase/,
    );
    assert.match(
      await failure([undefined], {}, "EXA311"),
      /There is no connection "a_to_b" on azurenode-1\.exalate\.cloud after 10 min\./,
    );
    assert.match(await failure([undefined], { key: { connectionId: "9" } }, "EXA311"), /connection with id 9/);
    const deactivated = await failure([connection("DEACTIVATED")], {}, "EXA310");
    assert.ok(deactivated.includes("DEACTIVATED") && !deactivated.includes("timeoutMinutes"), deactivated);
    assert.match(await failure([connection("PENDING")], { timeoutMilliseconds: 60_000 }, "EXA310"), /after 1 min/);
    assert.match(
      await failure([connection("PENDING")], { timeoutMilliseconds: 0 }, "EXA310"),
      /not ACTIVE\. .*Set "timeoutMinutes"/,
    );
  });

  it("waits for a connection to appear as pending", async () => {
    const results = [undefined, down(), connection("PENDING")];
    const { outcome, sleeps } = await watch(results, { expect: "PENDING" });
    assert.deepEqual([outcome, sleeps.length], [connection("PENDING"), 2]);
  });

  it("does not wait for a connection to become pending again", async () => {
    const { outcome, sleeps } = await watch([connection("ACTIVE")], { expect: "PENDING" });
    assert.match(String(outcome), /EXA310.*cannot become pending again/);
    assert.equal(sleeps.length, 0);
  });

  it("ends when it is stopped, and records the last status", async () => {
    const { outcome, agent, looks } = await watch([connection("PENDING")], {}, 2);
    assert.ok(outcome instanceof Failure);
    assert.equal(outcome.code, "EXA900");
    assert.equal(looks(), 3);
    assert.match(agent.stopTexts.at(-1) ?? "", /Nothing was changed\. Last seen: .*PENDING/);
  });
});

describe("The inputs of ExalateStatus@1", () => {
  const nothing = emptyInputs(statusInputs);
  const options = (inputs: Partial<typeof nothing>) => statusOptions({ ...nothing, ...inputs });

  it("have defaults: active, one look, every 15 seconds", () => {
    assert.deepEqual(options({ connectionName: "a" }), {
      key: { connectionName: "a" },
      expect: "ACTIVE",
      timeoutMilliseconds: 0,
      pollMilliseconds: 15_000,
    });
  });

  it("are all read", () => {
    assert.deepEqual(options({ connectionId: "7", expect: "Deactivated", timeoutMinutes: "30", pollSeconds: "5" }), {
      key: { connectionId: "7" },
      expect: "DEACTIVATED",
      timeoutMilliseconds: 1_800_000,
      pollMilliseconds: 5000,
    });
  });

  it("accept pending and a timeout of thirty days", () => {
    const { expect, timeoutMilliseconds, pollMilliseconds } = options({
      connectionName: "a",
      expect: "pending",
      timeoutMinutes: "43200",
      pollSeconds: "3600",
    });
    assert.deepEqual([expect, timeoutMilliseconds, pollMilliseconds], ["PENDING", 2_592_000_000, 3_600_000]);
  });

  const refusals: [inputs: Partial<typeof nothing>, code: FailureCode][] = [
    [{}, "EXA115"],
    [{ connectionName: "a", connectionId: "7" }, "EXA115"],
    [{ connectionName: "$(name)" }, "EXA115"],
    [{ connectionName: "a_$(b)" }, "EXA102"],
    [{ connectionName: "a", expect: "gone" }, "EXA110"],
    [{ connectionName: "a", timeoutMinutes: "-1" }, "EXA110"],
    [{ connectionName: "a", timeoutMinutes: "1.5" }, "EXA110"],
    [{ connectionName: "a", timeoutMinutes: "43201" }, "EXA110"],
    [{ connectionName: "a", pollSeconds: "0" }, "EXA110"],
    [{ connectionName: "a", pollSeconds: "3601" }, "EXA110"],
  ];
  for (const [inputs, code] of refusals) {
    it(`refuse ${JSON.stringify(inputs)} with ${code}`, async () => {
      await failsWith(code, () => options(inputs));
    });
  }
});
