import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readRecording } from "../../../src/learn/read-recording.ts";
import { chunksOf } from "../../support/byte-chunks.ts";
import { browsers, har } from "../../support/har.ts";

const anyText = fc.string({ unit: "binary", maxLength: 80 }).filter((text) => !text.startsWith("\ufeff"));
const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value !== "string");

const exchange = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"),
  url: fc.webUrl({ withQueryParameters: true }).filter((url) => !new URL(url).pathname.includes(".")),
  requestHeaders: fc.array(fc.tuple(fc.constantFrom("X-A", "x-b"), anyText)),
  requestBody: fc.option(fc.oneof(anyText, json), { nil: undefined }),
  status: fc.constantFrom(200, 201, 404, 500),
  answerBody: fc.option(fc.oneof(anyText, json), { nil: undefined }),
  isBase64: fc.boolean(),
});

function textOf(body: unknown): string | undefined {
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  return text === "" ? undefined : text;
}

describe("Reading a recording of any texts", () => {
  it("gives what was sent and answered, in any browser and any chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...browsers),
        exchange,
        fc.integer({ min: 1, max: 300 }),
        async (browser, exchange, length) => {
          const [call] = await readRecording(chunksOf(har(browser, [exchange]), length));
          assert.equal(call?.method, exchange.method);
          assert.equal(call.url.href, new URL(exchange.url).href);
          assert.equal(call.requestBody, textOf(exchange.requestBody));
          assert.equal(call.answerBody, textOf(exchange.answerBody));
          const own = call.requestHeaders.filter(({ name }) => /^x-/i.test(name));
          assert.deepEqual(
            own.map(({ name, value }) => [name, value]),
            exchange.requestHeaders,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
