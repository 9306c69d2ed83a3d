import type { ConsoleApi, FoundProject, WantedConnection } from "../../../../tools/exalate-node/console/console-api.ts";

interface Envelope {
  readonly success: boolean;
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

interface Relation {
  readonly id: string;
  readonly status: string;
  readonly relation: { readonly name: string; readonly remoteInstance: { readonly url: string | null } };
}

interface TriggerProject {
  readonly projectKey: string;
  readonly projectName: string;
}

const root = "/rest/hub/2.1";
let session = "";

async function request(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = new Headers({ Accept: "application/json, text/plain, */*" });
  if (session !== "") headers.set("X-Relation-Session", session);
  if (body === undefined) return fetch(`${root}${path}`, { method, headers });
  headers.set("Content-Type", "application/json;charset=UTF-8");
  return fetch(`${root}${path}`, { method, headers, body: JSON.stringify(body) });
}

async function dataOf<Data>(response: Response): Promise<Data> {
  const { success, data, errors = [] } = (await response.json()) as Envelope;
  if (!success) throw new Error(errors.map(({ message }) => message).join(" "));
  return data as Data;
}

async function get<Data>(path: string): Promise<Data> {
  return dataOf<Data>(await request("GET", path));
}

async function post<Data>(path: string, body: unknown): Promise<Data> {
  return dataOf<Data>(await request("POST", path, body));
}

async function signIn(_user: string, token: string): Promise<void> {
  session = "";
  const answer = await request("POST", "/session", { credentials: { kind: "pat", token } });
  await dataOf(answer);
  session = answer.headers.get("X-Relation-Session") ?? "";
  await get("/session/user");
}

async function listConnections() {
  const found: Relation[] = [];
  for (let total = 1; found.length < total; ) {
    const page = await get<{ total: number; relations: Relation[] }>(`/relations?offset=${found.length}&limit=20`);
    found.push(...page.relations);
    total = page.total;
  }
  await get("/notifications/count");
  return found.map(({ id, status, relation }) => ({
    id,
    name: relation.name,
    destination: relation.remoteInstance.url ?? "",
    status: status.toUpperCase(),
  }));
}

async function describeDestination(url: string) {
  const { instance, configuration } = await get<{ instance: { alive: boolean }; configuration: { modes: string[] } }>(
    `/instance?url=${encodeURIComponent(url)}`,
  );
  if (!instance.alive) throw new Error("This instance does not answer");
  return { modes: configuration.modes.map((mode) => mode.toLowerCase()) };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const found = await get<TriggerProject[]>(`/trigger/projects?name=${encodeURIComponent(text)}`);
  return found.map(({ projectKey, projectName }) => ({ id: projectKey, name: projectName }));
}

function triggerFor({ id, name }: FoundProject): TriggerProject {
  return { projectKey: id, projectName: name };
}

async function initiate(wanted: WantedConnection) {
  const { id } = await post<{ id: string }>("/relation", {
    relation: {
      name: wanted.connectionName,
      description: wanted.description,
      localInstance: { shortName: wanted.localShortName },
      remoteInstance: {
        shortName: wanted.destinationShortName,
        ...(wanted.destinationUrl === "" ? {} : { url: wanted.destinationUrl }),
      },
    },
    configuration: { mode: wanted.mode.toUpperCase() },
    trigger: triggerFor(wanted.project),
  });
  return { id, invitationCode: await readInvitation(id) };
}

async function readInvitation(id: string): Promise<string> {
  return (await get<{ invitationCode: string }>(`/relation/${id}/invitation-code`)).invitationCode;
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
  checkInvitation: (invitationCode) => post("/relation/invitation/verify", { invitationCode }),
  accept: (invitationCode, project) =>
    post("/relation/invitation/accept", { invitationCode, trigger: triggerFor(project) }),
  remove: async (id) => dataOf(await request("DELETE", `/relation/${id}`)),
};
