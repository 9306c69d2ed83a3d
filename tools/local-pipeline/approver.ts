import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { ApprovalRequest } from "./options.ts";

/** Describes a request to the approver: the environment, the stage and its jobs, and the run's summaries so far. */
export function describeRequest({ environment, stage, stageDisplayName, jobs, summaries }: ApprovalRequest): string {
  const name = stageDisplayName === stage ? stage : `${stageDisplayName} (${stage})`;
  const shown = summaries.map(({ step, content }) => `--- ${step}\n${content.trimEnd()}`);
  return [
    "",
    `Approval needed: environment ${environment}`,
    `The stage that waits for it: ${name}, with the deployment ${jobs.join(", ")}.`,
    ...shown,
    ...(shown.length > 0 ? ["---"] : []),
    "",
  ].join("\n");
}

/** An approver that prints each request and always gives the same answer. */
export function fixedApprover(answer: boolean, output: Writable): (request: ApprovalRequest) => Promise<boolean> {
  return async (request) => {
    output.write(`${describeRequest(request)}${answer ? "Approved" : "Rejected"} by the command line.\n`);
    return answer;
  };
}

/** The question of {@link terminalApprover}, and whether an empty line is an answer. */
export interface Question {
  readonly text: string;
  readonly emptyLineApproves: boolean;
}

const plainQuestion: Question = { text: "Approve? (y/n) ", emptyLineApproves: false };

/** An approver that asks at a terminal until it reads yes or no; at the end of the input it answers no. */
export function terminalApprover(
  input: Readable,
  output: Writable,
  { text, emptyLineApproves }: Question = plainQuestion,
): (request: ApprovalRequest) => Promise<boolean> {
  return async (request) => {
    const terminal = createInterface({ input, output, terminal: false });
    output.write(`${describeRequest(request)}${text}`);
    const stop = () => terminal.close();
    request.signal.addEventListener("abort", stop, { once: true });
    try {
      for await (const line of terminal) {
        const answer = /^\s*(?:(y|yes)|(n|no))\s*$/i.exec(line);
        if (answer !== null) return answer[1] !== undefined;
        if (emptyLineApproves && line.trim() === "") return true;
        output.write(text);
      }
      return false;
    } finally {
      request.signal.removeEventListener("abort", stop);
      terminal.close();
    }
  };
}
