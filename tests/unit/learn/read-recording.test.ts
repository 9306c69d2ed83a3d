import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readRecording } from "../../../src/learn/read-recording.ts";
import type { RecordedCall } from "../../../src/learn/recorded-call.ts";
import { chunksOf } from "../../support/byte-chunks.ts";
import { browsers, type HarExchange, har, harEntry, sanitized } from "../../support/har.ts";

const node = "https://node.contoso.example";

const initiate: HarExchange = {
  method: "POST",
  url: `${node}/rest/connections?draft=false`,
  requestHeaders: [
    ["X-Session", "abc"],
    ["Authorization", "Bearer abc"],
    ["x-twice", "1"],
    ["x-twice", "2"],
  ],
  requestBody: { name: "Contoso_to_Fabrikam", description: 'Zürich "№ 5"\n' },
  status: 201,
  answerHeaders: [["Set-Cookie", "a=b"]],
  answerBody: { id: "17", code: "c0de ✓" },
};

function read(content: string | Uint8Array, length?: number): Promise<RecordedCall[]> {
  return readRecording(chunksOf(content, length));
}

/** The one call of a recording made of this entry. */
async function callOf(entry: unknown): Promise<RecordedCall> {
  const [call, ...others] = await read(JSON.stringify({ log: { entries: [entry] } }));
  assert.ok(call !== undefined && others.length === 0);
  return call;
}

function entryOf(exchange: Partial<HarExchange>) {
  return harEntry("chrome", { method: "GET", url: `${node}/rest/connections`, ...exchange });
}

/** An entry with an answer that is written by hand. */
function entryWithContent(content: object, headers: readonly object[] = []) {
  return { request: { method: "GET", url: `${node}/x` }, response: { status: 200, headers, content } };
}

function values(headers: RecordedCall["requestHeaders"], name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

describe("Reading a recording", () => {
  for (const browser of browsers) {
    it(`gives the calls as ${browser} saved them`, async () => {
      const [call] = await read(har(browser, [initiate]));
      assert.equal(call?.startedAt, Date.UTC(2026, 0, 15, 9, 0, 0));
      assert.equal(call.method, "POST");
      assert.equal(call.url.href, `${node}/rest/connections?draft=false`);
      assert.equal(call.requestBody, JSON.stringify(initiate.requestBody));
      assert.equal(call.status, 201);
      assert.equal(call.answerBody, JSON.stringify(initiate.answerBody));
      assert.equal(call.isAnswerBodyMissing, false);
      assert.deepEqual(values(call.requestHeaders, "x-twice"), ["1", "2"]);
      assert.deepEqual(values(call.answerHeaders, "Set-Cookie"), ["a=b"]);
      assert.ok(call.requestHeaders.every(({ name }) => !name.startsWith(":")));
    });

    it(`gives the same calls however the file of ${browser} is cut into chunks`, async () => {
      const text = har(browser, [initiate, { ...initiate, isBase64: true }]);
      const whole = await read(text);
      for (const length of [1, 2, 3, 7, 1000]) assert.deepEqual(await read(text, length), whole);
    });
  }

  it("accepts a sanitized recording, a byte order mark, UTF-16, and white space around", async () => {
    const text = har("edge", [sanitized(initiate)]);
    const [call] = await read(text);
    assert.deepEqual(values(call?.requestHeaders ?? [], "Authorization"), []);
    const marked = `\ufeff${text}`;
    const bigEndian = Buffer.from(marked, "utf16le").swap16();
    for (const content of [marked, `\n ${text} \r\n\t`, Buffer.from(marked, "utf16le"), bigEndian])
      assert.deepEqual((await read(content))[0]?.answerBody, call?.answerBody);
  });

  it("does not need creator, pages, times or sizes, and passes over what it does not know", async () => {
    const { startedDateTime: _, ...entry } = entryOf({ answerBody: "ok" });
    const log = { comment: "x", entries: [{ ...entry, _custom: [[{}], null, true, 1.5e3] }], pages: [{}] };
    const [call] = await read(JSON.stringify({ log, entries: 5 }));
    assert.equal(call?.startedAt, undefined);
    assert.equal(call?.answerBody, "ok");
  });

  it("sorts by time, keeps the order of equals, and the order of the file when a time is missing", async () => {
    const at = (path: string, time: number) => entryOf({ url: `${node}/${path}`, at: time });
    const paths = async (entries: unknown[]) =>
      (await read(JSON.stringify({ log: { entries } }))).map(({ url }) => url.pathname).join("");
    assert.equal(await paths([at("c", 3000), at("a", 1000), at("b", 1000)]), "/a/b/c");
    assert.equal(await paths([at("c", 3000), { ...at("a", 1000), startedDateTime: "soon" }]), "/c/a");
  });

  it("takes the URL without user information and fragment, and rather than the list of its query", async () => {
    const entry = entryOf({});
    const request = {
      ...Object(entry.request),
      method: "get",
      url: "https://me:pw@node.example/x?a=1#top",
      queryString: [],
    };
    const call = await callOf({ ...entry, request });
    assert.equal(call.url.href, "https://node.example/x?a=1");
    assert.equal(call.method, "GET");
  });

  it("keeps a request without answer as status 0", async () => {
    for (const browser of browsers) {
      const [call] = await read(har(browser, [{ method: "POST", url: `${node}/x`, requestBody: {}, status: 0 }]));
      assert.equal(call?.status, 0);
      assert.equal(call?.isAnswerBodyMissing, false);
    }
    assert.equal((await callOf({ request: { method: "GET", url: `${node}/x` } })).status, 0);
  });

  describe("decodes bodies", () => {
    const base64 = (bytes: Buffer, mimeType: string) =>
      callOf(entryWithContent({ size: bytes.length, mimeType, text: bytes.toString("base64"), encoding: "base64" }));

    it("from base64, in the encoding that the type names", async () => {
      assert.equal((await base64(Buffer.from("Zürich"), "application/json")).answerBody, "Zürich");
      assert.equal(
        (await base64(Buffer.from("Zürich", "latin1"), "text/plain; charset=ISO-8859-1")).answerBody,
        "Zürich",
      );
      assert.equal(
        (await base64(Buffer.from("Zürich", "utf16le"), "text/plain;charset=utf-16le")).answerBody,
        "Zürich",
      );
      assert.equal((await base64(Buffer.from("\ufeffZürich", "utf16le"), "text/plain")).answerBody, "Zürich");
      assert.equal((await base64(Buffer.from("\ufeffZürich"), 'text/plain; charset="UTF-8"')).answerBody, "Zürich");
      assert.equal((await base64(Buffer.from("Zürich"), "text/plain; charset=klingon")).answerBody, "Zürich");
    });

    it("from text, without a byte order mark", async () => {
      assert.equal((await callOf(entryWithContent({ size: 5, mimeType: "", text: "\ufeffab" }))).answerBody, "ab");
    });

    it("of forms, from the text or else from the parameters", async () => {
      const sent = async (postData: object) =>
        (await callOf({ request: { method: "POST", url: `${node}/x`, postData } })).requestBody;
      const mimeType = "application/x-www-form-urlencoded; charset=UTF-8";
      const params = [{ name: "user name", value: "a&b" }];
      assert.equal(await sent({ mimeType, params, text: "user+name=c" }), "user+name=c");
      assert.equal(await sent({ mimeType, params }), "user+name=a%26b");
      assert.equal(await sent({ mimeType: "multipart/form-data", params }), undefined);
      assert.equal(await sent({ mimeType, text: "" }), undefined);
      const upload = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b";
      assert.equal(await sent({ mimeType, text: upload }), "a=b");
    });
  });

  describe("tells when the body of an answer is missing", () => {
    const isMissing = async (content: object) => (await callOf(entryWithContent(content))).isAnswerBodyMissing;

    it("because it was not recorded", async () => {
      assert.equal(await isMissing({ size: 10, mimeType: "application/json" }), true);
      assert.equal(await isMissing({ size: 10, mimeType: "application/json", text: "" }), true);
      assert.equal(await isMissing({ size: 0, mimeType: "application/json" }), false);
      assert.equal(await isMissing({ size: -1, mimeType: "application/json", comment: "not included" }), false);
    });

    it("because the browser cut it", async () => {
      const text = `[${'{"name":"a"},'.repeat(10)}`;
      assert.equal(await isMissing({ size: 2_000_000, mimeType: "application/json", text }), true);
      const cut = { size: 1000, mimeType: "x", encoding: "base64", text: Buffer.from(text).toString("base64") };
      assert.equal(await isMissing(cut), true);
      assert.equal(await isMissing({ size: 1000, mimeType: "application/json", text: '{"a":1}' }), false);
      assert.equal(await isMissing({ size: text.length + 3, mimeType: "application/json", text }), false);
    });

    it("because it is longer than 1 MB, or than 64 MB with the others", async () => {
      const long = "x".repeat(1024 * 1024);
      assert.equal(await isMissing({ size: long.length, mimeType: "text/plain", text: long }), false);
      assert.equal(await isMissing({ size: long.length + 1, mimeType: "text/plain", text: `${long}x` }), true);
      const entry = JSON.stringify(entryWithContent({ size: long.length, mimeType: "text/plain", text: long }));
      async function* many() {
        yield* chunksOf(`{"log":{"entries":[${entry}`);
        for (let count = 1; count < 70; count += 1) yield* chunksOf(`,${entry}`);
        yield* chunksOf("]}}");
      }
      const calls = await readRecording(many());
      assert.deepEqual(calls.map(({ isAnswerBodyMissing }) => isAnswerBodyMissing).indexOf(true), 64);
      assert.equal(calls.length, 70);
      assert.ok(
        calls.every(({ answerBody, isAnswerBodyMissing }) => (answerBody === undefined) === isAnswerBodyMissing),
      );
    });
  });

  it("leaves out what cannot be a call of an API", async () => {
    const others: Partial<HarExchange>[] = [
      { url: `${node}/app.js`, answerMimeType: "text/javascript" },
      { url: `${node}/app.css`, answerMimeType: "text/css" },
      { url: `${node}/`, answerMimeType: "text/html; charset=utf-8", answerBody: "<html>", resourceType: "document" },
      { url: `${node}/logo`, answerMimeType: "image/svg+xml" },
      { url: `${node}/font`, answerMimeType: "font/woff2" },
      { url: `${node}/film`, answerMimeType: "video/mp4" },
      { url: `${node}/code`, answerMimeType: "application/wasm" },
      { url: `${node}/app.js.map`, answerMimeType: "application/json", answerBody: {} },
      { url: `${node}/site.json`, answerBody: {}, resourceType: "manifest" },
      { url: `${node}/lost.png`, status: 0, answerMimeType: "" },
      { method: "OPTIONS" },
      { resourceType: "preflight" },
      { url: "wss://node.contoso.example/events", status: 101, resourceType: "websocket" },
      { url: `${node}/events`, status: 101 },
      { url: "data:text/plain,x" },
      { url: "blob:https://node.contoso.example/17" },
      { url: "chrome-extension://abcdef/x" },
    ].map((exchange) => ({ ...exchange }));
    const worker = entryOf({ url: `${node}/worker` });
    const entries = [
      ...others.map(entryOf),
      { ...worker, response: { ...Object(worker.response), _serviceWorkerResponseSource: "cache-storage" } },
      entryOf({ url: `${node}/kept` }),
    ];
    const unreadable: number[] = [];
    const calls = await readRecording(chunksOf(JSON.stringify({ log: { entries } })), (count) =>
      unreadable.push(count),
    );
    assert.deepEqual(
      calls.map(({ url }) => url.pathname),
      ["/kept"],
    );
    assert.deepEqual(unreadable, []);
  });

  it("keeps what may be a call of an API", async () => {
    const kept: Partial<HarExchange>[] = [
      { url: `${node}/a.js`, answerMimeType: "application/json", answerBody: {} },
      { url: `${node}/b`, answerMimeType: "text/html", answerBody: "<html>", status: 502 },
      { url: `${node}/c`, answerMimeType: "text/html", answerBody: ' {"total":1}' },
      { url: `${node}/d`, method: "POST", answerMimeType: "text/html", answerBody: "<html>", resourceType: "document" },
      { url: `${node}/e.png`, method: "DELETE", status: 204 },
      { url: `${node}/f`, status: 304, answerMimeType: "" },
    ];
    const calls = await read(JSON.stringify({ log: { entries: kept.map(entryOf) } }));
    assert.equal(calls.length, kept.length);
  });

  it("counts broken entries, which do not spoil the others", async () => {
    const broken = [
      null,
      5,
      "x",
      [],
      {},
      { request: { method: "GET", url: "no url" } },
      { request: { url: `${node}/x` } },
    ];
    const counts: number[] = [];
    const text = JSON.stringify({ log: { entries: [...broken, entryOf({})] } });
    const calls = await readRecording(chunksOf(text), (count) => counts.push(count));
    assert.equal(calls.length, 1);
    assert.deepEqual(counts, [broken.length]);
  });

  it("takes members of wrong kinds as missing", async () => {
    const call = await callOf({
      startedDateTime: 5,
      request: { method: "GET", url: `${node}/x`, headers: { a: "b" }, postData: "x" },
      response: {
        status: "200",
        headers: [null, 1, { name: "a" }, { name: "", value: "b" }, { name: "c", value: "d" }],
        content: [],
      },
    });
    assert.deepEqual(call, {
      startedAt: undefined,
      method: "GET",
      url: new URL(`${node}/x`),
      requestHeaders: [],
      requestBody: undefined,
      status: 0,
      answerHeaders: [{ name: "c", value: "d" }],
      answerBody: undefined,
      isAnswerBodyMissing: false,
    });
  });
});
