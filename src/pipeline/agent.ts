import type { Log } from "../core/log.ts";
import type { Secret, SecretKeeper } from "../core/secret.ts";
import type { JobVariableNames } from "./network-environment.ts";

/** Azure DevOps as the job itself may use it. */
export interface JobAccess {
  /** The organisation's or collection's URL. */
  readonly collectionUrl: string;
  /** The job's own access token. */
  readonly token: Secret;
}

/** A service connection as the agent hands it to the task. */
export interface ServiceConnection {
  readonly url: string;
  /** `Token`, `UsernamePassword`, or another scheme of Azure DevOps; undefined when there is none. */
  readonly scheme: string | undefined;
  /** A confidential field, registered as secret before it is returned; undefined when empty. */
  secret(field: string): Secret | undefined;
  /** A field of the authentication scheme that is no secret, such as `username`; "" when empty. */
  authField(field: string): string;
  /** A field that is no secret; "" when empty. */
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

/** How the agent reaches the network: as it was configured, and what its environment says. "" is not set. */
export interface AgentNetwork {
  /** May hold a user name and a password. */
  readonly proxyUrl: string;
  readonly proxyUsername: string;
  readonly proxyPassword: Secret | undefined;
  /** As the agent writes it: regular expressions, as a JSON list. */
  readonly proxyBypassList: string;
  /** PEM file of certificate authorities. */
  readonly caFile: ReadFile | undefined;
  /** PEM files. */
  readonly clientCertificate:
    | { readonly certificate: ReadFile; readonly key: ReadFile; readonly passphrase: Secret | undefined }
    | undefined;
  readonly skipsCertificateValidation: boolean;
  /** Those of the variables in `networkEnvironment` that are set; proxies in capitals or small letters. */
  readonly environment: ReadonlyMap<string, string>;
  /** Names of the job's variables: the pipeline's, and those that the agent adds. */
  readonly jobVariables: JobVariableNames;
  /** What NODE_OPTIONS says. */
  readonly nodeOptions: string;
  /** Variables about trust that are set, but not by the agent's own configuration. */
  readonly unconfirmedTrust: readonly string[];
}

/**
 * Azure Pipelines, as a task meets it. One real implementation stands over azure-pipelines-task-lib; the tests' fake
 * keeps everything in memory.
 */
export interface Agent {
  // Inputs
  /** An input as typed, trimmed; "" when absent. */
  input(name: string): string;
  /** An input that is a secret, registered as such before it is returned; undefined when absent. */
  secretInput(name: string): Secret | undefined;
  /** The service connection that an input of type connectedService names; undefined when there is none. */
  serviceConnection(input: string): ServiceConnection | undefined;
  /** A variable that the agent or the pipeline sets; undefined when it is not set. */
  variable(name: string): string | undefined;
  /** The job's own access to Azure DevOps, its token registered as secret; undefined outside a job. */
  jobAccess(): JobAccess | undefined;
  /** How the agent reaches the network; passwords are registered as secret. */
  network(): AgentNetwork;

  // Secrets
  readonly secrets: SecretKeeper;

  // Outputs
  /** Sets an output of the step, read as `$(step.name)`; one that is a `Secret` is set as a secret variable. */
  setOutput(name: string, value: string | Secret): void;
  /** Sets a secret variable of the job, read as `$(name)`. */
  setSecretVariable(name: string, value: Secret): void;

  // Log and summary
  readonly log: Log;
  /** Shows lines of the log as a group that can be folded. */
  logGroup(title: string, lines: readonly string[]): void;
  /**
   * A text as the summary may show it, before it is made Markdown of. Nobody masks the summary's file: beside the
   * secrets of this run, the secret variables of the job are taken out here.
   */
  readonly forSummary: (text: string) => string;
  /** Adds Markdown to the run's summary, under a title. */
  addSummary(title: string, markdown: string): void;
  /** Whether the task may add to the summary: one that is restricted to harmless commands may not. */
  mayAddSummary(): boolean;

  // Result
  /** Ends the step well. */
  succeed(): void;
  /** Ends the step as failed, with a message that is redacted first. */
  fail(message: string): void;
}
