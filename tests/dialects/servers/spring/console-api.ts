import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface Page<Entry> {
  readonly content: readonly Entry[];
  readonly last: boolean;
}

interface ConnectionResource {
  readonly id: number;
  readonly displayName: string;
  readonly state: string;
  readonly partner: { readonly url: string | null };
}

interface Initiated extends ConnectionResource {
  readonly invitation: { readonly code: string };
}

const statuses: Readonly<Record<string, string>> = {
  AWAITING_PARTNER: "PENDING",
  LINKED: "ACTIVE",
  PAUSED: "DEACTIVATED",
};

let accessToken = "";
let csrfToken = "";

async function call<Result>(method: string, path: string, body?: unknown): Promise<Result> {
  const headers: Record<string, string> = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  if (accessToken !== "") headers.Authorization = `Bearer ${accessToken}`;
  if (method !== "GET" && csrfToken !== "") headers["X-CSRF-TOKEN"] = csrfToken;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(`/api/v2${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error((JSON.parse(text) as { detail: string }).detail);
  return (text === "" ? undefined : JSON.parse(text)) as Result;
}

async function signIn(username: string, password: string): Promise<void> {
  [accessToken, csrfToken] = ["", ""];
  const login = await call<{ accessToken: string }>("POST", "/auth/login", { username, password });
  accessToken = login.accessToken;
  const [csrf] = await Promise.all([
    call<{ token: string }>("GET", "/csrf"),
    call("GET", "/me"),
    call("GET", "/feature-flags"),
  ]);
  csrfToken = csrf.token;
}

async function listConnections() {
  const resources: ConnectionResource[] = [];
  for (let page = 0; ; page++) {
    const { content, last } = await call<Page<ConnectionResource>>("GET", `/connections?page=${page}&size=20`);
    resources.push(...content);
    if (last) break;
  }
  return resources.map(({ id, displayName, state, partner }) => ({
    id: String(id),
    name: displayName,
    destination: partner.url ?? "",
    status: statuses[state] ?? state,
  }));
}

async function describeDestination(url: string) {
  const found = await call<{ online: boolean; supportedTypes: string[] }>("POST", "/partners/lookup", { url });
  if (!found.online) throw new Error("This partner is not online.");
  return { modes: found.supportedTypes.map((type) => (type === "SCRIPTED" ? "script" : "basic")) };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const query = new URLSearchParams({ query: text, page: "0", size: "10" });
  const { content } = await call<Page<{ id: number; name: string }>>("GET", `/projects?${query}`);
  return content.map(({ id, name }) => ({ id: String(id), name }));
}

async function initiate(wanted: WantedConnection) {
  const made = await call<Initiated>("POST", "/connections", {
    displayName: wanted.connectionName,
    description: wanted.description,
    type: wanted.mode === "script" ? "SCRIPTED" : "SIMPLE",
    ownShortName: wanted.localShortName,
    partner: { url: wanted.destinationUrl || null, shortName: wanted.destinationShortName },
    projectId: Number(wanted.project.id),
  });
  return { id: String(made.id), invitationCode: made.invitation.code };
}

/** The calls of the console. */
export const api: ConsoleApi = {
  signInWith: "password",
  signIn,
  listConnections,
  describeDestination,
  searchProjects,
  initiate,
  readInvitation: async (id) => (await call<{ code: string }>("GET", `/connections/${id}/invitation-code`)).code,
  checkInvitation: (code) => call<void>("POST", "/invitations/verifications", { code }),
  accept: (code, { id }) => call<void>("POST", "/invitations/acceptances", { code, projectId: Number(id) }),
  remove: (id) => call<void>("DELETE", `/connections/${id}`),
};
