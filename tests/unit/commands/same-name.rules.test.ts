import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { onlyConnection, ownConnection } from "../../../src/commands/same-name.ts";
import { Failure } from "../../../src/core/failure.ts";
import { lookPauses } from "../../../src/core/look-until.ts";
import type { Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const connection = (connectionId: string, status = "PENDING"): Connection => ({
  connectionId,
  connectionName: "x",
  status,
});

/** A node that returns the lists in order, the last one repeatedly, and records the pauses between looks. */
function looking(lists: readonly (readonly Connection[] | Error)[], withdrawn: readonly string[] = []) {
  const agent = new FakeAgent();
  const stop = new AbortController();
  const pauses: number[] = [];
  let looks = 0;
  const ports = {
    node: {
      nodeUrl: new URL("https://node.contoso.com"),
      findConnections: async (name: string) => {
        assert.equal(name, "x");
        const list = lists[Math.min(looks++, lists.length - 1)] ?? [];
        if (list instanceof Error) throw list;
        return [...list];
      },
    },
    log: agent.log,
    clock: { sleep: async (milliseconds: number) => void pauses.push(milliseconds) },
    signal: stop.signal,
    withdrawn: new Set(withdrawn),
  };
  return { ports, pauses, stop, agent, looks: () => looks };
}

type Ports = ReturnType<typeof looking>["ports"];

async function kept(id: string, name: string, ports: Ports): Promise<boolean> {
  return (await ownConnection(id, name, ports)).kind !== "give way";
}

describe("A new connection", () => {
  const bothWays = (one: Connection, other: Connection) => [
    [one, other],
    [other, one],
  ];

  it("is kept without a pause when it is the only one", async () => {
    const { ports, pauses } = looking([[connection("7")]]);
    assert.equal(await kept("7", "x", ports), true);
    assert.deepEqual(pauses, []);
  });

  const precedences: [first: string, later: string][] = [
    ["18", "19"],
    ["9", "10"],
    ["99", "100"],
    ["a10", "a9"],
    ["aa", "b"],
    ["10", "b"],
    ["100", "9a"],
    ["100", "a9"],
    ["A", "a"],
    ["9007199254740992", "9007199254740993"],
  ];
  for (const [first, later] of precedences) {
    it(`takes precedence with id ${first} over id ${later}, in any order of the list`, async () => {
      for (const seen of bothWays(connection(first), connection(later))) {
        const withdrawing = looking([seen]);
        assert.equal(await kept(later, "x", withdrawing.ports), false);
        assert.deepEqual(withdrawing.pauses, [], "the later one is withdrawn immediately");
        const waiting = looking([seen, seen, [connection(first)]]);
        assert.equal(await kept(first, "x", waiting.ports), true);
        assert.deepEqual(waiting.pauses, lookPauses.slice(0, 2), "the first one waits for the withdrawal of the other");
      }
    });
  }

  it("is withdrawn despite its precedence when the other one still exists after all pauses", async () => {
    const { ports, pauses } = looking([[connection("7"), connection("8")]]);
    assert.equal(await kept("7", "x", ports), false);
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000]);
  });

  for (const status of ["ACTIVE", "DEACTIVATED"]) {
    it(`is kept immediately when it is already ${status}, with any id and any other connection`, async () => {
      for (const other of ["PENDING", "ACTIVE", "DEACTIVATED"]) {
        for (const seen of bothWays(connection("7", other), connection("8", status))) {
          const { ports, pauses } = looking([seen]);
          assert.equal(await kept("8", "x", ports), true);
          assert.deepEqual(pauses, []);
        }
      }
    });

    it(`is withdrawn immediately when the other one is ${status}, with any id`, async () => {
      for (const seen of bothWays(connection("7"), connection("8", status))) {
        const { ports, pauses } = looking([seen]);
        assert.equal(await kept("7", "x", ports), false);
        assert.deepEqual(pauses, []);
      }
    });
  }

  it("is searched again until it is listed", async () => {
    const { ports, pauses, agent } = looking([[], [connection("6")], [connection("6"), connection("5")]]);
    assert.equal(await kept("5", "x", ports), false);
    assert.equal(pauses.length, lookPauses.length);
    assert.deepEqual(agent.events, []);
    const later = looking([[], [connection("5")]]);
    assert.equal(await kept("5", "x", later.ports), true);
    assert.deepEqual(later.pauses, [1000]);
  });

  it("is kept with a warning when its id is never listed or the list cannot be read", async () => {
    for (const list of [[connection("1")], [connection("1"), connection("2")], new Failure("EXA404", "No.", "Do.")]) {
      const { ports, agent } = looking([list]);
      assert.equal(await kept("5", "x", ports), true);
      assert.deepEqual([agent.events.length, agent.events[0]?.startsWith("warning: ")], [1, true]);
    }
    await assert.rejects(ownConnection("5", "x", looking([new TypeError("a fault")]).ports), TypeError);
  });

  it("is reported as not listed when no connection has its name", async () => {
    const { ports, agent, pauses } = looking([[]]);
    assert.deepEqual([await ownConnection("5", "x", ports), pauses.length], [{ kind: "not listed" }, 4]);
    assert.deepEqual(agent.events, []);
  });

  it("is kept when this run has withdrawn the other one", async () => {
    const { ports, pauses } = looking([[connection("4"), connection("5")]], ["4"]);
    assert.equal(await kept("5", "x", ports), true);
    assert.deepEqual(pauses, []);
  });

  it("is kept without another look when the run is stopped", async () => {
    const { ports, stop, looks, agent } = looking([[connection("7"), connection("8")]]);
    stop.abort();
    assert.equal(await kept("7", "x", ports), true);
    assert.equal(looks(), 1);
    assert.deepEqual(agent.events, []);
  });
});

describe("The only connection with a name", () => {
  it("is the existing one, or none", async () => {
    for (const seen of [[], [connection("7")], [connection("7", "ACTIVE")]]) {
      const { ports, pauses } = looking([seen]);
      assert.deepEqual(await onlyConnection("x", ports), seen[0]);
      assert.deepEqual(pauses, []);
    }
  });

  it("is searched again while several are pending", async () => {
    const { ports, pauses } = looking([
      [connection("7"), connection("8")],
      [connection("7"), connection("8")],
      [connection("7")],
    ]);
    assert.equal((await onlyConnection("x", ports))?.connectionId, "7");
    assert.deepEqual(pauses, [1000, 2000]);
  });

  it("is a failure after 30 s while several are pending", async () => {
    const { ports, pauses } = looking([[connection("7"), connection("8")]]);
    await failsWith("EXA312", () => onlyConnection("x", ports));
    assert.equal(
      pauses.reduce((sum, pause) => sum + pause, 0),
      30_000,
    );
  });

  it("is an immediate failure when one of several is in use", async () => {
    for (const status of ["ACTIVE", "DEACTIVATED"]) {
      const { ports, pauses } = looking([[connection("7"), connection("8", status)]]);
      await failsWith("EXA312", () => onlyConnection("x", ports));
      assert.deepEqual(pauses, []);
    }
  });
});
