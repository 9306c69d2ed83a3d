import * as http from "node:http";
import * as https from "node:https";
import { FaultPlan } from "../fault-plan.ts";
import { applyDialect } from "./apply-dialect.ts";
import type { Connection, ConnectionStatus } from "./connection.ts";
import { webUrl } from "./destinations.ts";
import { findRoute, perform } from "./dispatch.ts";
import { Exchange, type RecordedRequest, readBody } from "./exchange.ts";
import { answerWithFault } from "./fault-answers.ts";
import type { Fault, PlannedNodeFault } from "./faults.ts";
import { addFirstConnections } from "./first-connections.ts";
import { type ConnectionSettings, pendingConnection } from "./initiating.ts";
import type { Operation } from "./operations.ts";
import { Registry } from "./registry.ts";
import type { NodeSelf } from "./route.ts";
import { routesOf } from "./routes.ts";
import { type ExalateNodeOptions, type Settings, withDefaults } from "./settings.ts";
import { issueSession } from "./sign-in.ts";
import { freshState, loadState, saveState } from "./state.ts";

export type { Connection, ConnectionStatus } from "./connection.ts";
export type { Dialect } from "./dialect.ts";
export { type DialectName, dialectNames } from "./dialects.ts";
export type { RecordedRequest } from "./exchange.ts";
export type { Fault, PlannedNodeFault } from "./faults.ts";
export type { Operation } from "./operations.ts";
export { type ExalateNodeOptions, fakePassword, fakeToken, fakeUser } from "./settings.ts";

/** An initial connection; all members except name and remote URL have defaults. */
export type SeedConnection = Pick<ConnectionSettings, "name" | "remoteUrl"> &
  Partial<ConnectionSettings> & { readonly status?: ConnectionStatus };

/** A running embedded Exalate node. */
export interface ExalateNode {
  /** The URL it listens on, without a trailing slash. */
  readonly url: string;
  /** Requests so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The connections as the node stores them. */
  connections(): readonly Connection[];
  /** Adds a connection: pending unless a status is given, private when it has no remote URL. */
  addConnection(seed: SeedConnection): Connection;
  /** Starts a session without a sign-in and returns its token. */
  issueSession(): string;
  /** Session tokens issued so far. */
  sessionTokens(): string[];
  /** Plans a fault. */
  misbehave(plannedFault: PlannedNodeFault): void;
  /** Removes all planned faults. */
  behave(): void;
  /** Stops at once and closes the connections of open requests. */
  close(): Promise<void>;
}

/**
 * Starts an embedded Exalate node.
 * @throws Error when it cannot listen, or its state file, URL or dialect is not valid
 */
export async function startExalateNode(options: ExalateNodeOptions = {}): Promise<ExalateNode> {
  const settings = withDefaults(options);
  const selfUrl = settings.selfUrl === undefined ? null : webUrl(settings.selfUrl);
  const routes = applyDialect(routesOf(settings), settings.dialect);
  const registry = openRegistry(settings);
  const server = settings.tls ? https.createServer(settings.tls) : http.createServer();
  const listeningUrl = await listen(server, settings);
  const closing = new AbortController();
  const known = { settings, routes, registry, listeningUrl, nodeUrl: selfUrl ?? listeningUrl };
  return serve(server, { ...known, issuedTokens: [], closing: closing.signal }, closing);
}

function openRegistry(settings: Settings): Registry {
  const registry = registryOf(settings);
  if (registry.all.length === 0 && settings.connections > 0) addFirstConnections(registry, settings);
  return registry;
}

function registryOf({ stateFile, dialect: { ids = "text" } }: Settings): Registry {
  if (stateFile === undefined) return new Registry(freshState(), () => {}, ids);
  return new Registry(loadState(stateFile), (state) => saveState(stateFile, state), ids);
}

function listen(server: http.Server, { host, port, tls }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(`Cannot listen at ${host}, port ${port}: ${error.message}`)));
    server.listen(port, host, () => {
      const authority = `${host.includes(":") ? `[${host}]` : host}:${portOf(server)}`;
      resolve(`${tls ? "https" : "http"}://${authority}`);
    });
  });
}

function portOf(server: http.Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen at a port");
  return address.port;
}

function serve(server: http.Server, self: NodeSelf, closing: AbortController): ExalateNode {
  const plan = new FaultPlan<Operation, Fault>();
  const requests: RecordedRequest[] = [];
  server.on("request", (request, response) => {
    handle(self, plan, requests, request, response).catch(() => request.socket.destroy());
  });
  return {
    url: self.listeningUrl,
    requests,
    connections: () => self.registry.all,
    addConnection: (seed) => addConnection(self, seed),
    issueSession: () => issueSession(self, ""),
    sessionTokens: () => [...self.issuedTokens],
    misbehave: (plannedFault) => plan.add(plannedFault),
    behave: () => plan.clear(),
    close: () => close(server, closing),
  };
}

async function handle(
  self: NodeSelf,
  plan: FaultPlan<Operation, Fault>,
  requests: RecordedRequest[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const exchange = new Exchange(request, response, await readBody(request));
  requests.push(exchange.record);
  const found = findRoute(self, request);
  if ("body" in found) return exchange.send(found);
  const work = () => perform(self, found, exchange);
  const fault = plan.take(found.route.operation);
  if (fault) return answerWithFault(exchange, fault, work);
  exchange.send(await work());
}

function addConnection(self: NodeSelf, { status = "PENDING", ...seed }: SeedConnection): Connection {
  const pending = pendingConnection(self, {
    description: "",
    localShortName: "local",
    remoteShortName: "remote",
    private: seed.remoteUrl === null,
    mode: "script",
    project: self.settings.projects[0] ?? "",
    ...seed,
  });
  return status === "PENDING" ? pending : self.registry.update(pending, { status });
}

function close(server: http.Server, closing: AbortController): Promise<void> {
  closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
