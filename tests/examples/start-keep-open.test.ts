import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "mocha";
import { keepConsolesOpen } from "../../tools/start/keep-open.ts";

class FakeTerminal {
  readonly input: PassThrough & { isTTY?: boolean };
  readonly output = new PassThrough();

  constructor(isTTY: boolean) {
    this.input = Object.assign(new PassThrough(), { isTTY });
  }

  wait(silenceMilliseconds: number, stop = new AbortController().signal): Promise<void> {
    return keepConsolesOpen({ ...this, silenceMilliseconds }, stop);
  }

  get shown(): string {
    return String(this.output.read() ?? "");
  }
}

describe("The consoles of npm start after the run", () => {
  it("stay open at a terminal until Enter, and say so", async () => {
    const terminal = new FakeTerminal(true);
    const waiting = terminal.wait(300_000);
    assert.equal(terminal.shown, "\nThe consoles stay open until you press Enter, at most 5 minutes.\n");
    const isOver = waiting.then(() => true);
    assert.equal(await Promise.race([isOver, Promise.resolve(false)]), false);
    terminal.input.write("\n");
    assert.equal(await isOver, true);
  });

  it("close by themselves, at the end of the input and on a signal", async () => {
    await new FakeTerminal(true).wait(1);
    const ended = new FakeTerminal(true);
    ended.input.end();
    await ended.wait(300_000);
    const stop = new AbortController();
    const waiting = new FakeTerminal(true).wait(300_000, stop.signal);
    stop.abort();
    await waiting;
  });

  it("close at once without a terminal, and after a signal", async () => {
    const pipe = new FakeTerminal(false);
    await pipe.wait(300_000);
    const stopped = new FakeTerminal(true);
    await stopped.wait(300_000, AbortSignal.abort());
    assert.equal(pipe.shown + stopped.shown, "");
  });
});
