/** The log of a run. Secrets are removed from every line, and no line can become a command of the agent. */
export interface Log {
  info(line: string): void;
  /** Writes a line that Azure Pipelines shows as a warning of the step. */
  warning(line: string): void;
  /** Writes a line that is shown only with System.Debug. */
  debug(line: string): void;
}

/** Keeps the message for a run that is stopped, so that a person knows what was changed by then. */
export interface Progress {
  /** Sets the message for a stop from now on, in complete sentences. It replaces the message that was set before. */
  ifStopped(message: string): void;
}
