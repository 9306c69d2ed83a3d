import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { connectionListIn } from "../../../src/learn/connection-list.ts";
import { type PagingSeen, pagingSeen } from "../../../src/learn/paging.ts";
import type { RecordedCall } from "../../../src/learn/recorded-call.ts";
import { Side, textsSent } from "../../../src/learn/side.ts";
import { call, nodeOrigin, recording, typedValues } from "../../support/recorded-calls.ts";

const first = [
  { id: 1, name: "One" },
  { id: 2, name: "Two" },
];
const second = [
  { id: 3, name: "Three" },
  { id: 4, name: typedValues.connectionName },
];

function paging(calls: readonly RecordedCall[]): PagingSeen {
  const recorded = recording(calls);
  const wanted = new Set([...textsSent(recorded), typedValues.connectionName]);
  const list = connectionListIn(Side.of(recorded, wanted).at(nodeOrigin), typedValues);
  assert.ok(list);
  return pagingSeen(list);
}

function twoPages(one: string, other: string, more: object = {}, later: object = {}): PagingSeen {
  return paging([
    call(`GET /links?${one}`, 200, { entries: first, ...more }),
    call(`GET /links?${other}`, 200, { entries: second, ...later }),
  ]);
}

describe("pagingSeen", () => {
  it("tells offsets, pages and page numbers by their values over two calls", () => {
    assert.deepEqual([...twoPages("a=0", "a=2").parameters], [["a", "{offset}"]]);
    assert.deepEqual([...twoPages("a=0", "a=1").parameters], [["a", "{page}"]]);
    assert.deepEqual(
      [...twoPages("a=1&size=2", "a=2&size=2").parameters],
      [
        ["a", "{pageNumber}"],
        ["size", "{limit}"],
      ],
    );
  });

  it("tells a cursor by the answer that it comes from", () => {
    const seen = twoPages("limit=2", "limit=2&after=c-8x7y", { meta: { next: "c-8x7y" } });
    assert.deepEqual(
      [...seen.parameters],
      [
        ["limit", "{limit}"],
        ["after", "{cursor}"],
      ],
    );
    assert.equal(seen.cursor, "/meta/next");
  });

  it("tells a cursor also when the console reads the list twice at the same moment", () => {
    const page = (query: string, entries: object[], meta = {}) => call(`GET /links?${query}`, 200, { entries, meta });
    const seen = paging([
      page("limit=2", first, { next: "c-8x7y" }),
      page("limit=2", first, { next: "c-8x7y" }),
      page("limit=2&after=c-8x7y", second),
      page("limit=2&after=c-8x7y", second),
    ]);
    assert.deepEqual([seen.cursor, seen.unclear], ["/meta/next", []]);
  });

  it("does not take a cursor whose answer is not there for a constant", () => {
    for (const name of ["continue", "pageToken", "next_cursor"])
      assert.deepEqual(twoPages("limit=2", `limit=2&${name}=MjA`).unclear, [name]);
  });

  it("goes by well-known names when one page was seen", () => {
    const seen = (query: string) => [...paging([call(`GET /links?${query}`, 200, { entries: second })]).parameters];
    assert.deepEqual(seen("$skip=0&$top=50"), [
      ["$skip", "{offset}"],
      ["$top", "{limit}"],
    ]);
    assert.deepEqual(seen("page=0&sort=name"), [
      ["page", "{page}"],
      ["sort", "name"],
    ]);
    assert.deepEqual(seen("pageNumber=1&_=1772445600000"), [["pageNumber", "{pageNumber}"]]);
  });

  it("says when the meaning of a page is unclear, and when further pages are not known", () => {
    assert.deepEqual(paging([call("GET /links?page=7", 200, { entries: second })]).unclear, ["page"]);
    assert.equal(paging([call("GET /links", 200, { entries: second, nextCursor: "c-8x7y" })]).remarks.length, 1);
  });

  it("takes a number for the total only when it cannot be the size of a page", () => {
    assert.equal(twoPages("a=0", "a=2", { total: 4 }, { total: 4 }).total, "/total");
    assert.equal(twoPages("a=0", "a=2", { count: 2 }, { count: 2 }).total, undefined);
    assert.equal(twoPages("a=0", "a=2", { count: 4 }, { count: 4 }).total, "/count");
    assert.equal(paging([call("GET /links", 200, { entries: second, count: 2 })]).total, undefined);
  });
});
