import type { Log } from "../core/log.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { JobVariableNames } from "./network-environment.ts";

/** The job's own access to Azure DevOps. */
export interface JobAccess {
  /** The URL of the organization or collection. */
  readonly collectionUrl: string;
  /** The job's own access token. */
  readonly token: Secret;
}

/** A service connection as the agent passes it to the task. */
export interface ServiceConnection {
  readonly url: string;
  /** `Token`, `UsernamePassword`, or another scheme of Azure DevOps; undefined when there is none. */
  readonly scheme: string | undefined;
  /** A confidential field, registered as secret before it is returned; undefined when empty. */
  secret(field: string): Secret | undefined;
  /** A field of the authentication scheme that is not secret, such as `username`; "" when empty. */
  authField(field: string): string;
  /** A field that is not secret; "" when empty. */
  data(field: string): string;
}

/** A file that the agent's configuration names. */
export interface ReadFile {
  /** The variable that names it, such as `Agent.CAInfo`. */
  readonly setting: string;
  readonly path: string;
  /** Undefined when it cannot be read. */
  readonly text: string | undefined;
}

/** The network settings of the agent: its configuration and its environment. "" means not set. */
export interface AgentNetwork {
  /** May contain a user name and a password. */
  readonly proxyUrl: string;
  readonly proxyUsername: string;
  readonly proxyPassword: Secret | undefined;
  /** As the agent writes it: a JSON list of regular expressions. */
  readonly proxyBypassList: string;
  /** PEM file of certificate authorities. */
  readonly caFile: ReadFile | undefined;
  /** PEM files. */
  readonly clientCertificate:
    | { readonly certificate: ReadFile; readonly key: ReadFile; readonly passphrase: Secret | undefined }
    | undefined;
  readonly skipsCertificateValidation: boolean;
  /** The variables of `networkEnvironment` that are set. Proxy variables may be in upper or lower case. */
  readonly environment: ReadonlyMap<string, string>;
  /** The names of the job's variables: those of the pipeline, and those that the agent adds. */
  readonly jobVariables: JobVariableNames;
  /** The value of NODE_OPTIONS. */
  readonly nodeOptions: string;
  /** Trust settings that are set, but not by the agent's own configuration. */
  readonly unconfirmedTrust: readonly string[];
}

/**
 * Azure Pipelines as a task sees it. The real implementation uses azure-pipelines-task-lib; the fake for tests keeps
 * everything in memory.
 */
export interface Agent {
  // Inputs
  /** An input as typed, trimmed; "" when absent. */
  input(name: string): string;
  /** Whether an input was given but has only white space, as when its variables have no value. */
  isBlank(name: string): boolean;
  /** A secret input, registered as secret before it is returned; undefined when absent. */
  secretInput(name: string): Secret | undefined;
  /** The path of an input of type filePath; "" when absent. The agent gives the path of a folder then, which is no file. */
  fileInput(name: string): string;
  /** The service connection that an input of type connectedService names; undefined when there is none. */
  serviceConnection(input: string): ServiceConnection | undefined;
  /** A variable that the agent or the pipeline sets; undefined when it is not set. */
  variable(name: string): string | undefined;
  /** The job's own access to Azure DevOps, its token registered as secret; undefined outside a job. */
  jobAccess(): JobAccess | undefined;
  /** The network settings of the agent. Passwords are registered as secret. */
  network(): AgentNetwork;

  // Secrets
  readonly secrets: SecretKeeper;

  // Outputs
  /** Sets an output of the step, read as `$(step.name)`. A `Secret` is set as a secret variable. */
  setOutput(name: string, value: string | Secret): void;
  /** Sets a secret variable of the job, read as `$(name)`. */
  setSecretVariable(name: string, value: Secret): void;

  // Log and summary
  readonly log: Log;
  /** Writes lines to the log as a group that can be collapsed. */
  logGroup(title: string, lines: readonly string[]): void;
  /**
   * Makes a text fit for the summary, before it becomes Markdown. The agent does not mask the summary file, so the secrets of
   * this run and the secret variables of the job are removed here.
   */
  readonly forSummary: (text: string) => string;
  /**
   * Keeps a file of this job with the run: in a build as an artifact of this name, elsewhere attached to the log of the
   * step. Returns where.
   */
  keepFile(path: string, artifact: string): "artifact" | "log";
  /** Adds Markdown to the summary of the run, under a title. */
  addSummary(title: string, markdown: string): void;
  /** Whether the task may add to the summary. A task with restricted commands may not. */
  mayAddSummary(): boolean;

  // Result
  /** Ends the step as succeeded. */
  succeed(): void;
  /** Ends the step as failed. The message is redacted first. */
  fail(message: string): void;
}
