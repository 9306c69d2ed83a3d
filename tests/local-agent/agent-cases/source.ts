/**
 * The cases in this folder are facts: inputs and outcomes of the agent's own unit tests, as tables. They come from the
 * repository microsoft/azure-pipelines-agent (MIT) at this commit. Each table names its source file in `src/Test/L0`,
 * and each case names its test, so that you can compare them.
 */
const agentCommit = "42bde98bea7bb3b9e186d693e3b1554249e93a38";

/** The title of a table's tests. */
export function titleOf(file: string): string {
  return `local agent: the agent's own cases, ${file} at ${agentCommit.slice(0, 7)}`;
}
