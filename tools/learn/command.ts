import { Failure } from "../../src/core/failure.ts";
import { RecordingProblem } from "../../src/learn/recording-problem.ts";
import { UsageError } from "../command-line.ts";
import { help } from "./help.ts";
import { type LearnApi, learnFrom } from "./learn.ts";
import { readOptions } from "./options.ts";

const leftToEdit = 1;
const cannotBeTold = 2;

/** The width of the output where it is no terminal, in characters. */
const widthOfFiles = 120;

/** Runs `npm run learn` with the arguments of this process, prints the result and sets the exit code. Never rejects. */
export async function runCommand(learnApi: LearnApi): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) return void process.stdout.write(help);
    const { output, isLeftToEdit } = await learnFrom(options, learnApi, process.stdout.columns ?? widthOfFiles);
    process.stdout.write(output);
    if (isLeftToEdit) process.exitCode = leftToEdit;
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = cannotBeTold;
  }
}

/** Other errors may quote the recording. */
function messageOf(error: unknown): string {
  const isForPeople = [UsageError, Failure, RecordingProblem].some((kind) => error instanceof kind);
  if (isForPeople && error instanceof Error) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  return `The recordings cannot be used because of a mistake in this command (${name}).`;
}
