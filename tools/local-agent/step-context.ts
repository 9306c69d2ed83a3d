import { unescapeCommandText } from "./command-escapes.ts";
import type { Command } from "./command-parser.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import type { Knobs } from "./knobs.ts";
import type { Masker } from "./masker.ts";
import type { Restrictions } from "./restrictions.ts";
import type { StepLog } from "./step-log.ts";
import type { StepRecord } from "./step-record.ts";
import type { Variables } from "./variables.ts";

/** What logging commands can use and change while a step runs. */
export interface StepContext {
  /** Reference name of the step, the prefix of its outputs. */
  readonly name: string;
  readonly masker: Masker;
  readonly variables: Variables;
  readonly taskVariables: Variables;
  readonly knobs: Knobs;
  readonly log: StepLog;
  readonly record: StepRecord;
  readonly restrictions: readonly Restrictions[];
  /** Names of task.json's `outputVariables`, in lower case. */
  readonly declaredOutputs: ReadonlySet<string>;
  /** The job's connections, which `task.setendpoint` can change. */
  readonly endpoints: ServiceEndpoint[];
  /** The job's `task.prependpath` folders, oldest first. */
  readonly prependedPath: string[];
  /** Makes the agent stop waiting for the process soon (`done=true`). */
  readonly forceCompletion: () => void;
}

/** Whether `%AZP25` in a command is a percent sign; a variable of the job or the agent can turn this off. */
export function decodesPercents({ knobs }: StepContext): boolean {
  return knobs.flag("DECODE_PERCENTS", true);
}

/**
 * Registers a secret of a command; when percents are not decoded, also its decoded form (TaskCommandHelper.AddSecret).
 */
export function addSecret(context: StepContext, value: string): void {
  context.masker.add(value);
  if (!decodesPercents(context)) context.masker.add(unescapeCommandText(value, true));
}

/** Executes one logging command. @throws Error whose message the agent logs before it fails the step. */
export type CommandHandler = (context: StepContext, command: Command) => void;
