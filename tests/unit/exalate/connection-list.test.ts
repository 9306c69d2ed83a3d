import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Connection } from "../../../src/exalate/connection.ts";
import { ConnectionList, severalConnections } from "../../../src/exalate/connection-list.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { failsWith } from "../../support/failures.ts";
import { answer } from "../../support/fake-transport.ts";
import { nodeCaller } from "../../support/node-caller.ts";

interface ListedPage {
  readonly total?: unknown;
  readonly results: readonly unknown[];
}

/** A list with pages from `pageAt`, which gets the offset and the number of earlier requests. */
function listOf(pageAt: (offset: number, asked: number) => ListedPage) {
  const asked: number[] = [];
  const { caller } = nodeCaller((line) => {
    const offset = Number(new URL(`https://x${line.slice(4)}`).searchParams.get("offset"));
    asked.push(offset);
    return answer(200, pageAt(offset, asked.length - 1));
  });
  return { list: new ConnectionList(caller, defaultNodeApi), asked };
}

const entry = (id: number | string, name = `c${id}`) => ({ id, name, status: "ACTIVE" });
const entries = (count: number) => Array.from({ length: count }, (_, index) => entry(index));
const idsOf = (found: readonly Connection[]) => found.map(({ connectionId }) => connectionId);

/** The pages of a list that does not change. A null `total` means that the node gives no total. */
const pages =
  (all: readonly unknown[], atOnce: number, total: unknown = all.length) =>
  (offset: number): ListedPage => ({ total, results: all.slice(offset, offset + atOnce) });

describe("The ids of all connections", () => {
  it("are read from every page, with a total or without", async () => {
    for (const total of [5, null]) {
      const { list } = listOf(pages(entries(5), 2, total));
      assert.deepEqual([...(await list.ids())], ["0", "1", "2", "3", "4"]);
    }
  });

  it("are read again when the list changed during the reading", async () => {
    const { list } = listOf((offset, asked) => pages(asked === 0 ? entries(3) : entries(3).slice(1), 2)(offset));
    assert.deepEqual([...(await list.ids())], ["1", "2"]);
  });

  it("leave out entries without an id", async () => {
    const { list } = listOf(pages([entry(1), { name: "none" }, { name: "none either" }], 3));
    assert.deepEqual([...(await list.ids())], ["1"]);
  });
});

describe("A list of connections is read once", () => {
  const cases: [what: string, pageAt: (offset: number) => ListedPage, asked: number[]][] = [
    ["when it is empty", pages([], 2), [0]],
    ["when it is empty and has no total", pages([], 2, null), [0]],
    ["when it comes on one page", pages(entries(2), 2), [0]],
    ["when it comes on several pages", pages(entries(5), 2), [0, 2, 4]],
    ["when its last page is full", pages(entries(4), 2), [0, 2]],
    ["when it has more entries than its total", pages(entries(4), 4, 3), [0]],
    ["when some entries have no id but count", pages([entry(1), { name: "x" }, entry(2), { name: "y" }], 2), [0, 2]],
    ["when a node without paging returns all of it", () => ({ results: entries(2) }), [0, 2]],
  ];
  for (const [what, pageAt, expected] of cases) {
    it(what, async () => {
      const { list, asked } = listOf(pageAt);
      assert.deepEqual(await list.named("not there"), []);
      assert.deepEqual(asked, expected);
    });
  }
});

describe("A list of connections is read again", () => {
  it("when it is empty but its total is not 0", async () => {
    const { list, asked } = listOf(pages([], 2, 3));
    assert.equal(await list.withId("1"), undefined);
    assert.deepEqual(asked, [0, 0]);
  });

  it("when any later page has another total", async () => {
    for (const changing of [2, 4]) {
      let all = entries(5);
      const { list, asked } = listOf((offset, before) => {
        if (offset === changing && before < 3) all = [entry("new"), ...entries(5)];
        const page = pages(all, 2)(offset);
        // Simultaneous requests get the list as it was when they were sent.
        return offset < changing || before >= 3 ? page : { ...page, total: 6 };
      });
      assert.equal((await list.withId("new"))?.connectionName, "cnew");
      assert.equal(asked.filter((offset) => offset === 0).length, 2);
    }
  });

  it("until the fourth reading when each reading differs", async () => {
    let readings = 0;
    const { list, asked } = listOf((offset) => ({
      total: 3,
      results: offset === 0 ? [entry("stays"), entry(`other-${readings++}`)] : [],
    }));
    await failsWith("EXA212", () => list.withId("none"));
    assert.equal(asked.filter((offset) => offset === 0).length, 4);
  });
});

describe("A list of connections can have", () => {
  const single = (all: readonly unknown[], total: unknown) => pages(all, 1, total);

  it("at most a hundred pages by its total", async () => {
    const { list, asked } = listOf(single(entries(100), 100));
    assert.equal((await list.named("c99"))[0]?.connectionId, "99");
    assert.equal(asked.length, 100);
    const longer = listOf(single(entries(101), 101));
    await failsWith("EXA209", () => longer.list.named("c99"));
    assert.equal(longer.asked.length, 1);
  });

  it("at most a hundred pages without a total, including the empty last page", async () => {
    const { list } = listOf(single(entries(99), null));
    assert.equal((await list.named("c98"))[0]?.connectionId, "98");
    const longer = listOf(single(entries(100), null));
    await failsWith("EXA209", () => longer.list.named("c98"));
    assert.equal(longer.asked.length, 100);
  });

  it("at most ten thousand connections on one page", async () => {
    const { list } = listOf(pages(entries(10_000), 20_000));
    assert.equal((await list.withId("9999"))?.connectionName, "c9999");
    const longer = listOf(pages(entries(10_001), 20_000));
    await failsWith("EXA209", () => longer.list.withId("1"));
  });
});

describe("Connections with one name", () => {
  it("include a connection on two pages once, as the later page shows it", async () => {
    const moved = [entry(7, "twin"), entry(1), { ...entry(7, "twin"), status: "pending" }, entry(8, "twin")];
    const found = await listOf(pages(moved, 2)).list.named("twin");
    assert.deepEqual(
      found.map(({ connectionId, status }) => [connectionId, status]),
      [
        ["7", "PENDING"],
        ["8", "ACTIVE"],
      ],
    );
  });

  it("come from every page of a list without a total", async () => {
    const { list } = listOf(pages([entry(1, "twin"), entry(2), entry(3, "twin")], 2, null));
    assert.deepEqual(idsOf(await list.named("twin")), ["1", "3"]);
  });

  it("lead to a failure when one of them has no id", async () => {
    const { list } = listOf(pages([entry(1, "twin"), { name: "twin" }], 2));
    assert.match(await failsWith("EXA209", () => list.named("twin")), /id .*"twin"/);
  });
});

describe("A connection looked up by its id", () => {
  it("ends the reading when it is found, with a total or without", async () => {
    for (const total of [5, null]) {
      const { list, asked } = listOf(pages(entries(5), 2, total));
      assert.equal((await list.withId("1"))?.connectionName, "c1");
      assert.deepEqual(asked, [0]);
    }
    const { list, asked } = listOf(pages(entries(7), 2, null));
    assert.equal((await list.withId("3"))?.connectionName, "c3");
    assert.deepEqual(asked, [0, 2]);
  });

  it("has only the values that the list contains", async () => {
    const cases: [given: object, read: object][] = [
      [{}, { connectionName: "", status: "UNKNOWN" }],
      [
        { name: "x", status: " deactivated " },
        { connectionName: "x", status: "DEACTIVATED" },
      ],
      [
        { communication: { remoteUrl: "HTTP://x" } },
        { connectionName: "", status: "UNKNOWN", destinationUrl: "HTTP://x" },
      ],
      [{ communication: { remoteUrl: "none, https://x" } }, { connectionName: "", status: "UNKNOWN", private: true }],
    ];
    for (const [given, read] of cases) {
      const { list } = listOf(pages([{ id: 1, ...given }, entry(2)], 2));
      assert.deepEqual(await list.withId("1"), { connectionId: "1", ...read });
    }
  });
});

describe("A list without a readable connection", () => {
  for (const results of [[{ name: "x" }], [{ id: 1 }], [{ id: 1 }, { name: "x" }], [7, null]]) {
    it(`is refused: ${JSON.stringify(results)}`, async () => {
      const { list } = listOf(() => ({ total: results.length, results }));
      await failsWith("EXA209", () => list.withId("none"));
    });
  }

  it("leads to a message that names the missing values", async () => {
    assert.match(await failsWith("EXA209", () => listOf(() => ({ results: [7] })).list.ids()), /id and a name/);
    const none = listOf(() => ({ results: undefined as never }));
    assert.match(await failsWith("EXA209", () => none.list.ids()), /list of connections/);
  });
});

describe("The failure for several connections with one name", () => {
  const messageFor = (count: number) =>
    severalConnections(
      "node.contoso.com",
      entries(count).map(({ id, status }) => ({ connectionId: `i${id}`, connectionName: "twin", status })),
    ).happened;

  it("names the ids of at most five of them", () => {
    for (const [count, named, more] of [
      [2, ["i0", "i1"], undefined],
      [5, ["i0", "i1", "i2", "i3", "i4"], undefined],
      [7, ["i0", "i1", "i2", "i3", "i4"], "2"],
    ] as const) {
      assert.deepEqual(messageFor(count).match(/\bi\d\b/g), named);
      assert.equal(/(\d+) more/.exec(messageFor(count))?.[1], more);
      assert.ok(
        messageFor(count).includes(`${count} connections`) && messageFor(count).includes('"twin"'),
        messageFor(count),
      );
      if (more === undefined) assert.ok(messageFor(count).endsWith("(ACTIVE)."), messageFor(count));
    }
  });
});
