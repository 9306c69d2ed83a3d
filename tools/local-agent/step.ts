import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { isDotNetTrue } from "./booleans.ts";
import { summaryType } from "./command-attachments.ts";
import { handleLine } from "./command-dispatch.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import { type Environment, handlerEnvironment } from "./environment.ts";
import { ForcedCompletion } from "./forced-completion.ts";
import { type SelectedHandler, selectHandler } from "./handler-selection.ts";
import { expandAll, queueInputs, referencedEndpoints, resolveInputs, rootFilePaths } from "./inputs.ts";
import type { JobState } from "./job-state.ts";
import { runProcess } from "./process.ts";
import { restrictionsOfTarget } from "./restrictions.ts";
import { mergeResults, type TaskResult } from "./results.ts";
import { runWithRetries } from "./retry.ts";
import type { StepContext } from "./step-context.ts";
import { StepLog } from "./step-log.ts";
import { StepRecord } from "./step-record.ts";
import type { RawLine, StepReport, TaskRequest } from "./step-report.ts";
import { StepStop, StepStopped } from "./step-stop.ts";
import { bannerOf, readTaskDefinition, restrictionsOfTask, type TaskDefinition } from "./task-definition.ts";
import { Variables } from "./variables.ts";

/**
 * Runs one task as a step of the job. The report contains errors that happen on the agent.
 * @throws PipelineError for errors that the server finds before an agent gets the job
 * @throws Error when the folder contains no readable task.json
 */
export async function runStep(job: JobState, request: TaskRequest): Promise<StepReport> {
  const definition = await readTaskDefinition(request.taskFolder);
  const name = job.referenceName(request.name, definition.name);
  const queued = queueInputs(definition, request.inputs, job.endpoints, {
    stepName: name,
    macros: (macro) => job.valueAtStart(macro),
  });
  const step = new Step(job, request, definition, name);
  return step.run(queued);
}

function isCancel(error: unknown): boolean {
  return error instanceof StepStopped && error.reason === "cancel";
}

class Step {
  readonly #job: JobState;
  readonly #request: TaskRequest;
  readonly #definition: TaskDefinition;
  readonly #name: string;
  readonly #log: StepLog;
  readonly #record = new StepRecord();
  readonly #taskVariables: Variables;
  readonly #raw: RawLine[] = [];
  readonly #stop: StepStop;
  readonly #logCancellation = () => {
    if (this.#stop.reason !== "cancel") return;
    this.#log.source = "agent";
    this.#log.error("The Operation will be canceled. The next steps may not contain expected logs.");
  };
  readonly #startedAt = performance.now();
  #exitCode: number | undefined;
  #node: string | undefined;
  #attempts = 0;

  constructor(job: JobState, request: TaskRequest, definition: TaskDefinition, name: string) {
    this.#job = job;
    this.#request = request;
    this.#definition = definition;
    this.#name = name;
    this.#log = new StepLog(job.masker, job.showsDebug, request.onLine ?? (() => {}));
    this.#taskVariables = new Variables(job.masker);
    this.#stop = new StepStop(request.signal, request.timeoutMilliseconds);
  }

  async run(queued: ReadonlyMap<string, string>): Promise<StepReport> {
    for (const warning of this.#job.variables.expand()) this.#log.warning(warning);
    this.#log.write(`##[section]Starting: ${this.#displayName}`);
    this.#stop.signal.addEventListener("abort", this.#logCancellation, { once: true });
    try {
      await this.#runTask(queued);
    } catch (error) {
      this.#log.error(error instanceof Error ? error.message : String(error));
      this.#record.result = isCancel(error) ? "Canceled" : "Failed";
      if (isCancel(error)) this.#job.cancel();
    } finally {
      this.#stop.dispose();
    }
    for (const line of this.#record.outputAtEnd) this.#log.write(line);
    const result = this.#finalResult();
    this.#record.completeDetails();
    this.#log.write(`##[section]Finishing: ${this.#displayName}`);
    this.#job.stepFinished(this.#name, result, this.#record.outputs);
    return this.#report(result);
  }

  get #displayName(): string {
    return this.#request.displayName ?? this.#definition.friendlyName;
  }

  async #runTask(queued: ReadonlyMap<string, string>): Promise<void> {
    this.#stop.throwIfStopped();
    this.#job.describeStep({ name: this.#name, displayName: this.#displayName });
    for (const line of bannerOf(this.#definition)) this.#log.writeUnmasked(line);
    const handler = selectHandler(this.#definition, this.#request.taskFolder, {
      forced: this.#request.handler,
      binaries: this.#job.binaries,
      knobs: this.#job.knobs,
    });
    const given = resolveInputs(this.#definition, queued, this.#job.macroSources());
    const inputs = rootFilePaths(this.#definition, given, this.#job.folderOfPaths());
    if (this.#isRefusedSecrets(inputs)) {
      this.#log.write("References service endpoint. PRs from repository forks are not allowed to access secrets.");
      this.#record.result = "Skipped";
      return;
    }
    this.#node = handler.node;
    await this.#runWithRetries(handler, inputs);
  }

  #isRefusedSecrets(inputs: ReadonlyMap<string, string>): boolean {
    const isTrue = (name: string) => isDotNetTrue(this.#job.variables.get(name));
    const isRestricted = isTrue("System.RestrictSecrets") && isTrue("System.PullRequest.IsFork");
    return isRestricted && this.#endpointsOf(inputs).length > 0;
  }

  #endpointsOf(inputs: ReadonlyMap<string, string>): ServiceEndpoint[] {
    return referencedEndpoints(this.#definition, inputs, this.#job.endpoints);
  }

  async #runWithRetries(handler: SelectedHandler, inputs: ReadonlyMap<string, string>): Promise<void> {
    await runWithRetries({
      retries: this.#request.retryCountOnTaskFailure ?? 0,
      log: this.#log,
      record: this.#record,
      attempt: () => this.#attempt(handler, inputs),
      sleep: async (milliseconds) => {
        await this.#job.sleep(milliseconds, this.#stop.signal);
        this.#stop.throwIfStopped();
      },
    });
  }

  async #attempt(handler: SelectedHandler, inputs: ReadonlyMap<string, string>): Promise<void> {
    this.#attempts += 1;
    const completion = new ForcedCompletion(this.#job.timing.forcedCompletionMilliseconds);
    const context = this.#context(() => completion.request());
    try {
      this.#exitCode = await runProcess({
        file: handler.node,
        args: [handler.script],
        workingDirectory: await this.#workingDirectory(handler),
        environment: this.#environment(inputs),
        timeouts: this.#job.processTimeouts(),
        cancel: this.#stop.signal,
        abandon: completion.abandoned,
        onLine: (stream, text) => this.#take(context, { stream, text }),
      });
    } finally {
      completion.dispose();
      this.#log.source = "agent";
    }
    this.#stop.throwIfStopped();
    this.#refuseExitCode(handler);
  }

  #take(context: StepContext, line: RawLine): void {
    this.#raw.push(line);
    this.#log.source = line.stream;
    handleLine(context, line.text);
  }

  #refuseExitCode(handler: SelectedHandler): void {
    if (this.#exitCode === undefined) {
      this.#log.debug('The task was marked as "done", but the process has not closed. Treating the task as complete.');
      return;
    }
    if (this.#exitCode === 0) return;
    if (this.#exitCode === 137 && this.#job.knobs.flag("AZP_ENABLE_RESOURCE_UTILIZATION_WARNINGS"))
      this.#log.error("Exit code 137: the process was killed, likely out of memory.");
    throw new Error(
      `Exit code ${this.#exitCode} returned from process: file name '${handler.node}', arguments '"${handler.script}"'.`,
    );
  }

  async #workingDirectory(handler: SelectedHandler): Promise<string> {
    const sources = this.#job.sourcesFolder();
    const folder = handler.workingDirectory === undefined ? sources : resolve(sources, handler.workingDirectory);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  #environment(inputs: ReadonlyMap<string, string>): Environment {
    const sources = this.#job.macroSources();
    const given = Object.entries(this.#request.env ?? {});
    return handlerEnvironment({
      agent: this.#job.environment,
      step: Object.fromEntries(given.map(([name, value]) => [name.trim(), expandAll(value.trim(), sources)])),
      variables: this.#job.variables,
      taskVariables: this.#taskVariables,
      inputs,
      endpoints: this.#endpointsOf(inputs),
      accessToken: this.#job.variables.get("System.AccessToken") ?? "",
      prependedPath: this.#job.prependedPath,
    });
  }

  #context(forceCompletion: () => void): StepContext {
    const { masker, variables, knobs, endpoints, prependedPath } = this.#job;
    const outputs = this.#definition.outputVariables ?? [];
    const target = this.#request.target;
    return {
      name: this.#name,
      masker,
      variables,
      taskVariables: this.#taskVariables,
      knobs,
      log: this.#log,
      record: this.#record,
      restrictions: [
        restrictionsOfTask(this.#definition),
        ...(target === undefined ? [] : [restrictionsOfTarget(target)]),
      ],
      declaredOutputs: new Set(outputs.map((output) => output.name.toLowerCase())),
      endpoints,
      prependedPath,
      forceCompletion,
    };
  }

  #finalResult(): TaskResult {
    const { result, commandResult } = this.#record;
    const merged = commandResult === undefined ? (result ?? "Succeeded") : mergeResults(result, commandResult);
    return merged === "Failed" && this.#request.continueOnError === true ? "SucceededWithIssues" : merged;
  }

  #report(result: TaskResult): StepReport {
    const { operations, percentComplete, attachments, artifacts, details, serverCommands, outputs } = this.#record;
    return {
      name: this.#name,
      result,
      exitCode: this.#exitCode,
      raw: this.#raw,
      log: this.#log.lines,
      banner: bannerOf(this.#definition),
      issues: this.#log.issues,
      outputs,
      currentOperation: operations.at(-1),
      operations,
      percentComplete,
      summaries: attachments.filter(({ type }) => type === summaryType),
      attachments,
      artifacts,
      details: [...details.values()],
      serverCommands,
      node: this.#node,
      attempts: this.#attempts,
      durationMilliseconds: performance.now() - this.#startedAt,
    };
  }
}
