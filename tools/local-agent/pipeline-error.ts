/** What Azure Pipelines refuses before a job reaches an agent: a bad service connection, a task that needs no agent. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
}
