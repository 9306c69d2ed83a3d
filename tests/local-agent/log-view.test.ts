import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { showLog } from "../../tools/local-agent/log-view.ts";

const log = [
  "##[section]Starting: Sample",
  "plain",
  "##[group]Details",
  "inside",
  "##[error]bad",
  "##[group]More",
  "within",
  "##[endgroup]",
  "##[command]node x",
  "##[warning]hm",
  "##[debug]d",
  "##[section]Finishing: Sample",
];

describe("local agent: log view", () => {
  it("shows sections and groups, and marks errors and warnings with words without colors", () => {
    assert.deepEqual(showLog(log, { colors: false }), [
      "Starting: Sample",
      "plain",
      "▾ Details",
      "  inside",
      "  error: bad",
      "▾ More",
      "  within",
      "$ node x",
      "warning: hm",
      "debug: d",
      "Finishing: Sample",
    ]);
  });

  it("uses colors instead of words on a terminal", () => {
    const shown = showLog(log, { colors: true });
    assert.equal(shown[0], "\u001b[32mStarting: Sample\u001b[0m");
    assert.equal(shown[1], "plain");
    assert.equal(shown[4], "  \u001b[31mbad\u001b[0m");
    assert.equal(shown[8], "\u001b[33mhm\u001b[0m");
  });

  it("ends an open group at a section, and cuts lines at the length of the console", () => {
    assert.deepEqual(showLog(["##[group]g", "##[section]s", "x"], { colors: false }), ["▾ g", "s", "x"]);
    assert.equal(showLog(["y".repeat(2_000)], { colors: false })[0]?.length, 1_024);
  });
});
