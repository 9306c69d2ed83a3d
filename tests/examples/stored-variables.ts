import type { Variables } from "../../tools/azure-devops-server/server.ts";
import type { VariableGroup } from "../../tools/local-pipeline/pipeline.ts";

/** Variables that Azure DevOps stores, as it gives them to a job when that starts: secrets with their values. */
export function asJobsReadThem(stored: Variables): VariableGroup {
  const entries = Object.entries(stored);
  return Object.fromEntries(
    entries.map(([name, { value, isSecret }]) => [name, { value: value ?? "", isSecret: isSecret === true }]),
  );
}
