import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { BenchReport, SpeedRow } from "../../tools/bench/report.ts";
import { aboutRun, reportTables } from "../../tools/bench/report-tables.ts";
import { markdownText, terminalText, writeInto } from "../../tools/bench/shown-report.ts";
import { forMarkdown, forTerminal } from "../../tools/bench/table.ts";

function timed(name: SpeedRow["name"], node: string | null, medians: readonly number[]): SpeedRow {
  const distances = medians.map((median, index) => ({
    roundTrip: index * 50,
    times: { min: median - 1, median, max: median + 2, runs: 3 },
  }));
  return { name, node, distances, roundTrips: 5.04, connections: 3, calls: ["GET /a", "POST /b"], failure: null };
}

const failed = { distances: [], requests: null, peakMegabytes: null, failure: "EXA209" };
const report: BenchReport = {
  cores: 2,
  rounds: 3,
  roundTripTimes: [0, 50],
  statusRoundTripTimes: [0],
  skipped: ["jq not found: the scripts with curl and jq were not measured."],
  speed: [
    { ...timed("bare start", "v24.18.1", [40]), roundTrips: null, connections: 0, calls: [] },
    timed("floor", "v24.18.1", [80, 400]),
    timed("task", "v24.18.1", [96.26, 410]),
    { ...timed("task", "v20.20.2", []), roundTrips: null, failure: "EXA501" },
  ],
  memory: [
    { name: "bare start", node: "v24.18.1", peakMegabytes: 40 },
    { name: "task", node: "v24.18.1", peakMegabytes: 50 },
  ],
  sizes: [
    { build: "this", task: "ExalateGate", loaded: [], files: 2, bytes: 5000 },
    {
      build: "this",
      task: "ExalateStatus",
      loaded: [
        { file: "index.js", bytes: 190_000 },
        { file: "other.js", bytes: 10_000 },
      ],
      files: 3,
      bytes: 300_000,
    },
  ],
  packages: [{ build: "this", bytes: 600_000 }],
  status: [
    { name: "task", node: "v24.18.1", connections: 100_000, ...failed },
    {
      ...{ name: "task", node: "v24.18.1", connections: 1000, requests: 11, peakMegabytes: 61.24, failure: null },
      distances: [{ roundTrip: 0, times: { min: 6000, median: 6000, max: 6000, runs: 1 } }],
    },
  ],
};

const [speed, memory, sizes, status] = reportTables(report);

describe("bench: its tables", () => {
  it("show times, round trips and what is over the floor of the same Node", () => {
    assert.deepEqual(speed?.header.slice(2), ["0 ms", "50 ms", "over floor", "round trips", "requests", "connections"]);
    assert.deepEqual(speed?.rows, [
      ["bare start", "v24.18.1", "39 – 40 – 42", "–", "–", "–", "–", "–"],
      ["floor", "v24.18.1", "79 – 80 – 82", "399 – 400 – 402", "–", "5.0", "2", "3"],
      ["task", "v24.18.1", "95 – 96 – 98", "409 – 410 – 412", "+16.3", "5.0", "2", "3"],
      ["task", "v20.20.2", "EXA501", "EXA501", "–", "–", "2", "3"],
    ]);
  });

  it("compare memory with a bare start", () => {
    assert.deepEqual(memory?.rows, [
      ["bare start", "v24.18.1", "40.0", "1.00"],
      ["task", "v24.18.1", "50.0", "1.25"],
    ]);
  });

  it("add up what every run loads", () => {
    assert.deepEqual(sizes?.rows, [
      ["ExalateGate", "this", "–", "–", "5.0 kB", "2"],
      ["ExalateStatus", "this", "index.js, other.js", "200.0 kB", "300.0 kB", "3"],
    ]);
    assert.ok(sizes?.explanation.includes("The extension package (.vsix) of this build has 600.0 kB."));
  });

  it("show the code of a failed run instead of a time, and a single run as one number", () => {
    assert.deepEqual(status?.rows, [
      ["100,000", "task", "v24.18.1", "EXA209", "–", "–"],
      ["1,000", "task", "v24.18.1", "6000", "11", "61.2"],
    ]);
  });

  it("are left out when nothing was measured", () => {
    const titles = reportTables({ ...report, status: [], memory: [] }).map(({ title }) => title);
    assert.deepEqual(titles, [speed?.title, sizes?.title]);
  });

  it("explain every program that was measured, and no other", () => {
    const lines = speed?.explanation.filter((line) => line.startsWith("- ")).map((line) => line.split(":")[0]);
    assert.deepEqual(lines?.slice(0, 4), ["- bare start", "- floor", "- task", "- over floor"]);
  });

  it("say what was skipped, and that NODE_EXTRA_CA_CERTS is unset", () => {
    const text = aboutRun(report).join("\n");
    assert.match(text, /NODE_EXTRA_CA_CERTS is unset/);
    assert.match(text, /^Skipped: jq not found/m);
    for (const shown of [terminalText(report), markdownText(report)]) assert.ok(shown.startsWith(text));
  });
});

describe("bench: a table", () => {
  const table = {
    title: "Sizes",
    explanation: ["In kilobytes."],
    header: ["Task", "kB"],
    rows: [
      ["one", "5"],
      ["another", "100"],
    ],
    texts: 1,
  };

  it("is aligned for a terminal: texts to the left, numbers to the right", () => {
    const lines = ["SIZES", "In kilobytes.", "", "Task      kB", "-------  ---", "one        5", "another  100"];
    assert.equal(forTerminal(table), lines.join("\n"));
  });

  it("is a table in Markdown", () => {
    const lines = ["### Sizes", "", "In kilobytes.", "", "| Task | kB |", "| --- | --: |", "| one | 5 |"];
    assert.equal(forMarkdown({ ...table, rows: table.rows.slice(0, 1) }), lines.join("\n"));
  });

  it("replaces what stands between the markers of a page, and nothing else", () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-tables-"));
    const file = join(folder, "page.md");
    const page = "# Page\n\n<!-- bench -->\n\nold\n\n<!-- /bench -->\n\nEnd\n";
    const written = (text: string) => {
      writeFileSync(file, text);
      writeInto(file, "new");
      return readFileSync(file, "utf8");
    };
    try {
      assert.equal(written(page), page.replace("old", "new"));
      assert.equal(written(page.replace("old", "new")), page.replace("old", "new"));
      assert.throws(() => written("# Page\n"), /no <!-- bench -->/);
      assert.throws(() => written("<!-- /bench --><!-- bench -->"), /no <!-- bench -->/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
