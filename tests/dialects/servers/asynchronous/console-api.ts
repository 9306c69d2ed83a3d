import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface Item {
  readonly connectionId: string;
  readonly label: string;
  readonly phase: string;
  readonly peer: { readonly href: string };
}

interface Accepted {
  readonly operationId: string;
  readonly statusUrl: string;
}

interface OperationState {
  readonly state: string;
  readonly problem?: string;
}

const root = "/api/sync";
let token = "";
/** The ticket of each invitation that was inspected, by its code. */
const tickets = new Map<string, string>();

async function call<Result>(method: string, url: string, body?: unknown): Promise<Result> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token === "" ? {} : { "X-Session-Token": token }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = (await answer.json()) as { readonly error?: { readonly message: string } };
  if (content.error) throw new Error(content.error.message);
  return content as Result;
}

function get<Result>(path: string): Promise<Result> {
  return call<Result>("GET", `${root}${path}`);
}

function post<Result>(path: string, body?: unknown): Promise<Result> {
  return call<Result>("POST", `${root}${path}`, body);
}

/** Asks for the state of an operation until it is over. */
async function finished({ statusUrl }: Accepted): Promise<void> {
  for (let asked = 0; asked < 50; asked++) {
    const { state, problem } = await call<OperationState>("GET", statusUrl);
    if (state === "failed") throw new Error(problem);
    if (state === "done") return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("The operation does not end.");
}

async function signIn(_user: string, secret: string): Promise<void> {
  token = "";
  token = (await post<{ session: { token: string } }>("/sessions", { type: "PAT", secret })).session.token;
  await get("/profile");
}

async function items(): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: "20", ...(cursor === "" ? {} : { cursor }) });
    const page: { items: Item[]; nextCursor: string | null } = await get(`/connections?${query}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

async function listConnections() {
  const shown = await items();
  return shown.map(({ connectionId: id, label: name, phase: status, peer }) => ({
    id,
    name,
    destination: peer.href,
    status,
  }));
}

async function describeDestination(url: string) {
  const { reachable, modes } = await get<{ reachable: boolean; modes: string[] }>(
    `/destinations:probe?href=${encodeURIComponent(url)}`,
  );
  if (!reachable) throw new Error("The destination is not reachable");
  return { modes };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const found = await get<{ items: { projectId: string; title: string }[] }>(
    `/projects:search?text=${encodeURIComponent(text)}`,
  );
  return found.items.map(({ projectId, title }) => ({ id: projectId, name: title }));
}

async function initiate(wanted: WantedConnection) {
  const { destinationUrl, connectionName, description, localShortName, destinationShortName, mode, project } = wanted;
  const operation = await post<Accepted>("/connections", {
    label: connectionName,
    ...(description === "" ? {} : { note: description }),
    from: { shortName: localShortName },
    to: { shortName: destinationShortName, ...(destinationUrl === "" ? {} : { href: destinationUrl }) },
    mode,
    projectId: project.id,
  });
  await finished(operation);
  const id = (await items()).find(({ label }) => label === connectionName)?.connectionId ?? "";
  return { id, invitationCode: await readInvitation(id) };
}

async function readInvitation(id: string): Promise<string> {
  return (await get<{ code: string }>(`/connections/${id}/invitation`)).code;
}

async function checkInvitation(code: string): Promise<void> {
  const { ticket } = await post<{ ticket: string }>("/invitations:inspect", { code });
  tickets.set(code, ticket);
}

async function accept(code: string, { id: projectId }: FoundProject): Promise<void> {
  await finished(await post<Accepted>(`/invitations/${tickets.get(code) ?? ""}:accept`, { projectId }));
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
  checkInvitation,
  accept,
  remove: async (id) => finished(await post<Accepted>(`/connections/${id}:withdraw`)),
};
