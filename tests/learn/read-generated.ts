import { readRecording } from "../../src/learn/read-recording.ts";

const megabyte = 1024 * 1024;
const assetLength = 4 * megabyte;
const asset = Buffer.alloc(assetLength, "QUJD");

/** A recording of at least so many bytes: scripts and films as base64, a call after each. */
async function* recordingOf(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"log":{"entries":[');
  for (let written = 0, number = 0; written < bytes; written += assetLength, number += 1) {
    const request = `{"method":"GET","url":"https://node.contoso.example/app${number}.js"}`;
    const content = `"content":{"size":9,"mimeType":"text/javascript","encoding":"base64","text":"`;
    yield Buffer.from(`{"request":${request},"response":{"status":200,${content}`);
    yield asset;
    const call = `{"request":{"method":"GET","url":"https://node.contoso.example/rest/${number}"}}`;
    yield Buffer.from(`"}}},${call}${written + assetLength < bytes ? "," : ""}`);
  }
  yield Buffer.from("]}}");
}

const before = process.memoryUsage().rss;
const calls = await readRecording(recordingOf(Number(process.argv[2]) * megabyte));
const grownBy = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ calls: calls.length, grownByMegabytes: Math.round(grownBy / megabyte) }));
