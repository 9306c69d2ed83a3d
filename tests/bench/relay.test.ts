import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, it } from "mocha";
import { Relay } from "../../tools/bench/relay.ts";
import { closedPort } from "../support/closed-port.ts";

const roundTrip = 40;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Starts a server on this machine and a relay in front of it. */
async function relayTo(handle: (socket: Socket) => void, delay = roundTrip): Promise<Relay> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    closing.unshift(() => socket.destroy());
    socket.on("error", () => {});
    handle(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const relay = await Relay.start(() => portOf(server), delay);
  closing.push(
    () => relay.close(),
    () => server.close(),
  );
  return relay;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function open({ port }: Relay): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  closing.unshift(() => socket.destroy());
  return socket;
}

const echo = (socket: Socket) => socket.pipe(socket);

/** Sends a byte and waits for the answer; returns the time in milliseconds. */
async function exchange(socket: Socket): Promise<number> {
  const started = performance.now();
  socket.write("x");
  await once(socket, "data");
  return performance.now() - started;
}

/** Reads until the other side ends its direction. The own direction stays open. */
async function allBytes(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "end");
  return Buffer.concat(chunks);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("bench: a relay", function () {
  this.timeout(10_000);

  it("takes a round trip for an exchange, and one more for the first of a connection", async () => {
    const socket = open(await relayTo(echo));
    const first = await exchange(socket);
    const later = [await exchange(socket), await exchange(socket), await exchange(socket), await exchange(socket)];
    assert.ok(first >= 2 * roundTrip, `the first took ${first} ms`);
    assert.ok(Math.min(...later) >= roundTrip, `the others took ${later} ms`);
    assert.ok(Math.min(...later) < 2 * roundTrip, `the others took ${later} ms`);
  });

  it("does not count the handshake again for a connection that was opened before it was needed", async () => {
    const relay = await relayTo(echo);
    const times = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const socket = open(relay);
      await pause(2 * roundTrip);
      times.push(await exchange(socket));
    }
    assert.ok(Math.min(...times) >= roundTrip && Math.min(...times) < 2 * roundTrip, `they took ${times} ms`);
  });

  it("keeps the order of bytes in both directions", async () => {
    const socket = open(await relayTo(echo, 10));
    const sent = Array.from({ length: 200 }, (_, index) => randomBytes(1 + index * 53));
    for (const [index, bytes] of sent.entries()) {
      socket.write(bytes);
      if (index % 20 === 0) await pause(3);
    }
    socket.end();
    const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    assert.equal(digest(await allBytes(socket)), digest(Buffer.concat(sent)));
  });

  it("passes on the end of one direction while the other goes on", async () => {
    const relay = await relayTo(async (socket) => {
      const question = await allBytes(socket);
      setTimeout(() => socket.end(`answer to ${question}`), 20);
    });
    const socket = open(relay);
    socket.end("question");
    assert.equal(String(await allBytes(socket)), "answer to question");
  });

  it("passes on a reset by the server", async () => {
    const socket = open(await relayTo((there) => there.once("data", () => there.resetAndDestroy())));
    socket.write("x");
    const [error] = await once(socket, "error");
    assert.equal(error.code, "ECONNRESET");
  });

  it("passes on a reset by the client, after what was sent before", async () => {
    const server = new EventEmitter<{ reset: [string] }>();
    let seen = "";
    const relay = await relayTo((there) => {
      there.on("data", (bytes: Buffer) => {
        seen += bytes;
      });
      there.on("error", ({ code = "" }: NodeJS.ErrnoException) => server.emit("reset", code));
    });
    const socket = open(relay);
    socket.write("before");
    // The system drops bytes of the relay that it has not read when a reset arrives.
    await pause(2 * roundTrip);
    socket.resetAndDestroy();
    assert.deepEqual(await once(server, "reset"), ["ECONNRESET"]);
    assert.equal(seen, "before");
  });

  it("breaks a connection whose server is not there", async () => {
    const relay = await Relay.start(() => closedPort, 5);
    closing.push(() => relay.close());
    const socket = open(relay);
    const [error] = await once(socket, "error");
    assert.equal(error.code, "ECONNRESET");
  });

  it("counts connections", async () => {
    const relay = await relayTo(echo, 0);
    assert.equal(relay.connections, 0);
    const [one, other] = [open(relay), open(relay)];
    await Promise.all([exchange(one), exchange(other)]);
    await exchange(one);
    assert.equal(relay.connections, 2);
  });
});
