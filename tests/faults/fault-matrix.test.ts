import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Misbehaviour } from "../../tools/exalate-node/node.ts";
import { type Cell, type CellResult, runCell } from "./cell.ts";
import { commonFaults, silentFaults } from "./common-faults.ts";
import { accepting, initiating, type Journey, replacing, reusing, withdrawing } from "./journeys.ts";
import { inPool } from "./pool.ts";
import { parseTable } from "./table.ts";

/**
 * How to read the tables: a column is an operation, on the run that needs it; a row is what goes wrong with its answer.
 * A cell says how the run ended, `ok` or a failure's code, and how many connections the node then had.
 * - initiate, and all columns left of it: nothing was there, so that 1 is right after `ok`. 0 or 1 after a failure.
 * - read and replace: one is pending from an earlier run; 0 only where replace was cut off between the two halves.
 * - accept: on the accepting node. withdraw: 0 is right after `ok`.
 * "done" means that the node did what it was asked for before the answer went wrong.
 *
 * Beside what the table says, each cell asserts: never two connections; after `ok`, the published code is the node's; the
 * same run once more, without the fault, ends well, with its code published; nobody but the node was asked; no secret is
 * in a message, log line, summary or URL; and all of it within bounded time.
 */
const once = `
  fault              | sign-in  | list     | projects | destination | initiate | read     | accept   | withdraw | replace
  reset              | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  reset, done        | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  hang               | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  hang, done         | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 400           | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA208 1 | EXA208 0 | EXA208 1 | EXA208 1
  HTTP 401           | EXA201 0 | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 403           | EXA201 0 | EXA202 0 | ok 1     | ok 1        | EXA202 0 | EXA202 1 | EXA202 0 | EXA202 1 | EXA202 1
  HTTP 404           | EXA203 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA303 1 | EXA208 0 | EXA208 1 | EXA208 1
  HTTP 408           | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 408, done     | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 429           | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 429 in 7 s    | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 429 in a day  | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 429 by date   | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 500           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 500, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  HTTP 502           | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 502, done     | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 503           | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 503, done     | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 504           | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  HTTP 504, done     | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  cut off            | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  half JSON          | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  empty, done        | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  html               | EXA203 0 | EXA203 0 | ok 1     | ok 1        | EXA203 0 | EXA203 1 | EXA203 0 | EXA203 1 | EXA203 1
  html, done         | EXA203 0 | EXA203 0 | ok 1     | ok 1        | ok 1     | EXA203 1 | EXA203 1 | ok 0     | ok 1
  wrong types        | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  wrong types, done  | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  nulls              | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  a list             | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  50 MB              | EXA405 0 | EXA405 0 | ok 1     | ok 1        | EXA405 0 | EXA405 1 | EXA405 0 | EXA405 1 | EXA405 1
  50 MB, done        | EXA405 0 | EXA405 0 | ok 1     | ok 1        | ok 1     | EXA405 1 | EXA405 1 | EXA405 0 | EXA405 0
  drip               | ok 1     | ok 1     | ok 1     | ok 1        | ok 1     | ok 1     | ok 1     | ok 0     | ok 1
  gzip bomb          | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  redirect 302       | EXA211 0 | EXA211 0 | ok 1     | ok 1        | EXA211 0 | EXA211 1 | EXA211 0 | EXA211 1 | EXA211 1
  redirect 308, done | EXA211 0 | EXA211 0 | ok 1     | ok 1        | ok 1     | EXA211 1 | EXA211 1 | EXA211 0 | EXA211 0
  echo               | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA208 1 | EXA208 0 | EXA208 1 | EXA208 1
  echo, done         | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 1 | EXA208 1 | EXA208 1 | EXA208 0 | EXA208 0
`;

/** The same, where the fault does not go away. */
const everyTime = `
  fault              | sign-in  | list     | projects | destination | initiate | read     | accept   | withdraw | replace
  reset              | EXA402 0 | EXA402 0 | ok 1     | ok 1        | EXA402 0 | EXA402 1 | EXA402 0 | EXA402 1 | EXA402 1
  reset, done        | EXA402 0 | EXA402 0 | ok 1     | ok 1        | ok 1     | EXA402 1 | EXA402 1 | EXA402 0 | EXA402 0
  hang               | EXA404 0 | EXA404 0 | ok 1     | ok 1        | EXA404 0 | EXA404 1 | EXA404 0 | EXA404 1 | EXA404 1
  hang, done         | EXA404 0 | EXA404 0 | ok 1     | ok 1        | ok 1     | EXA404 1 | EXA404 1 | EXA404 0 | EXA404 0
  HTTP 400           | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA208 1 | EXA208 0 | EXA208 1 | EXA208 1
  HTTP 401           | EXA201 0 | EXA202 0 | ok 1     | ok 1        | EXA202 0 | EXA202 1 | EXA202 0 | EXA202 1 | EXA202 1
  HTTP 403           | EXA201 0 | EXA202 0 | ok 1     | ok 1        | EXA202 0 | EXA202 1 | EXA202 0 | EXA202 1 | EXA202 1
  HTTP 404           | EXA203 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA303 1 | EXA208 0 | EXA208 1 | EXA208 1
  HTTP 408           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 408, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  HTTP 429           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 429 in 7 s    | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 429 in a day  | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 429 by date   | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 500           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 500, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  HTTP 502           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 502, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  HTTP 503           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 503, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  HTTP 504           | EXA210 0 | EXA210 0 | ok 1     | ok 1        | EXA210 0 | EXA210 1 | EXA210 0 | EXA210 1 | EXA210 1
  HTTP 504, done     | EXA210 0 | EXA210 0 | ok 1     | ok 1        | ok 1     | EXA210 1 | EXA210 1 | EXA210 0 | EXA210 0
  cut off            | EXA402 0 | EXA402 0 | ok 1     | ok 1        | ok 1     | EXA402 1 | EXA402 1 | EXA402 0 | EXA402 0
  half JSON          | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  empty, done        | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  html               | EXA203 0 | EXA203 0 | ok 1     | ok 1        | EXA203 0 | EXA203 1 | EXA203 0 | EXA203 1 | EXA203 1
  html, done         | EXA203 0 | EXA203 0 | ok 1     | ok 1        | ok 1     | EXA203 1 | EXA203 1 | ok 0     | ok 1
  wrong types        | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  wrong types, done  | EXA209 0 | EXA209 0 | ok 1     | ok 1        | ok 1     | EXA209 1 | EXA209 1 | ok 0     | ok 1
  nulls              | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  a list             | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  50 MB              | EXA405 0 | EXA405 0 | ok 1     | ok 1        | EXA405 0 | EXA405 1 | EXA405 0 | EXA405 1 | EXA405 1
  50 MB, done        | EXA405 0 | EXA405 0 | ok 1     | ok 1        | ok 1     | EXA405 1 | EXA405 1 | EXA405 0 | EXA405 0
  drip               | EXA404 0 | EXA404 0 | ok 1     | ok 1        | ok 1     | EXA404 1 | EXA404 1 | ok 0     | ok 1
  gzip bomb          | EXA209 0 | EXA209 0 | ok 1     | ok 1        | EXA209 0 | EXA209 1 | EXA209 0 | EXA209 1 | EXA209 1
  redirect 302       | EXA211 0 | EXA211 0 | ok 1     | ok 1        | EXA211 0 | EXA211 1 | EXA211 0 | EXA211 1 | EXA211 1
  redirect 308, done | EXA211 0 | EXA211 0 | ok 1     | ok 1        | ok 1     | EXA211 1 | EXA211 1 | EXA211 0 | EXA211 0
  echo               | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 0 | EXA208 1 | EXA208 0 | EXA208 1 | EXA208 1
  echo, done         | EXA208 0 | EXA208 0 | ok 1     | ok 1        | EXA208 1 | EXA208 1 | EXA208 1 | EXA208 0 | EXA208 0
`;

const columns: Readonly<Record<string, readonly [Misbehaviour["operation"], Journey]>> = {
  "sign-in": ["authenticate", initiating],
  list: ["listConnections", initiating],
  projects: ["searchProjects", initiating],
  destination: ["describeDestination", initiating],
  initiate: ["initiateConnection", initiating],
  read: ["readInvitation", reusing],
  accept: ["acceptInvitation", accepting],
  withdraw: ["deleteConnection", withdrawing],
  replace: ["deleteConnection", replacing],
};

/** A silent node is given up on after so long, in milliseconds; any other gets as long as it takes. */
const [silentMilliseconds, patientMilliseconds] = [400, 10_000];

/** A run may take so long, in milliseconds: in fact, and on the clock that its waits are counted by. */
const [longestMeasured, longestWithWaits] = [15_000, 90_000];

interface ExpectedCell extends Cell {
  readonly name: string;
  readonly column: string;
  readonly outcome: string;
}

function cellsOf(table: string, times: number | undefined): ExpectedCell[] {
  return parseTable(table).flatMap(({ name, cells }) =>
    Object.entries(cells).map(([column, outcome]) => {
      const [fault, [operation, journey] = []] = [commonFaults[name], columns[column]];
      assert.ok(fault && operation && journey, `${name}, ${column}`);
      const requestMilliseconds = silentFaults.has(name) ? silentMilliseconds : patientMilliseconds;
      const cell = { journey, operation, fault, requestMilliseconds, ...(times === undefined ? {} : { times }) };
      return { ...cell, name, column, outcome };
    }),
  );
}

describe("The fault matrix", function () {
  this.timeout(120_000);
  const cells = { once: cellsOf(once, 1), "every time": cellsOf(everyTime, undefined) };
  const all = Object.values(cells).flat();
  const results = new Map<ExpectedCell, CellResult | Error>();

  before(async () => {
    const run = (cell: ExpectedCell) => runCell(cell).catch((error: Error) => error);
    const ran = await inPool(all, 8, run);
    for (const [index, cell] of all.entries()) results.set(cell, ran[index] ?? new Error("not run"));
  });

  after(() => console.log(`      ${all.length} cells: each operation with each fault, once and every time`));

  const resultOf = (cell: ExpectedCell): CellResult => {
    const result = results.get(cell) ?? new Error("not run");
    if (result instanceof Error) throw result;
    return result;
  };

  for (const [times, rows] of Object.entries(cells)) {
    for (const name of Object.keys(commonFaults)) {
      it(`${name}, ${times}`, () => {
        const row = rows.filter((cell) => cell.name === name);
        assert.equal(row.length, Object.keys(columns).length, "a row has a cell for each operation");
        for (const cell of row) assertCell(cell, resultOf(cell));
      });
    }
  }

  it("waits as long as the node asks for, but not longer than the cap", () => {
    const waitsOf = (name: string) => {
      const cell = cells.once.find((each) => each.name === name && each.column === "list");
      return cell ? resultOf(cell).waits : [];
    };
    assert.deepEqual(waitsOf("HTTP 429 in 7 s"), [7000]);
    assert.deepEqual(waitsOf("HTTP 429 in a day"), [20_000]);
    const [byDate = 0] = waitsOf("HTTP 429 by date");
    assert.ok(byDate > 3000 && byDate <= 5000, `${byDate} ms`);
  });
});

function assertCell({ column, outcome, journey }: ExpectedCell, result: CellResult): void {
  assert.equal(result.outcome, outcome, column);
  assert.equal(result.again, `ok ${journey.connectionsInTheEnd}`, `${column}, again`);
  assert.equal(result.strayed, 0, `${column}: another host was asked`);
  assert.ok(result.measured < longestMeasured, `${column}: ${result.measured} ms`);
  assert.ok(result.withWaits < longestWithWaits, `${column}: ${result.withWaits} ms with waits`);
}
