import type { OutputVariable } from "../local-agent/agent.ts";
import { Dictionary, type Value } from "./expression-values.ts";
import type { JobReport, StageReport } from "./report.ts";
import { textOf } from "./variable-table.ts";

/** `dependencies` of a job: the jobs that its `dependsOn` names. */
export function dependenciesOfJob(names: readonly string[], jobs: readonly JobReport[]): Dictionary {
  return new Dictionary(named(names, jobs).map((job) => [job.name, jobValue(job)] as const));
}

/** `dependencies` of a stage: the stages that its `dependsOn` names, with their outputs by `job.step.NAME`. */
export function dependenciesOfStage(names: readonly string[], stages: readonly StageReport[]): Dictionary {
  return new Dictionary(named(names, stages).map((stage) => [stage.name, stageValue(stage)] as const));
}

/** `stageDependencies` of the jobs in a stage whose `dependsOn` names these stages. */
export function stageDependencies(names: readonly string[], stages: readonly StageReport[]): Dictionary {
  return new Dictionary(
    named(names, stages).map(({ name, jobs }) => {
      return [name, new Dictionary(jobs.map((job) => [job.name, jobValue(job)] as const))] as const;
    }),
  );
}

function named<T extends { readonly name: string }>(names: readonly string[], reports: readonly T[]): T[] {
  const wanted = names.map((name) => name.toLowerCase());
  return reports.filter(({ name }) => wanted.includes(name.toLowerCase()));
}

function jobValue({ result, outputs }: JobReport): Dictionary {
  return outcomeOf(result, outputs);
}

function stageValue({ result, jobs }: StageReport): Dictionary {
  const outputs = jobs.flatMap((job) => [...job.outputs].map(([key, value]) => [`${job.name}.${key}`, value] as const));
  return outcomeOf(result, outputs);
}

function outcomeOf(result: string, outputs: Iterable<readonly [string, OutputVariable]>): Dictionary {
  const values = [...outputs].map(([key, { value, isSecret }]) => [key, textOf(value, isSecret)] as const);
  return new Dictionary(Object.entries<Value>({ result, outputs: new Dictionary(values) }));
}
