import { randomUUID } from "node:crypto";

/** How to start the server; everything has a default. */
export interface AzureDevOpsServerOptions {
  /** Organisation, the first part of every path; `contoso` unless given. */
  readonly organization?: string;
  /** Names of its projects; `Fabrikam` unless given. */
  readonly projects?: readonly string[];
  /** Port of the organisation's own server; a free one unless given. */
  readonly port?: number;
  /** Port of the server for releases, which in the cloud is another host; a free one unless given. */
  readonly releasePort?: number;
  /** A server on premises lists no resource areas: everything is served at the collection itself. */
  readonly onPremises?: boolean;
}

/** A project of the organisation. */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** What the server goes by. */
export interface Settings {
  readonly organization: string;
  readonly projects: readonly Project[];
  readonly port: number;
  readonly releasePort: number;
  readonly onPremises: boolean;
}

/** Bearer token that a job of this server has. */
export const fakeJobToken = "fake-job-token-of-this-test-server";

/** Personal access token that a person's client may sign in with. */
export const fakePersonalToken = "fake-personal-token-of-this-test-server";

/** The options with defaults filled in. */
export function settle(options: AzureDevOpsServerOptions): Settings {
  const { organization = "contoso", projects = ["Fabrikam"], port = 0, releasePort = 0, onPremises = false } = options;
  return {
    organization,
    projects: projects.map((name) => ({ id: randomUUID(), name })),
    port,
    releasePort,
    onPremises,
  };
}
