/** What a run says to the person who reads its log. Every line is redacted and kept from becoming a command. */
export interface Log {
  info(line: string): void;
  /** Shown as a warning of the step. */
  warning(line: string): void;
  /** Shown with System.Debug only. */
  debug(line: string): void;
}

/** Keeps what is to be said when a run is stopped, so that whoever stops it knows what it leaves behind. */
export interface Progress {
  /** Sets what is said when the run is stopped from now on, in whole sentences. It replaces what was set before. */
  ifStopped(message: string): void;
}
