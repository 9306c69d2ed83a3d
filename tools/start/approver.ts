import type { Readable, Writable } from "node:stream";
import { describeRequest, fixedApprover, terminalApprover } from "../local-pipeline/approver.ts";
import type { PipelineOptions } from "../local-pipeline/pipeline.ts";

type Approver = PipelineOptions["approve"];

/** Where an approver is asked, and for how long. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  /** Silence after which the answer is yes, in milliseconds. */
  readonly silenceMilliseconds: number;
}

/** The approver of the example: the command line when that says no, whoever is at the terminal, or else a yes. */
export function exampleApprover(isRejected: boolean, terminal: Terminal): Approver {
  if (isRejected) return fixedApprover(false, terminal.output);
  return terminal.input.isTTY ? patientApprover(terminal) : absentApprover(terminal.output);
}

function absentApprover(output: Writable): Approver {
  return async (request) => {
    output.write(`${describeRequest(request)}There is no terminal to ask at, so the example approves it by itself.\n`);
    return true;
  };
}

function patientApprover({ input, output, silenceMilliseconds }: Terminal): Approver {
  return async (request) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), silenceMilliseconds);
    const isThere = () => void timer.refresh();
    input.on("data", isThere);
    try {
      const signal = AbortSignal.any([request.signal, silence.signal]);
      const answer = terminalApprover(input, output)({ ...request, signal });
      output.write(`(${silenceMilliseconds / 1000} seconds of silence are a yes) `);
      if ((await answer) || !silence.signal.aborted) return await answer;
      output.write("\nNo answer, so the example approves it by itself.\n");
      return true;
    } finally {
      clearTimeout(timer);
      input.off("data", isThere);
    }
  };
}
