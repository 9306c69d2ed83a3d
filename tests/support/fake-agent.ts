import { Redactor } from "../../src/core/redactor.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Agent, AgentNetwork, JobAccess, ServiceConnection } from "../../src/pipeline/agent.ts";

/** The settings of a fake agent. */
export interface FakeAgentSetting {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly connections?: Readonly<Record<string, ServiceConnection>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly jobAccess?: { readonly collectionUrl: string; readonly token: string };
  readonly network?: Partial<AgentNetwork>;
}

const plainNetwork: AgentNetwork = {
  proxyUrl: "",
  proxyUsername: "",
  proxyPassword: undefined,
  proxyBypassList: "",
  caFile: undefined,
  clientCertificate: undefined,
  skipsCertificateValidation: false,
  environment: new Map(),
  jobVariables: { open: [], secret: [] },
  nodeOptions: "",
  unconfirmedTrust: [],
};

/** A fake agent that records the output, the variables and the summaries of a task. */
export class FakeAgent implements Agent {
  readonly #setting: FakeAgentSetting;
  readonly #redactor = new Redactor();
  /** All events in order: `info: …`, `warning: …`, `debug: …`, `output: name`, `variable: name`, `summary: title`, `secret`. */
  readonly events: string[] = [];
  readonly registered: string[] = [];
  readonly outputs = new Map<string, string | Secret>();
  readonly secretVariables = new Map<string, Secret>();
  readonly summaries: string[] = [];
  /** The paths of the kept files by the names of their artifacts. */
  readonly kept = new Map<string, string>();
  result: string | undefined;

  constructor(setting: FakeAgentSetting = {}) {
    this.#setting = setting;
  }

  input(name: string): string {
    return this.#setting.inputs?.[name] ?? "";
  }

  secretInput(name: string): Secret | undefined {
    const value = this.input(name);
    return value === "" ? undefined : this.secrets.register(value);
  }

  isBlank(name: string): boolean {
    return /^\s+$/.test(this.input(name));
  }

  fileInput(name: string): string {
    return this.input(name);
  }

  keepFile(path: string, artifact: string): "artifact" {
    this.kept.set(artifact, path);
    return "artifact";
  }

  jobAccess(): JobAccess | undefined {
    const { jobAccess } = this.#setting;
    return jobAccess && { collectionUrl: jobAccess.collectionUrl, token: this.secrets.register(jobAccess.token) };
  }

  readonly network = (): AgentNetwork => ({ ...plainNetwork, ...this.#setting.network });

  /** The texts that a run gave for its message if it is stopped, in order. */
  readonly stopTexts: string[] = [];
  /** A clock that does not wait, and a signal that is never aborted. */
  readonly clock = { now: () => 0, sleep: async () => {} };
  readonly signal = new AbortController().signal;
  readonly progress = { ifStopped: (text: string) => void this.stopTexts.push(text) };

  serviceConnection(input: string): ServiceConnection | undefined {
    return this.#setting.connections?.[input];
  }

  variable(name: string): string | undefined {
    return this.#setting.variables?.[name];
  }

  readonly secrets = {
    register: (value: string) => {
      this.#redactor.add(value);
      this.registered.push(value);
      this.events.push("secret");
      return new Secret(value);
    },
    redact: (text: string) => this.#redactor.redact(text),
    holdsLongSecret: (text: string) => this.#redactor.holdsLongSecret(text),
  };

  readonly forSummary = (text: string) => this.#redactor.redact(text);

  setOutput(name: string, value: string | Secret): void {
    this.outputs.set(name, value);
    this.events.push(`output: ${name}`);
  }

  setSecretVariable(name: string, value: Secret): void {
    this.secretVariables.set(name, value);
    this.events.push(`variable: ${name}`);
  }

  readonly log = {
    info: (line: string) => void this.events.push(`info: ${line}`),
    warning: (line: string) => void this.events.push(`warning: ${line}`),
    debug: (line: string) => void this.events.push(`debug: ${line}`),
  };

  logGroup(title: string, lines: readonly string[]): void {
    this.events.push(`group: ${title}`, ...lines.map((line) => `info: ${line}`));
  }

  addSummary(title: string, markdown: string): void {
    this.summaries.push(markdown);
    this.events.push(`summary: ${title}`);
  }

  mayAddSummary(): boolean {
    return true;
  }

  succeed(): void {
    this.result = "succeeded";
  }

  fail(message: string): void {
    this.result = `failed: ${message}`;
  }
}
