import type { ConsoleApi, FoundProject, ListedConnection, WantedConnection } from "../console-api.ts";
import type { NodeCalls } from "../node-calls.ts";
import { OwnCalls } from "./own-calls.ts";

const pageSize = 50;

// The embedded node writes into the page how its API is called in its dialect.
const node: NodeCalls = JSON.parse(document.getElementById("node-calls")?.textContent ?? "{}");
const calls = new OwnCalls(node);

/** The embedded node's API. */
export const api: ConsoleApi = {
  signInWith: node.signInWith,
  signIn,
  listConnections,
  describeDestination,
  searchProjects,
  initiate,
  readInvitation,
  checkInvitation: async (invitationCode) => void (await calls.send("checkInvitation", { invitationCode })),
  accept: async (invitationCode, project) =>
    void (await calls.send("acceptInvitation", { invitationCode, project: project.id })),
  remove: async (id) => void (await calls.send("deleteConnection", { id })),
};

async function signIn(user: string, password: string): Promise<void> {
  const answer = await calls.send("authenticate", { authProtocol: "basic", user, password });
  const inBody = answer.value("jwt") ?? answer.value("token") ?? answer.text;
  calls.useSession(node.issuedHeader === null ? String(inBody) : (answer.headers.get(node.issuedHeader) ?? ""));
}

async function listConnections(): Promise<ListedConnection[]> {
  const listed: ListedConnection[] = [];
  for (let page = 0; ; page++) {
    const offset = node.paging === "page" ? page : page * pageSize;
    const answer = await calls.send("listConnections", { offset: String(offset), limit: String(pageSize) });
    const found = answer.entries("results").map(listedConnection);
    listed.push(...found);
    if (found.length < pageSize) return listed;
  }
}

function listedConnection(value: (name: string) => unknown): ListedConnection {
  return {
    id: String(value("id")),
    name: String(value("name")),
    destination: String(value("remoteUrl") ?? ""),
    status: usualWord(node.words.status, String(value("status"))),
  };
}

async function describeDestination(url: string): Promise<{ modes: string[] }> {
  const answer = await calls.send("describeDestination", { url });
  if (answer.value("reachable") !== true) throw new Error(`No Exalate node answers at ${url}`);
  const modes = answer.value("modes");
  return { modes: Array.isArray(modes) ? modes.map((mode) => usualWord(node.words.mode, String(mode))) : [] };
}

async function searchProjects(text: string): Promise<FoundProject[]> {
  const answer = await calls.send("searchProjects", { project: text });
  return answer.entries("results").map((value) => ({ id: String(value("key")), name: String(value("name")) }));
}

async function initiate(wanted: WantedConnection): Promise<{ id: string; invitationCode: string }> {
  const { destinationUrl, mode } = wanted;
  const answer = await calls.send("initiateConnection", {
    name: wanted.connectionName,
    description: wanted.description,
    localShortName: wanted.localShortName,
    remoteShortName: wanted.destinationShortName,
    remoteUrl: destinationUrl === "" ? undefined : destinationUrl,
    private: destinationUrl === "",
    mode: node.words.mode[mode] ?? mode,
    project: wanted.project.id,
  });
  const id = String(answer.value("id"));
  const isCodeThere = calls.answers("initiateConnection", "invitationCode");
  return { id, invitationCode: isCodeThere ? String(answer.value("invitationCode")) : await readInvitation(id) };
}

async function readInvitation(id: string): Promise<string> {
  return String((await calls.send("readInvitation", { id })).value("invitationCode"));
}

function usualWord(words: Readonly<Record<string, string>>, word: string): string {
  return Object.entries(words).find(([, spelled]) => spelled === word)?.[0] ?? word;
}
