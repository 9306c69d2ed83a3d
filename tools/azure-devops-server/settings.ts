import { randomUUID } from "node:crypto";

/** Options of the server; each has a default. */
export interface AzureDevOpsServerOptions {
  /** Name of the organization, the first part of every path; `contoso` when absent. */
  readonly organization?: string;
  /** Names of its projects; `Fabrikam` when absent. */
  readonly projects?: readonly string[];
  /** Port of the organization's host; any free port when absent. */
  readonly port?: number;
  /** Port of the host for releases, which is separate in the cloud; any free port when absent. */
  readonly releasePort?: number;
  /** Whether to behave like a server on premises, which has no resource areas and serves everything on one host. */
  readonly onPremises?: boolean;
}

/** A project of the organization. */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** The options with defaults. */
export interface Settings {
  readonly organization: string;
  readonly projects: readonly Project[];
  readonly port: number;
  readonly releasePort: number;
  readonly onPremises: boolean;
}

/** Bearer token of this server's jobs. */
export const fakeJobToken = "fake-job-token-of-this-test-server";

/** Personal access token with which users can sign in. */
export const fakePersonalToken = "fake-personal-token-of-this-test-server";

/** Adds the defaults to options. */
export function withDefaults(options: AzureDevOpsServerOptions): Settings {
  const { organization = "contoso", projects = ["Fabrikam"], port = 0, releasePort = 0, onPremises = false } = options;
  return {
    organization,
    projects: projects.map((name) => ({ id: randomUUID(), name })),
    port,
    releasePort,
    onPremises,
  };
}
