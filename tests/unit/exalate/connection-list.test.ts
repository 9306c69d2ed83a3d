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
  /** Which of the ids from 0 to 5 are known. */
  const known = async (list: ConnectionList) => {
    const ids = await list.ids();
    return ["0", "1", "2", "3", "4", "5"].filter((id) => ids.has(id));
  };

  it("are read from every page, with a total or without", async () => {
    for (const total of [5, null]) {
      const { list } = listOf(pages(entries(5), 2, total));
      assert.deepEqual(await known(list), ["0", "1", "2", "3", "4"]);
    }
  });

  it("are read again when the list changed during the reading", async () => {
    const { list } = listOf((offset, asked) => pages(asked === 0 ? entries(3) : entries(3).slice(1), 2)(offset));
    assert.deepEqual(await known(list), ["1", "2"]);
  });

  it("leave out entries without an id", async () => {
    const { list } = listOf(pages([entry(1), { name: "none" }, { name: "none either" }], 3));
    assert.deepEqual(await known(list), ["1"]);
  });

  it("tell which connections are new", async () => {
    const { list } = listOf(pages(entries(5), 2));
    assert.deepEqual(idsOf(await list.beside(new Set(["0", "1", "3"]))), ["2", "4"]);
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

  it("at most five thousand pages by its total", async () => {
    const { list, asked } = listOf(single(entries(5_000), 5_000));
    assert.equal((await list.named("c4999"))[0]?.connectionId, "4999");
    assert.equal(asked.length, 5_000);
    const longer = listOf(single(entries(5_001), 5_001));
    await failsWith("EXA209", () => longer.list.named("c99"));
    assert.equal(longer.asked.length, 1);
  });

  it("at most five thousand pages without a total, including the empty last page", async () => {
    const { list } = listOf(single(entries(4_999), null));
    assert.equal((await list.named("c4998"))[0]?.connectionId, "4998");
    const longer = listOf(single(entries(5_000), null));
    await failsWith("EXA209", () => longer.list.named("c4998"));
    assert.equal(longer.asked.length, 5_000);
  });

  it("at most a hundred thousand connections on one page", async () => {
    const { list } = listOf(pages(entries(100_000), 200_000));
    assert.equal((await list.withId("99999"))?.connectionName, "c99999");
    const longer = listOf(pages(entries(100_001), 200_000));
    await failsWith("EXA209", () => longer.list.withId("1"));
  });
});

describe("A long list", () => {
  /** A list whose pages are answered one by one, by `answerOne`. */
  function slowList(count: number) {
    const waiting: { readonly offset: number; readonly answer: () => void }[] = [];
    let most = 0;
    const { caller, transport } = nodeCaller(() => answer(500));
    const signIn = transport.send.bind(transport);
    transport.send = (request) =>
      new Promise((resolve) => {
        if (request.method === "POST") return void signIn(request).then(resolve);
        const offset = Number(new URL(request.url).searchParams.get("offset"));
        const results = entries(count).slice(offset, offset + 2);
        waiting.push({ offset, answer: () => resolve(answer(200, { total: count, results })) });
        most = Math.max(most, waiting.length);
      });
    const answerAll = async () => {
      for (let idle = 0; idle < 20; idle += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        // The last one first, so that pages arrive in another order than they were asked for.
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop(), idle = 0) {
          next.answer();
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
    };
    return { list: new ConnectionList(caller, defaultNodeApi), answerAll, most: () => most };
  }

  it("is read with at most four requests at a time", async () => {
    const { list, answerAll, most } = slowList(60);
    const [found] = await Promise.all([list.named("c59"), answerAll()]);
    assert.deepEqual(idsOf(found), ["59"]);
    assert.equal(most(), 4);
  });

  it("is not read further than to the id that is looked for", async () => {
    const { list, asked } = listOf(pages(entries(1000), 2));
    assert.equal((await list.withId("21"))?.connectionName, "c21");
    assert.ok(asked.length <= 11 + 3, `${asked.length} pages were read`);
  });

  it("ends with the first failure, after the requests that are under way", async () => {
    const { list, asked } = listOf((offset) => (offset === 6 ? { results: [7] } : pages(entries(1000), 2)(offset)));
    await failsWith("EXA209", () => list.named("c999"));
    assert.ok(asked.length <= 8, `${asked.length} pages were read`);
  });

  it("of 100,000 connections is read completely", async () => {
    const { list, asked } = listOf(pages(entries(100_000), 100));
    assert.deepEqual(await list.named("none"), []);
    assert.equal(asked.length, 1000);
  });
});

describe("A list whose pages name the next one", () => {
  it("ends when some pages have nothing new, although each names another", async () => {
    const operation = defaultNodeApi.operations.listConnections;
    assert.ok(operation !== undefined, "the profile has the call");
    const result = { items: ["/results"], cursor: ["/next"] };
    const listConnections = { ...operation, query: { after: "{cursor}" }, result };
    const api = { ...defaultNodeApi, operations: { ...defaultNodeApi.operations, listConnections } };
    let asked = 0;
    const { caller } = nodeCaller(
      (line) => {
        asked += 1;
        const after = Number(new URL(`https://x${line.slice(4)}`).searchParams.get("after") ?? 0);
        return answer(200, { results: entries(6).slice(after, after + 2), next: String(after + 2) });
      },
      { api },
    );
    const list = new ConnectionList(caller, api);
    assert.deepEqual(idsOf(await list.named("c5")), ["5"]);
    assert.deepEqual(await list.named("none"), []);
    assert.ok(asked < 30, `${asked} requests`);
  });
});

describe("A connection that was found before", () => {
  it("is read again with one request, where it was", async () => {
    for (const total of [9, null]) {
      let status = "PENDING";
      const { list, asked } = listOf((offset) =>
        pages([...entries(7), { ...entry(7), status }, entry(8)], 2, total)(offset),
      );
      const [found] = await list.named("c7");
      assert.ok(found !== undefined && found.status === "PENDING", "it is found");
      const before = asked.length;
      status = "ACTIVE";
      const again = await list.again(found);
      assert.equal(again?.status, "ACTIVE");
      assert.deepEqual(asked.slice(before), [6]);
      assert.ok(again !== undefined && (await list.again(again)) !== undefined, "it is found once more");
      assert.equal(asked.length, before + 2);
    }
  });

  it("is not found again on a page where it no longer is", async () => {
    let all = entries(9);
    const { list } = listOf((offset) => pages(all, 2)(offset));
    const [found] = await list.named("c7");
    assert.ok(found !== undefined, "it is found");
    all = [entry("a"), entry("b"), ...entries(9)];
    assert.equal(await list.again(found), undefined);
  });

  it("is not found again under another name", async () => {
    let name = "c7";
    const { list } = listOf((offset) => pages([...entries(7), entry(7, name), entry(8)], 2)(offset));
    const [found] = await list.named("c7");
    assert.ok(found !== undefined, "it is found");
    name = "renamed";
    assert.equal(await list.again(found), undefined);
  });

  it("is looked for in the whole list when that is one page", async () => {
    const { list, asked } = listOf(pages(entries(2), 2));
    const [found] = await list.named("c1");
    assert.ok(found !== undefined, "it is found");
    assert.equal(await list.again(found), undefined);
    assert.equal(asked.length, 1);
  });

  it("is looked for anew when the node refuses the request that found it", async () => {
    let refuses = 0;
    const { caller } = nodeCaller((line) => {
      const offset = Number(new URL(`https://x${line.slice(4)}`).searchParams.get("offset"));
      return refuses > 0 ? answer(refuses) : answer(200, pages(entries(9), 2)(offset));
    });
    const list = new ConnectionList(caller, defaultNodeApi);
    const [found] = await list.named("c7");
    assert.ok(found !== undefined, "it is found");
    refuses = 400;
    assert.equal(await list.again(found), undefined);
    refuses = 503;
    await failsWith("EXA210", () => list.again(found));
  });
});

describe("A node whose list can be asked for one name", () => {
  /** Answers the connections whose names the filter finds. */
  function filteringNode(
    all: readonly ReturnType<typeof entry>[],
    finds: (name: string, wanted: string) => boolean,
    total?: number,
  ) {
    const operation = defaultNodeApi.operations.listConnections;
    assert.ok(operation !== undefined, "the profile has the call");
    const listConnections = { ...operation, query: { ...operation.query, name: "{connectionName}" } };
    const api = { ...defaultNodeApi, operations: { ...defaultNodeApi.operations, listConnections } };
    const asked: string[] = [];
    const { caller } = nodeCaller(
      (line) => {
        const query = new URL(`https://x${line.slice(4)}`).searchParams;
        const [name, offset] = [query.get("name"), Number(query.get("offset"))];
        asked.push(name === null ? String(offset) : `${offset} ${name}`);
        const found = name === null ? all : all.filter((each) => finds(each.name, name));
        return answer(200, pages(found, 2, total)(offset));
      },
      { api },
    );
    return { list: new ConnectionList(caller, api), asked };
  }

  const exactly = (name: string, wanted: string) => name === wanted;

  it("is asked for it when the list has several pages, and then at once", async () => {
    const { list, asked } = filteringNode(entries(100), exactly);
    assert.deepEqual(idsOf(await list.named("c77")), ["77"]);
    assert.deepEqual(asked, ["0", "0 c77"]);
    assert.deepEqual(idsOf(await list.named("c3")), ["3"]);
    assert.equal((await list.withId("50", "c50"))?.connectionId, "50");
    assert.deepEqual(asked.slice(2), ["0 c3", "0 c50"]);
  });

  it("is not asked for it when the list is one page", async () => {
    const { list, asked } = filteringNode(entries(2), exactly);
    assert.deepEqual(idsOf(await list.named("c1")), ["1"]);
    assert.deepEqual(await list.named("none"), []);
    assert.deepEqual(asked, ["0", "0"]);
  });

  it("is not believed that there is no such connection: the whole list shows it", async () => {
    for (const finds of [exactly, () => false]) {
      const { list, asked } = filteringNode(entries(10), finds);
      assert.deepEqual(await list.named("none"), []);
      assert.deepEqual(asked, ["0", "0 none", "2", "4", "6", "8"]);
      assert.deepEqual(await list.named("none"), []);
      assert.deepEqual(asked.slice(6), ["0 none", "0", "2", "4", "6", "8"]);
    }
    const { list } = filteringNode(entries(10), () => false);
    assert.deepEqual(idsOf(await list.named("c7")), ["7"]);
  });

  it("finds a connection by its id also when it is listed by another name", async () => {
    for (const name of ["other", ""]) {
      const { list } = filteringNode(entries(10), exactly);
      assert.equal((await list.withId("7", name))?.connectionName, "c7");
    }
  });

  it("may answer more than was asked for, on several pages, or the total of the whole list", async () => {
    const { list } = filteringNode(entries(100), (name, wanted) => name.includes(wanted));
    assert.deepEqual(idsOf(await list.named("c9")), ["9"]);
    const ignoring = filteringNode(entries(10), () => true);
    assert.deepEqual(idsOf(await ignoring.list.named("c7")), ["7"]);
    const counting = filteringNode(entries(5000), exactly, 5000);
    assert.deepEqual(idsOf(await counting.list.named("c700")), ["700"]);
    assert.deepEqual(counting.asked, ["0", "0 c700"]);
  });

  it("is asked for the name again for a connection that was found so", async () => {
    const { list, asked } = filteringNode(entries(100), exactly);
    const [found] = await list.named("c77");
    assert.ok(found !== undefined, "it is found");
    assert.deepEqual(await list.named("c77"), [found]);
    assert.deepEqual(asked.slice(2), ["0 c77"]);
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
