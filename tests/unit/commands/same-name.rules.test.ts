import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { lookPauses } from "../../../src/commands/look-until.ts";
import { keepsOwnConnection, onlyConnection } from "../../../src/commands/same-name.ts";
import { Failure } from "../../../src/core/failure.ts";
import type { Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const of = (connectionId: string, status = "PENDING"): Connection => ({ connectionId, connectionName: "x", status });

/** A node that shows one list after the other, the last one again and again, and what is waited between looks. */
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

describe("A connection that was just initiated", () => {
  const bothWays = (one: Connection, other: Connection) => [
    [one, other],
    [other, one],
  ];

  it("stays when it is alone, and nothing is waited for", async () => {
    const { ports, pauses } = looking([[of("7")]]);
    assert.equal(await keepsOwnConnection("7", "x", ports), true);
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
    it(`comes before another with ${first} before ${later}, in whichever order they are listed`, async () => {
      for (const seen of bothWays(of(first), of(later))) {
        const giving = looking([seen]);
        assert.equal(await keepsOwnConnection(later, "x", giving.ports), false);
        assert.deepEqual(giving.pauses, [], "the later one gives way at once");
        const waiting = looking([seen, seen, [of(first)]]);
        assert.equal(await keepsOwnConnection(first, "x", waiting.ports), true);
        assert.deepEqual(waiting.pauses, lookPauses.slice(0, 2), "the first one waits for the other to give way");
      }
    });
  }

  it("gives way although it comes first when the other one is still there after all pauses", async () => {
    const { ports, pauses } = looking([[of("7"), of("8")]]);
    assert.equal(await keepsOwnConnection("7", "x", ports), false);
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000]);
  });

  for (const status of ["ACTIVE", "DEACTIVATED"]) {
    it(`stays at once when it is ${status} already, whatever its id and whatever the other is`, async () => {
      for (const other of ["PENDING", "ACTIVE", "DEACTIVATED"]) {
        for (const seen of bothWays(of("7", other), of("8", status))) {
          const { ports, pauses } = looking([seen]);
          assert.equal(await keepsOwnConnection("8", "x", ports), true);
          assert.deepEqual(pauses, []);
        }
      }
    });

    it(`gives way at once to one that is ${status}, whatever its id`, async () => {
      for (const seen of bothWays(of("7"), of("8", status))) {
        const { ports, pauses } = looking([seen]);
        assert.equal(await keepsOwnConnection("7", "x", ports), false);
        assert.deepEqual(pauses, []);
      }
    });
  }

  it("is waited for as long as it is not listed", async () => {
    const { ports, pauses, agent } = looking([[], [of("6")], [of("6"), of("5")]]);
    assert.equal(await keepsOwnConnection("5", "x", ports), false);
    assert.equal(pauses.length, lookPauses.length);
    assert.deepEqual(agent.events, []);
    const later = looking([[], [of("5")]]);
    assert.equal(await keepsOwnConnection("5", "x", later.ports), true);
    assert.deepEqual(later.pauses, [1000]);
  });

  it("stays, with a warning, when it is never listed by its id or the list cannot be read", async () => {
    for (const list of [[], [of("1")], new Failure("EXA404", "No answer.", "Do.")]) {
      const { ports, agent } = looking([list]);
      assert.equal(await keepsOwnConnection("5", "x", ports), true);
      assert.deepEqual([agent.events.length, agent.events[0]?.startsWith("warning: ")], [1, true]);
    }
    await assert.rejects(keepsOwnConnection("5", "x", looking([new TypeError("a fault")]).ports), TypeError);
  });

  it("does not give way to one that this run has withdrawn", async () => {
    const { ports, pauses } = looking([[of("4"), of("5")]], ["4"]);
    assert.equal(await keepsOwnConnection("5", "x", ports), true);
    assert.deepEqual(pauses, []);
  });

  it("stays as it is when the run is stopped, without another look", async () => {
    const { ports, stop, looks, agent } = looking([[of("7"), of("8")]]);
    stop.abort();
    assert.equal(await keepsOwnConnection("7", "x", ports), true);
    assert.equal(looks(), 1);
    assert.deepEqual(agent.events, []);
  });
});

describe("The only connection of a name", () => {
  it("is the one that is there, or none", async () => {
    for (const seen of [[], [of("7")], [of("7", "ACTIVE")]]) {
      const { ports, pauses } = looking([seen]);
      assert.deepEqual(await onlyConnection("x", ports), seen[0]);
      assert.deepEqual(pauses, []);
    }
  });

  it("is waited for while several are pending", async () => {
    const { ports, pauses } = looking([[of("7"), of("8")], [of("7"), of("8")], [of("7")]]);
    assert.equal((await onlyConnection("x", ports))?.connectionId, "7");
    assert.deepEqual(pauses, [1000, 2000]);
  });

  it("is a failure after 30 s with several that are pending", async () => {
    const { ports, pauses } = looking([[of("7"), of("8")]]);
    await failsWith("EXA312", () => onlyConnection("x", ports));
    assert.equal(
      pauses.reduce((sum, pause) => sum + pause, 0),
      30_000,
    );
  });

  it("is a failure at once with several of which one is in use", async () => {
    for (const status of ["ACTIVE", "DEACTIVATED"]) {
      const { ports, pauses } = looking([[of("7"), of("8", status)]]);
      await failsWith("EXA312", () => onlyConnection("x", ports));
      assert.deepEqual(pauses, []);
    }
  });
});
