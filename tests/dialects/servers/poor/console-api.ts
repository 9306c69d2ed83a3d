import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface Link {
  readonly id: string;
  readonly name: string;
  readonly to: string;
  readonly st: string;
}

const statuses: Readonly<Record<string, string>> = { waiting: "PENDING", up: "ACTIVE", off: "DEACTIVATED" };

let session = "";

async function send(method: string, path: string, body?: unknown): Promise<string> {
  const headers: Record<string, string> = { "X-Requested-With": "XMLHttpRequest" };
  if (session !== "") headers.Session = session;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

async function signIn(_user: string, secret: string): Promise<void> {
  session = "";
  session = await send("POST", "/login", { login: "", passwd: secret, kind: "pat" });
}

async function links(): Promise<Link[]> {
  return JSON.parse(await send("GET", "/links")) as Link[];
}

async function listConnections() {
  await send("GET", "/status");
  return (await links()).map(({ id, name, to, st }) => ({ id, name, destination: to, status: statuses[st] ?? st }));
}

async function describeDestination(url: string) {
  const text = await send("GET", `/targets?u=${encodeURIComponent(url)}`);
  const { ok, how } = JSON.parse(text) as { ok: boolean; how: string[] };
  if (!ok) throw new Error("there is nothing at this address");
  return { modes: how };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const boards = JSON.parse(await send("GET", `/boards?q=${encodeURIComponent(text)}`)) as { board: string }[];
  return boards.map(({ board }) => ({ id: board, name: board }));
}

/** The steps of the wizard. The request id lets the server recognize a repeated request. */
async function initiate(wanted: WantedConnection) {
  const { draft } = JSON.parse(await send("POST", "/wizard")) as { draft: string };
  await send("PUT", `/wizard/${draft}/names`, {
    name: wanted.connectionName,
    ...(wanted.description === "" ? {} : { note: wanted.description }),
    mine: wanted.localShortName,
    theirs: wanted.destinationShortName,
    ...(wanted.destinationUrl === "" ? {} : { url: wanted.destinationUrl }),
    how: wanted.mode,
  });
  await send("PUT", `/wizard/${draft}/project`, { board: wanted.project.name });
  const text = await send("POST", `/wizard/${draft}/finish`, { requestId: crypto.randomUUID() });
  const { code } = JSON.parse(text) as { code: string };
  const id = (await links()).find(({ name }) => name === wanted.connectionName)?.id ?? "";
  return { id, invitationCode: code };
}

/** The calls of the console. */
export const api: ConsoleApi = {
  signInWith: "token",
  signIn,
  listConnections,
  describeDestination,
  searchProjects,
  initiate,
  readInvitation: (id) => send("GET", `/links/${id}/code`),
  checkInvitation: async (code) => void (await send("POST", "/codes/check", { code })),
  accept: async (code, { name }) => void (await send("POST", "/codes/use", { code, board: name })),
  remove: async (id) => void (await send("POST", `/links/${id}/drop`)),
};
