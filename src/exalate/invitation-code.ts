import { Failure } from "../core/failure.ts";

/**
 * Longest value, in bytes, that a variable can carry: on Windows a task cannot read an environment variable beyond
 * 32,766 characters (microsoft/azure-pipelines-agent, Handlers/Handler.cs), and a longer one on Linux can keep every
 * later task of the job from starting.
 */
export const longestVariable = 32_766;

const wrapper = "base64:";

/**
 * An invitation code as the value of a secret variable. A code on one line is its own value. Azure Pipelines refuses
 * secrets with line breaks, and what a line break means to Exalate is not known; it also expands `$(name)` in the values
 * of variables. A code with either is carried whole: `base64:` and the base64 of its UTF-8. Raises EXA306 for a code that
 * is empty or too long for a variable.
 */
export function toVariableValue(code: string): string {
  const bare = code.trim();
  if (bare === "") throw unusable("is empty");
  const value = isPlain(bare) ? bare : wrapper + Buffer.from(bare, "utf8").toString("base64");
  if (Buffer.byteLength(value) > longestVariable)
    throw unusable(`is ${value.length} characters long, too long for a variable`);
  return value;
}

/** One that looks wrapped is wrapped, so that unwrapping gives it back; so is one with anything but visible ASCII. */
function isPlain(code: string): boolean {
  return /^[\x20-\x7e]+$/.test(code) && !code.startsWith(wrapper) && !code.includes("$(");
}

/** The invitation code out of the value that `toVariableValue` made of it. */
export function fromVariableValue(value: string): string {
  const bare = value.trim();
  return bare.startsWith(wrapper) ? Buffer.from(bare.slice(wrapper.length), "base64").toString("utf8") : bare;
}

function unusable(why: string): Failure {
  return new Failure(
    "EXA306",
    `The connection is initiated and pending, but its invitation code ${why}.`,
    "Copy the code from the connection in the node's Exalate console and hand it over without a variable, or remove the connection there.",
  );
}
