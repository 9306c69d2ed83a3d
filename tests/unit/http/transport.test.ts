import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, it } from "mocha";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import type { NetworkSettings } from "../../../src/http/network-settings.ts";
import { createTransport, type TransportLimits } from "../../../src/http/transport.ts";
import { failsWith } from "../../support/failures.ts";
import { RawServer, writeRepeatedly } from "../../support/raw-server.ts";

const megabyte = 1024 * 1024;
const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const header = Buffer.from(`x-filling: ${"y".repeat(1000)}\r\n`);
const filling = Buffer.alloc(megabyte, "x");
const small: TransportLimits = { requestMilliseconds: 400, bodyBytes: 4 * megabyte };
const patient: TransportLimits = { requestMilliseconds: 10_000, bodyBytes: 4 * megabyte };

describe("The transport", () => {
  const servers: RawServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function server(respond?: (socket: Socket) => void): Promise<RawServer> {
    const one = await RawServer.start(respond);
    servers.push(one);
    return one;
  }

  async function ask(url: string, limits: TransportLimits, network: NetworkSettings = {}): Promise<HttpAnswer> {
    const transport = createTransport(undefined, network, limits);
    const headers = { authorization: "Bearer a-token-of-tests" };
    try {
      return await transport.send({ method: "POST", url, headers, body: "a-body-of-tests" });
    } finally {
      transport.close();
    }
  }

  const hostile: [what: string, limits: TransportLimits, code: FailureCode, respond: (socket: Socket) => void][] = [
    ["no answer at all", small, "EXA404", () => {}],
    ["a body sent byte by byte", small, "EXA404", drip(`${ok}Content-Length: 1000\r\n\r\n`, "x")],
    ["headers sent byte by byte", small, "EXA404", drip(ok, "x")],
    ["endless headers", patient, "EXA405", flood(header, 2000, ok)],
    ["a body of 50 MB", patient, "EXA405", flood(filling, 50, `${ok}Content-Length: ${50 * megabyte}\r\n\r\n`)],
    ["a body of 50 MB without a length", patient, "EXA405", flood(filling, 50, `${ok}Connection: close\r\n\r\n`)],
    ["a body that breaks off", patient, "EXA402", (socket) => socket.end(`${ok}Content-Length: 10\r\n\r\nhalf`)],
    [
      "chunks that break off",
      patient,
      "EXA402",
      (socket) => socket.end(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nab`),
    ],
    ["a protocol other than HTTP", patient, "EXA402", (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n")],
    ["a closed connection", patient, "EXA402", (socket) => socket.destroy()],
    ["a reset", patient, "EXA402", (socket) => socket.resetAndDestroy()],
  ];
  for (const [what, limits, code, respond] of hostile) {
    it(`fails on ${what} with ${code}, quickly and after little data`, async () => {
      const node = await server(respond);
      const started = performance.now();
      const message = await failsWith(code, () => ask(node.url, limits));
      assert.ok(performance.now() - started < 5_000);
      assert.ok(message.includes(node.host), message);
      assert.ok(node.bytesSent < 16 * megabyte, `${node.bytesSent} bytes were taken`);
      await node.untilDisconnected();
    });
  }

  it("does not request compressed answers, and does not decompress one", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * megabyte));
    const node = await server((socket) => {
      socket.write(`${ok}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.end(bomb);
    });
    const { body } = await ask(node.url, patient);
    assert.ok(body.length <= bomb.length);
    assert.doesNotMatch(node.received, /accept-encoding/i);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`returns a redirect with ${status} and sends nothing to its target`, async () => {
      const other = await server();
      const node = await server((socket) => {
        socket.end(`HTTP/1.1 ${status} Elsewhere\r\nLocation: ${other.url}\r\nContent-Length: 0\r\n\r\n`);
      });
      assert.equal((await ask(node.url, patient)).status, status);
      assert.equal(other.connections, 0);
    });
  }

  it("ignores the proxies of the environment and uses only its settings", async () => {
    const [proxy, node] = [await server(), await server((socket) => socket.end(`${ok}Content-Length: 2\r\n\r\n{}`))];
    process.env.HTTP_PROXY = proxy.url;
    try {
      assert.equal((await ask(node.url, patient)).body, "{}");
      assert.equal(proxy.connections, 0);
    } finally {
      delete process.env.HTTP_PROXY;
    }
  });

  describe("with a proxy", () => {
    const through = ({ url }: RawServer): NetworkSettings => ({
      proxy: { url: new URL(url), credentials: new Secret("user:pass-of-tests"), setBy: "agent" },
    });
    const nodeUrl = "http://node.contoso.com/";

    it("that never answers, fails in time and leaves no connection open", async () => {
      const proxy = await server();
      const message = await failsWith("EXA404", () => ask(nodeUrl, small, through(proxy)));
      assert.ok(message.includes(`through the proxy ${proxy.host}`), message);
      await proxy.untilDisconnected();
    });

    const refusing: [what: string, respond: (socket: Socket) => void, code: FailureCode][] = [
      ["that asks for a password", (socket) => socket.end("HTTP/1.1 407 Who\r\n\r\npass-of-tests"), "EXA406"],
      [
        "that refuses the request",
        (socket) => socket.end("HTTP/1.1 403 No\r\nContent-Length: 50000000\r\n\r\n"),
        "EXA406",
      ],
      ["that redirects", (socket) => socket.end("HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:1/\r\n\r\n"), "EXA406"],
      ["that cannot reach the node", (socket) => socket.end("HTTP/1.1 504 Late\r\n\r\n"), "EXA402"],
      ["that closes the connection", (socket) => socket.destroy(), "EXA402"],
      ["that does not use HTTP", (socket) => socket.end("\u0005\u0000"), "EXA406"],
    ];
    for (const [what, respond, code] of refusing) {
      it(`${what}, fails with ${code} and sends the proxy nothing meant for the node`, async () => {
        const proxy = await server(respond);
        const message = await failsWith(code, () => ask(nodeUrl, patient, through(proxy)));
        assert.ok(message.includes(proxy.host), message);
        assert.doesNotMatch(message, /pass-of-tests/);
        assert.match(proxy.received, /^CONNECT node\.contoso\.com:80 HTTP\/1\.1\r\n/);
        assert.doesNotMatch(proxy.received, /a-token-of-tests|a-body-of-tests/);
        await proxy.untilDisconnected();
      });
    }

    it("that hangs at first, is asked for a new tunnel by the next request, not for one of those that hang", async () => {
      const proxy = await server((socket) => {
        if (proxy.connections <= 3) return;
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.once("data", () => socket.end(`${ok}Content-Length: 2\r\n\r\n{}`));
      });
      const transport = createTransport(undefined, through(proxy), small);
      try {
        const request = { method: "POST", url: nodeUrl, headers: {}, body: "{}", followedBy: 3 };
        await failsWith("EXA404", () => transport.send(request));
        assert.equal(proxy.connections, 3);
        assert.equal((await transport.send(request)).body, "{}");
        assert.equal(proxy.connections, 4);
      } finally {
        transport.close();
      }
    });

    it("that opens a tunnel, sends the user name and the password only to the proxy", async () => {
      let asked = "";
      const proxy = await server((socket) => {
        asked = proxy.received;
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.once("data", () => socket.end(`${ok}Content-Length: 2\r\n\r\n{}`));
      });
      assert.equal((await ask(nodeUrl, patient, through(proxy))).body, "{}");
      assert.match(asked, new RegExp(`Proxy-Authorization: Basic ${btoa("user:pass-of-tests")}\r\n`));
      assert.doesNotMatch(proxy.received.slice(asked.length), /Proxy-Authorization/);
      assert.match(proxy.received.slice(asked.length), /^POST \/ HTTP\/1\.1\r\n/);
    });

    it("writes an IPv6 address in brackets", async () => {
      const proxy = await server((socket) => socket.end("HTTP/1.1 403 No\r\n\r\n"));
      await failsWith("EXA406", () => ask("http://[::1]:8080/", patient, through(proxy)));
      assert.match(proxy.received, /^CONNECT \[::1\]:8080 /);
    });
  });
});

function flood(bytes: Buffer, times: number, start: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start);
    writeRepeatedly(socket, bytes, times);
  };
}

function drip(start: string, byte: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(byte), 20);
    socket.on("close", () => clearInterval(timer));
  };
}
