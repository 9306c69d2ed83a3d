import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { FaultPlan } from "../fault-plan.ts";
import { findRoute, isSignedIn, notFound, notSignedIn, perform } from "./dispatch.ts";
import { Exchange, type Host, type RecordedRequest, readBody } from "./exchange.ts";
import { answerWithFault, type Fault, type PlannedServerFault } from "./faults.ts";
import { type Release, type ReleaseSeed, Releases } from "./releases.ts";
import type { Operation, Organization } from "./routes.ts";
import { type AzureDevOpsServerOptions, type Project, type Settings, withDefaults } from "./settings.ts";
import { type VariableGroup, type VariableGroupSeed, VariableGroups } from "./variable-groups.ts";
import type { Variable } from "./variables.ts";

export type { Host, RecordedRequest } from "./exchange.ts";
export type { Fault, PlannedServerFault } from "./faults.ts";
export type { Release, ReleaseSeed } from "./releases.ts";
export type { Operation } from "./routes.ts";
export { type AzureDevOpsServerOptions, fakeJobToken, fakePersonalToken } from "./settings.ts";
export type { VariableGroup, VariableGroupSeed } from "./variable-groups.ts";
export type { Variable, Variables } from "./variables.ts";

/** A test server on loopback that behaves like an organization of Azure DevOps. */
export interface AzureDevOpsServer {
  /** URL of the organization as in `System.CollectionUri`, with a trailing slash. */
  readonly collectionUrl: string;
  /** URL for releases, with a trailing slash; on premises the same as `collectionUrl`. */
  readonly releaseUrl: string;
  readonly projects: readonly Project[];
  /** Requests to both hosts so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Adds a variable group and returns its id. */
  addVariableGroup(seed: VariableGroupSeed): number;
  /** A variable group as stored, with its secrets. Raises an error when the id is unknown. */
  group(id: number): VariableGroup;
  /** Sets a variable of a group, like another client. */
  setGroupVariable(id: number, name: string, variable: Variable): void;
  /** Adds a release and returns its id. */
  addRelease(seed: ReleaseSeed): number;
  /** A release as stored, with its secrets. Raises an error when the id is unknown. */
  release(id: number): Release;
  /** Sets a variable of a release, like another client. */
  setReleaseVariable(id: number, name: string, variable: Variable): void;
  /** Plans a fault. */
  misbehave(plannedFault: PlannedServerFault): void;
  /** Removes all planned faults. */
  behave(): void;
  /** Stops at once and closes the connections of open requests. */
  close(): Promise<void>;
}

/** Starts the server. Raises an error when it cannot listen. */
export async function startAzureDevOpsServer(options: AzureDevOpsServerOptions = {}): Promise<AzureDevOpsServer> {
  const settings = withDefaults(options);
  const servers = { collection: http.createServer(), releases: http.createServer() };
  const collection = await listen(servers.collection, settings.port, settings);
  const releases = settings.onPremises ? collection : await listen(servers.releases, settings.releasePort, settings);
  const organization: Organization = {
    settings,
    groups: new VariableGroups(settings.projects),
    releases: new Releases(),
    urls: { collection, releases },
  };
  return serve(organization, servers);
}

function listen(server: http.Server, port: number, { organization }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port: actual } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${actual}/${encodeURIComponent(organization)}/`);
    });
  });
}

function serve(organization: Organization, servers: Readonly<Record<Host, http.Server>>): AzureDevOpsServer {
  const { groups, releases, settings, urls } = organization;
  const plan = new FaultPlan<Operation, Fault>();
  const requests: RecordedRequest[] = [];
  for (const host of ["collection", "releases"] as const) {
    servers[host].on("request", (request, response) => {
      handle(organization, plan, requests, { host, request, response }).catch(() => request.socket.destroy());
    });
  }
  return {
    collectionUrl: urls.collection,
    releaseUrl: urls.releases,
    projects: settings.projects,
    requests,
    addVariableGroup: (seed) => groups.add(seed),
    group: (id) => groups.get(id),
    setGroupVariable: (id, name, variable) => groups.change(id, (group) => withVariable(group, name, variable)),
    addRelease: (seed) => releases.add(seed),
    release: (id) => releases.get(id),
    setReleaseVariable: (id, name, variable) => releases.change(id, (release) => withVariable(release, name, variable)),
    misbehave: (plannedFault) => plan.add(plannedFault),
    behave: () => plan.clear(),
    close: async () => {
      await Promise.all([close(servers.collection), close(servers.releases)]);
    },
  };
}

function withVariable<T extends VariableGroup | Release>(holder: T, name: string, variable: Variable): T {
  return { ...holder, variables: { ...holder.variables, [name]: variable } };
}

interface Incoming {
  readonly host: Host;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
}

async function handle(
  organization: Organization,
  plan: FaultPlan<Operation, Fault>,
  requests: RecordedRequest[],
  { host, request, response }: Incoming,
): Promise<void> {
  const exchange = new Exchange(host, request, response, await readBody(request));
  requests.push(exchange.request);
  const match = findRoute(organization, exchange.request);
  const fault = match && plan.take(match.route.operation);
  if (fault) return answerWithFault(exchange, match.route.operation, fault);
  if (!isSignedIn(exchange.request)) return exchange.send(notSignedIn);
  exchange.send(match ? perform(match) : notFound(exchange.request));
}

function close(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
