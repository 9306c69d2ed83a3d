import type { Variables } from "../../tools/azure-devops-server/server.ts";
import type { VariableGroup } from "../../tools/local-pipeline/pipeline.ts";

/** The stored variables of Azure DevOps in the form that a starting job gets, with the values of secrets. */
export function asJobsReadThem(stored: Variables): VariableGroup {
  const entries = Object.entries(stored);
  return Object.fromEntries(
    entries.map(([name, { value, isSecret }]) => [name, { value: value ?? "", isSecret: isSecret === true }]),
  );
}
