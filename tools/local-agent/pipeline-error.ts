/** An error that Azure Pipelines finds before an agent gets the job: a wrong service connection, an agentless task. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
}
