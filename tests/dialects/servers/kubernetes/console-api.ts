import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface ConnectionObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly displayName: string; readonly remote: { readonly url?: string } };
  readonly status: { readonly phase: string };
}

interface List<Item> {
  readonly metadata: { readonly continue?: string; readonly resourceVersion?: string };
  readonly items: readonly Item[];
}

interface ProjectObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly displayName: string };
}

const apiVersion = "sync.contoso.example/v1";
const namespace = `/apis/${apiVersion}/namespaces/default`;
const statuses: Readonly<Record<string, string>> = {
  AwaitingAcceptance: "PENDING",
  Established: "ACTIVE",
  Suspended: "DEACTIVATED",
};

let token = "";

async function call<Result>(method: string, url: string, body?: unknown): Promise<Result> {
  const answer = await fetch(url, {
    method,
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = (await answer.json()) as { readonly message?: string };
  if (!answer.ok) throw new Error(content.message);
  return content as Result;
}

function get<Result>(path: string): Promise<Result> {
  return call<Result>("GET", `${namespace}${path}`);
}

function create<Result>(resource: string, kind: string, spec: unknown): Promise<Result> {
  return call<Result>("POST", `${namespace}/${resource}`, { apiVersion, kind, spec });
}

/** There is no session: the token is kept and tried. */
async function signIn(_user: string, secret: string): Promise<void> {
  token = secret;
  await call("GET", "/version");
}

async function listConnections() {
  const objects: ConnectionObject[] = [];
  let metadata: List<ConnectionObject>["metadata"] = {};
  do {
    const query = new URLSearchParams({ limit: "20", ...(metadata.continue ? { continue: metadata.continue } : {}) });
    const page: List<ConnectionObject> = await get(`/connections?${query}`);
    objects.push(...page.items);
    metadata = page.metadata;
  } while (metadata.continue);
  const watch = { watch: "true", resourceVersion: metadata.resourceVersion ?? "", timeoutSeconds: "1" };
  await get(`/connections?${new URLSearchParams(watch)}`);
  return objects.map(({ metadata: { name }, spec, status: { phase } }) => ({
    id: name,
    name: spec.displayName,
    destination: spec.remote.url ?? "",
    status: statuses[phase] ?? phase,
  }));
}

async function describeDestination(url: string) {
  const { status } = await create<{ status: { reachable: boolean; modes: string[] } }>(
    "destinationreviews",
    "DestinationReview",
    { url },
  );
  if (!status.reachable) throw new Error("The destination is not reachable");
  return { modes: status.modes.map((mode) => mode.toLowerCase()) };
}

/** The API has no search: all projects are read, and those that fit are shown. */
async function searchProjects(text: string): Promise<FoundProject[]> {
  const { items } = await get<List<ProjectObject>>("/projects");
  const projects = items.map(({ metadata, spec }) => ({ id: metadata.name, name: spec.displayName }));
  return projects.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
}

async function initiate(wanted: WantedConnection) {
  const { destinationUrl, destinationShortName, mode } = wanted;
  const { metadata } = await create<ConnectionObject>("connections", "Connection", {
    displayName: wanted.connectionName,
    description: wanted.description,
    mode: mode === "script" ? "Script" : "Basic",
    local: { shortName: wanted.localShortName },
    remote: { shortName: destinationShortName, ...(destinationUrl === "" ? {} : { url: destinationUrl }) },
    projectRef: { name: wanted.project.id },
  });
  return { id: metadata.name, invitationCode: await readInvitation(metadata.name) };
}

async function readInvitation(name: string): Promise<string> {
  const { status } = await get<{ status: { invitation: string } }>(`/connections/${name}/invitation`);
  return status.invitation;
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
  checkInvitation: (invitation) => create<void>("invitationreviews", "InvitationReview", { invitation }),
  accept: (invitation, { id: name }) => create<void>("invitations", "Acceptance", { invitation, projectRef: { name } }),
  remove: (name) => call<void>("DELETE", `${namespace}/connections/${name}`),
};
