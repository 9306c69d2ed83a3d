import type { Readable, Writable } from "node:stream";
import { describeRequest, fixedApprover, terminalApprover } from "../local-pipeline/approver.ts";
import type { PipelineOptions } from "../local-pipeline/pipeline.ts";

type Approver = PipelineOptions["approve"];

/** Where a person is asked, and how long the example waits for an answer. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  /** Milliseconds without input after which the example goes on. */
  readonly silenceMilliseconds: number;
}

/** The approver of the example: says no with `--reject`, asks at a terminal, and says yes without one. */
export function exampleApprover(isRejected: boolean, terminal: Terminal): Approver {
  if (isRejected) return fixedApprover(false, terminal.output);
  return terminal.input.isTTY ? askingApprover(terminal) : automaticApprover(terminal.output);
}

function automaticApprover(output: Writable): Approver {
  return async (request) => {
    output.write(
      `${describeRequest(request)}There is no terminal to ask at, so the example approves this automatically.\n`,
    );
    return true;
  };
}

function askingApprover({ input, output, silenceMilliseconds }: Terminal): Approver {
  return async (request) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), silenceMilliseconds);
    const restartTimer = () => void timer.refresh();
    input.on("data", restartTimer);
    try {
      const signal = AbortSignal.any([request.signal, silence.signal]);
      const seconds = silenceMilliseconds / 1000;
      const text = `Approve? Enter or y approves, n rejects. After ${seconds} seconds without input the example approves. `;
      const answer = terminalApprover(input, output, { text, emptyLineApproves: true })({ ...request, signal });
      if ((await answer) || !silence.signal.aborted) return await answer;
      output.write("\nNo answer, so the example approves this automatically.\n");
      return true;
    } finally {
      clearTimeout(timer);
      input.off("data", restartTimer);
    }
  };
}
