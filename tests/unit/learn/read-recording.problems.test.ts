import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readRecording } from "../../../src/learn/read-recording.ts";
import { RecordingProblem } from "../../../src/learn/recording-problem.ts";
import { chunksOf } from "../../support/byte-chunks.ts";
import { browsers, har } from "../../support/har.ts";

const marker = "Sup3rSecretMarker";

const recordings = browsers.map((browser) =>
  har(browser, [
    { method: "POST", url: "https://node.contoso.example/connections", requestBody: { name: "Zürich №5 😀" } },
    {
      method: "GET",
      url: "https://node.contoso.example/connections",
      answerBody: { total: 1.5e3, ok: [true, null] },
      isBase64: true,
    },
  ]),
);

async function problemOf(content: string | Uint8Array): Promise<string> {
  try {
    await readRecording(chunksOf(content, 1000));
  } catch (error) {
    assert.ok(error instanceof RecordingProblem, String(error));
    return error.message;
  }
  return assert.fail("no problem");
}

function entries(...list: unknown[]): string {
  return JSON.stringify({ log: { version: "1.2", entries: list } });
}

const request = { method: "GET", url: "https://node.contoso.example/x.css" };

describe("Reading what is no recording", () => {
  for (const [title, content, words] of [
    ["an empty file", "", /is empty/],
    ["white space", " \n\t\r\n", /is empty/],
    ["a byte order mark alone", "\ufeff", /is empty/],
    ["text", `GET / ${marker}`, /is not JSON/],
    ["JSON with an error", `{"log": {"${marker}" 1}}`, /is not JSON/],
    ["two documents", `${entries(request)}{"${marker}":1}`, /is not JSON/],
    ["binary", Buffer.from([0, 1, 2, 255, 254]), /is not JSON/],
    ["gzip", gzipSync(marker), /compressed/],
    ["a ZIP file", Buffer.from("PK\u0003\u0004abc", "latin1"), /compressed/],
    ["a file that ends in the middle", entries({ request, marker }).slice(0, -9), /ends in the middle/],
    ["a list", JSON.stringify([{ log: { entries: [] } }]), /no recording of a browser/],
    ["a text in JSON", JSON.stringify(marker), /no recording of a browser/],
    [
      "a collection of requests",
      JSON.stringify({ info: { name: marker }, item: [{ request }] }),
      /no recording of a browser/,
    ],
    ["a network log", JSON.stringify({ constants: {}, events: [{ type: 1 }] }), /no recording of a browser/],
    [
      "a recording whose entries are no list",
      JSON.stringify({ log: { entries: { marker } } }),
      /no recording of a browser/,
    ],
    ["no entries", entries(), /holds no requests/],
    ["broken entries only", entries({ marker }, null), /No request of the recording can be read/],
    ["pages and pictures only", entries({ request }), /no call of a console/],
  ] as const) {
    it(`says so of ${title}`, async () => {
      const problem = await problemOf(content);
      assert.match(problem, words);
      assert.ok(!problem.includes(marker) && !problem.includes("\n"), problem);
    });
  }

  it("says that it ends in the middle wherever a recording is cut off", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...recordings),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (text, part) => {
          const bytes = Buffer.from(text);
          const kept = Math.floor(part * (bytes.length - 1));
          assert.match(await problemOf(bytes.subarray(0, kept)), kept === 0 ? /is empty/ : /ends in the middle/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("never fails in another way, whatever is changed in a recording", async () => {
    const change = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 6 }), removed: fc.nat({ max: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...recordings), change, async (text, { at, bytes, removed }) => {
        const whole = Buffer.from(text);
        const start = at % whole.length;
        const changed = Buffer.concat([whole.subarray(0, start), bytes, whole.subarray(start + removed)]);
        await readRecording(chunksOf(changed)).catch((error) =>
          assert.ok(error instanceof RecordingProblem, String(error)),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe("Reading a hostile recording", () => {
  const good = JSON.stringify({ request: { method: "GET", url: "https://node.contoso.example/x" } });

  it("takes no part in changing prototypes", async () => {
    const text = `{"__proto__":{"log":{"entries":[${good}]}},"log":{"__proto__":{"polluted":1},"constructor":{},"entries":[
      {"__proto__":{"response":{"status":201}},"request":{"__proto__":{"headers":[]},"method":"GET","url":"https://a.example/x"}}]}}`;
    const [call, ...others] = await readRecording(chunksOf(text));
    assert.equal(call?.status, 0);
    assert.equal(others.length, 0);
    assert.ok(!("polluted" in {}));
  });

  it("takes the last of repeated members", async () => {
    const text = `{"log":{"entries":[{"request":{"method":"GET"},"request":{"method":"PUT","method":"POST","url":"https://a.example/x"}}]}}`;
    assert.equal((await readRecording(chunksOf(text)))[0]?.method, "POST");
  });

  it("passes over 100,000 nested levels, and refuses more than any browser saves", async () => {
    const nested = (levels: number) =>
      `{"log":{"entries":[{"_deep":${"[".repeat(levels)}${"]".repeat(levels)},${good.slice(1)}]}}`;
    assert.equal((await readRecording(chunksOf(nested(100_000)))).length, 1);
    assert.match(await problemOf(nested(600_000)), /nested more deeply/);
  });

  it("passes over long names, numbers and header values", async () => {
    const long = "x".repeat(300_000);
    const headers = [
      { name: "long", value: long },
      { name: "short", value: "1", [long]: "2" },
    ];
    const entry = { request: { method: "GET", url: "https://a.example/x", headers }, [long]: [long] };
    const text = JSON.stringify({ log: { entries: [entry] } }).replace('"1"', '"1","n":'.concat("9".repeat(200_000)));
    const [call] = await readRecording(chunksOf(text));
    assert.deepEqual(call?.requestHeaders, [{ name: "short", value: "1" }]);
  });

  it("keeps no more than 8 MB of an entry", async () => {
    const headers = Array.from({ length: 300 }, (_, index) => ({ name: `h${index}`, value: "x".repeat(60_000) }));
    const entry = { request: { method: "GET", url: "https://a.example/x", headers } };
    const [call] = await readRecording(chunksOf(JSON.stringify({ log: { entries: [entry] } })));
    assert.ok(call !== undefined && call.requestHeaders.length > 100 && call.requestHeaders.length < 150);
  });

  it("refuses more requests than fit", async () => {
    async function* many() {
      yield* chunksOf(`{"log":{"entries":[${good}`);
      const hundred = Buffer.from(`,${good}`.repeat(100));
      for (let count = 0; count < 700; count += 1) yield hundred;
      yield* chunksOf("]}}");
    }
    await assert.rejects(readRecording(many()), /too many requests/);
  });
});
