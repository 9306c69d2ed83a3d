import type { TaskResult } from "../../../tools/local-agent/agent.ts";

/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Worker/StepsRunnerL0.cs";

interface StepCase {
  readonly result: TaskResult;
  readonly condition: "succeeded()" | "succeededOrFailed()" | "always()";
  readonly continueOnError?: boolean;
}

interface JobCase {
  /** Name of the unit test. */
  readonly name: string;
  readonly steps: readonly StepCase[];
  readonly job: TaskResult;
  /** For each step, whether it runs. */
  readonly runs: readonly boolean[];
}

const step = (result: TaskResult, condition: StepCase["condition"] = "succeeded()"): StepCase => ({
  result,
  condition,
});
const tolerated = (each: StepCase): StepCase => ({ ...each, continueOnError: true });

/** Steps with the result of each, the result of the job, and which of the steps run. */
export const jobs: readonly JobCase[] = [
  ...(["succeeded()", "succeededOrFailed()", "always()"] as const).map(
    (condition): JobCase => ({
      name: "RunNormalStepsAllStepPass",
      steps: [step("Succeeded"), step("Succeeded", condition)],
      job: "Succeeded",
      runs: [true, true],
    }),
  ),
  ...(["succeeded()", "succeededOrFailed()", "always()"] as const).flatMap((condition): JobCase[] =>
    [step("Succeeded", condition), tolerated(step("Failed", condition))].map((second) => ({
      name: "RunNormalStepsContinueOnError",
      steps: [tolerated(step("Failed")), second],
      job: "SucceededWithIssues",
      runs: [true, true],
    })),
  ),
  {
    name: "RunsAfterFailureBasedOnCondition",
    steps: [step("Failed"), step("Succeeded")],
    job: "Failed",
    runs: [true, false],
  },
  {
    name: "RunsAfterFailureBasedOnCondition",
    steps: [step("Failed"), step("Succeeded", "succeededOrFailed()")],
    job: "Failed",
    runs: [true, true],
  },
  {
    name: "RunsAlwaysSteps",
    steps: [step("Failed"), step("Succeeded", "always()")],
    job: "Failed",
    runs: [true, true],
  },
  {
    name: "RunsAlwaysSteps",
    steps: [step("Succeeded"), step("Failed", "always()")],
    job: "Failed",
    runs: [true, true],
  },
  {
    name: "RunsAlwaysSteps",
    steps: [step("Succeeded"), tolerated(step("Failed", "always()"))],
    job: "SucceededWithIssues",
    runs: [true, true],
  },
  {
    name: "SetsJobResultCorrectly",
    steps: [tolerated(step("Failed")), step("Failed")],
    job: "Failed",
    runs: [true, true],
  },
  {
    name: "SetsJobResultCorrectly",
    steps: [step("Succeeded", "succeededOrFailed()")],
    job: "Succeeded",
    runs: [true],
  },
  {
    name: "SetsJobResultCorrectly",
    steps: [step("Succeeded"), step("SucceededWithIssues")],
    job: "SucceededWithIssues",
    runs: [true, true],
  },
  {
    name: "SetsJobResultCorrectly",
    steps: [step("SucceededWithIssues"), step("Succeeded")],
    job: "SucceededWithIssues",
    runs: [true, true],
  },
  {
    name: "SetsJobResultCorrectly",
    steps: [step("SucceededWithIssues"), step("Failed")],
    job: "Failed",
    runs: [true, true],
  },
  {
    name: "AlwaysMeansAlways",
    steps: [step("SucceededWithIssues"), step("Succeeded", "always()")],
    job: "SucceededWithIssues",
    runs: [true, true],
  },
  {
    name: "AlwaysMeansAlways",
    steps: [step("Canceled"), step("Succeeded", "always()")],
    job: "Succeeded",
    runs: [true, true],
  },
  // StepsRunner.cs:282-288, which has no test: a step that sets its own result to canceled does not stop the job.
  ...(["Canceled", "Abandoned", "Skipped"] as const).map(
    (result): JobCase => ({
      name: "StepsRunner.cs:282-288",
      steps: [step(result), step("Succeeded")],
      job: "Succeeded",
      runs: [true, true],
    }),
  ),
];
