import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "mocha";
import type { ApprovalRequest } from "../../tools/local-pipeline/pipeline.ts";
import { exampleApprover } from "../../tools/start/approver.ts";

const request: ApprovalRequest = {
  artifacts: new Map(),
  environment: "exalate-production",
  stage: "Accept",
  stageDisplayName: "Accept the invitation",
  jobs: ["Accept at Fabrikam"],
  summaries: [{ stage: "Invite", job: "Initiate", step: "Initiate", content: "### An invitation\n" }],
  signal: new AbortController().signal,
};

class FakeTerminal {
  readonly input = Object.assign(new PassThrough(), { isTTY: true });
  readonly output = new PassThrough();

  ask(silenceMilliseconds: number, given: ApprovalRequest = request): Promise<boolean> {
    return exampleApprover(false, { ...this, silenceMilliseconds })(given);
  }

  get shown(): string {
    return String(this.output.read() ?? "");
  }
}

describe("The approver of npm start", () => {
  for (const [entered, isApproved] of [
    ["y\n", true],
    ["\n", true],
    ["no\n", false],
  ] as const) {
    it(`shows the request, and reads ${JSON.stringify(entered)} from a terminal as ${isApproved}`, async () => {
      const terminal = new FakeTerminal();
      terminal.input.write(entered);
      assert.equal(await terminal.ask(10_000), isApproved);
      const { shown } = terminal;
      assert.match(
        shown,
        /environment exalate-production[\s\S]*### An invitation[\s\S]*Approve\? Enter or y approves, n rejects\. After 10 seconds without input the example approves\./,
      );
      assert.doesNotMatch(shown, /approves this automatically/);
    });
  }

  it("approves after a time without input at a terminal, and says so", async () => {
    const terminal = new FakeTerminal();
    assert.equal(await terminal.ask(30), true);
    assert.match(terminal.shown, /No answer, so the example approves this automatically\.\n$/);
  });

  it("restarts the time limit after each input", async () => {
    const terminal = new FakeTerminal();
    const answer = terminal.ask(400);
    const typing = ["what", "?\n", "n\n"].map((text, index) =>
      setTimeout(() => terminal.input.write(text), 250 * (index + 1)),
    );
    assert.equal(await answer, false);
    for (const timer of typing) clearTimeout(timer);
  });

  it("stops without approval when the run is canceled", async () => {
    const canceling = new AbortController();
    const terminal = new FakeTerminal();
    const answer = terminal.ask(10_000, { ...request, signal: canceling.signal });
    canceling.abort();
    assert.equal(await answer, false);
  });

  it("removes its listeners from the terminal", async () => {
    const terminal = new FakeTerminal();
    await terminal.ask(10);
    assert.equal(terminal.input.listenerCount("data"), 0);
  });

  it("rejects without a question when the command line says so", async () => {
    const { input, output } = new FakeTerminal();
    assert.equal(await exampleApprover(true, { input, output, silenceMilliseconds: 10_000 })(request), false);
    assert.match(String(output.read()), /Rejected by the command line\.\n$/);
  });
});
