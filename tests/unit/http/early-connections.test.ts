import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { describe, it } from "mocha";
import { EarlyConnections, type EarlyTaker } from "../../../src/http/early-connections.ts";

class Connection extends Duplex {
  override _read(): void {}
}

/** Connections that a test opens by hand. */
function setUp() {
  const openings: EarlyTaker[] = [];
  const early = new EarlyConnections((take) => openings.push(take));
  const taken: (Duplex | Error | null)[] = [];
  const take = () => early.take((error, connection) => taken.push(connection ?? error));
  return { early, openings, taken, take };
}

describe("Early connections", () => {
  it("are opened before they are needed, and passed on in their order", () => {
    const { early, openings, taken, take } = setUp();
    early.start(2);
    assert.equal(openings.length, 2);
    const [one, other] = [new Connection(), new Connection()];
    openings[1]?.(null, other);
    take();
    assert.deepEqual(taken, [], "the first one is still being opened");
    openings[0]?.(null, one);
    take();
    assert.deepEqual(taken, [one, other]);
    assert.equal(openings.length, 2);
  });

  it("are followed by others when none is left", () => {
    const { early, openings, taken, take } = setUp();
    early.start(1);
    take();
    take();
    assert.equal(openings.length, 2);
    const [one, other] = [new Connection(), new Connection()];
    openings[0]?.(null, one);
    openings[1]?.(null, other);
    assert.deepEqual(taken, [one, other]);
  });

  it("pass on the error of one that is waited for", () => {
    const { early, openings, taken, take } = setUp();
    early.start(1);
    take();
    const refused = new Error("refused");
    openings[0]?.(refused);
    assert.deepEqual(taken, [refused]);
  });

  it("leave out one that has failed, or was closed, before it is needed", async () => {
    const { early, openings, taken, take } = setUp();
    early.start(3);
    const [lost, closed, fresh] = [new Connection(), new Connection(), new Connection()];
    openings[0]?.(new Error("refused"));
    openings[1]?.(null, lost);
    openings[2]?.(null, closed);
    lost.destroy(new Error("reset"));
    closed.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    take();
    assert.equal(openings.length, 4);
    openings[3]?.(null, fresh);
    assert.deepEqual(taken, [fresh]);
  });

  it("are opened anew after they were closed", () => {
    const { early, openings, taken, take } = setUp();
    early.start(2);
    early.close();
    take();
    assert.equal(openings.length, 3);
    const fresh = new Connection();
    openings[2]?.(null, fresh);
    assert.deepEqual(taken, [fresh]);
  });

  it("are closed when nobody took them, also those that open later", () => {
    const { early, openings, take } = setUp();
    early.start(3);
    const [used, waiting, late] = [new Connection(), new Connection(), new Connection()];
    openings[0]?.(null, used);
    openings[1]?.(null, waiting);
    take();
    early.close();
    openings[2]?.(null, late);
    assert.deepEqual(
      [used, waiting, late].map(({ destroyed }) => destroyed),
      [false, true, true],
    );
  });
});
