import { unescapeCommandText } from "./command-escapes.ts";
import type { Command } from "./command-parser.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import type { Knobs } from "./knobs.ts";
import type { Masker } from "./masker.ts";
import type { Restrictions } from "./restrictions.ts";
import type { StepLog } from "./step-log.ts";
import type { StepRecord } from "./step-record.ts";
import type { Variables } from "./variables.ts";

/** What a logging command may reach while a step runs. */
export interface StepContext {
  /** Reference name of the step, under which its outputs are found. */
  readonly name: string;
  readonly masker: Masker;
  readonly variables: Variables;
  readonly taskVariables: Variables;
  readonly knobs: Knobs;
  readonly log: StepLog;
  readonly record: StepRecord;
  readonly restrictions: readonly Restrictions[];
  /** Names of task.json's `outputVariables`, lower case. */
  readonly declaredOutputs: ReadonlySet<string>;
  /** The job's connections, which `task.setendpoint` may change. */
  readonly endpoints: ServiceEndpoint[];
  /** The job's `task.prependpath` folders, oldest first. */
  readonly prependedPath: string[];
  /** Makes the agent stop waiting for the process soon (`done=true`). */
  readonly forceCompletion: () => void;
}

/** Whether `%AZP25` in a command means a percent sign; a job's variable or the agent can turn that off. */
export function decodesPercents({ knobs }: StepContext): boolean {
  return knobs.flag("DECODE_PERCENTS", true);
}

/** Registers a secret of a command; without decoding of percents, its decoded form too (TaskCommandHelper.AddSecret). */
export function addSecret(context: StepContext, value: string): void {
  context.masker.add(value);
  if (!decodesPercents(context)) context.masker.add(unescapeCommandText(value, true));
}

/** Carries out one logging command. @throws Error whose message the agent logs before it fails the step. */
export type CommandHandler = (context: StepContext, command: Command) => void;
