import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface Shown {
  readonly id: number;
  readonly connection_name: string;
  readonly state: number;
  readonly remote_url: string | null;
}

interface Project {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

const statuses = ["PENDING", "ACTIVE", "DEACTIVATED"];

let key = "";
/** The projects of all searches, by their keys. */
const seen = new Map<string, Project>();

async function call<Result>(method: string, path: string, body?: unknown): Promise<Result> {
  const answer = await fetch(`/v1${path}`, {
    method,
    headers: { "X-API-Key": key, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = (await answer.json()) as { readonly error_message?: string };
  if (!answer.ok) throw new Error(content.error_message);
  return content as Result;
}

/** There is no session: the key is kept and tried. */
async function signIn(_user: string, secret: string): Promise<void> {
  key = secret;
  await call("GET", "/account");
}

async function listConnections() {
  const { connections } = await call<{ connections: Shown[] }>("GET", "/connections");
  return connections.map(({ id, connection_name, state, remote_url }) => ({
    id: String(id),
    name: connection_name,
    destination: remote_url ?? "",
    status: statuses[state] ?? "UNKNOWN",
  }));
}

async function describeDestination(url: string) {
  const found = await call<{ is_reachable: boolean; sync_modes: string[] }>(
    "GET",
    `/remotes?url=${encodeURIComponent(url)}`,
  );
  if (!found.is_reachable) throw new Error("The remote cannot be reached.");
  return { modes: found.sync_modes };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const { projects } = await call<{ projects: Project[] }>("GET", `/projects?search=${encodeURIComponent(text)}`);
  for (const { id, key: projectKey, name } of projects) seen.set(projectKey, { id, key: projectKey, name });
  return projects.map(({ key: projectKey, name }) => ({ id: projectKey, name }));
}

async function initiate(wanted: WantedConnection) {
  const made = await call<{ connection: Shown; invitation_token: string }>("POST", "/connections", {
    connection_name: wanted.connectionName,
    description: wanted.description,
    local_short_name: wanted.localShortName,
    remote_short_name: wanted.destinationShortName,
    remote_url: wanted.destinationUrl || null,
    sync_mode: wanted.mode,
    project: seen.get(wanted.project.id),
  });
  return { id: String(made.connection.id), invitationCode: made.invitation_token };
}

async function readInvitation(id: string): Promise<string> {
  return (await call<{ invitation_token: string }>("GET", `/connections/${id}/invitation_token`)).invitation_token;
}

/** The calls of the console. */
export const api: ConsoleApi = {
  signInWith: "token",
  signIn,
  listConnections,
  describeDestination,
  searchProjects,
  initiate,
  readInvitation,
  checkInvitation: (code) => call<void>("POST", "/invitations/preview", { invitation_token: code }),
  accept: (code, { id }) =>
    call<void>("POST", "/invitations/accept", { invitation_token: code, project: seen.get(id) }),
  remove: (id) => call<void>("POST", "/connections/delete", { ids: [Number(id)] }),
};
