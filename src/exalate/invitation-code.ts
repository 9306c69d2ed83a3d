import { Failure } from "../core/failure.ts";

/**
 * The longest value of a variable, in bytes. On Windows a task cannot read an environment variable of more than 32,766
 * characters (microsoft/azure-pipelines-agent, Handlers/Handler.cs). On Linux a longer one can prevent every later task
 * of the job from starting.
 */
export const longestVariable = 32_766;

const base64Prefix = "base64:";

/**
 * An invitation code as the value of a secret variable. A code on one line is used unchanged. Azure Pipelines refuses
 * secrets with line breaks and expands `$(name)` in the values of variables, and it is not known what a line break
 * means to Exalate. A code with either is therefore stored as `base64:` and the base64 of its UTF-8. Raises EXA306 for
 * a code that is empty or too long for a variable.
 */
export function toVariableValue(code: string): string {
  const bare = code.trim();
  if (bare === "") throw unusable("is empty");
  const value = isPlain(bare) ? bare : base64Prefix + Buffer.from(bare, "utf8").toString("base64");
  if (Buffer.byteLength(value) > longestVariable)
    throw unusable(`is ${value.length} characters long, too long for a variable`);
  return value;
}

/** Whether a code needs no base64: only printable ASCII, no `$(`, and not a prefix that decoding would remove. */
function isPlain(code: string): boolean {
  return /^[\x20-\x7e]+$/.test(code) && !code.startsWith(base64Prefix) && !code.includes("$(");
}

/** The invitation code from a value that `toVariableValue` returned. */
export function fromVariableValue(value: string): string {
  const bare = value.trim();
  return bare.startsWith(base64Prefix) ? Buffer.from(bare.slice(base64Prefix.length), "base64").toString("utf8") : bare;
}

function unusable(why: string): Failure {
  return new Failure(
    "EXA306",
    `The connection is initiated and pending, but its invitation code ${why}.`,
    "Copy the code from the connection in the node's Exalate console and pass it on without a variable, or remove the connection there.",
  );
}
