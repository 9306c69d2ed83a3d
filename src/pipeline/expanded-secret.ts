import { Failure } from "../core/failure.ts";

/** A variable or expression inside a text: `$(a)`, `$[ a ]`, `${{ a }}`. */
const expression = /\$\([^()]{1,200}\)|\$\[[^\]]{1,200}\]|\$\{\{[^}]{1,200}\}\}/;

/** A secret input in which no variable is left. Raises EXA102 without the name, because the agent masks the input. */
export function expandedSecret(name: string, value: string): string {
  if (!expression.test(value)) return value;
  throw new Failure(
    "EXA102",
    `The input "${name}" contains a variable that was not expanded, because it does not exist in this job.`,
    "Check the spelling of the variable, and that its variable group is referenced in this pipeline.",
  );
}
