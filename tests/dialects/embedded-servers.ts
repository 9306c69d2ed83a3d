import { type DialectName, dialectNames, type ExalateNode, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { DialectOptions, DialectServer } from "./servers/shared/dialect-server.ts";
import type { RecordedCall } from "./servers/shared/loopback.ts";

/** The name of the embedded node's usual API among the kinds of servers. */
export const usualApi = "embedded";

const projects = {
  contoso: ["Contoso R&D", "Contoso Support"],
  fabrikam: ["Fabrikam R&D", "Fabrikam Service Desk"],
} as const;

/** The embedded node with its usual API and with each dialect, started like the servers with an API of their own. */
export const embeddedServers: Readonly<Record<string, (options: DialectOptions) => Promise<DialectServer>>> = {
  [usualApi]: (options) => start(options),
  ...Object.fromEntries(dialectNames.map((name) => [name, (options: DialectOptions) => start(options, name)])),
};

async function start({ side, existing = [] }: DialectOptions, dialect?: DialectName): Promise<DialectServer> {
  const node = await startExalateNode({ projects: [...projects[side]], ...(dialect === undefined ? {} : { dialect }) });
  for (const name of existing) node.addConnection({ name, status: "ACTIVE", remoteUrl: null });
  return asServer(node);
}

/** Besides the calls of the operations, only these change something. */
function isWrong({ method, path, status }: RecordedCall): boolean {
  return method !== "GET" && (status === 404 || status === 405 || /\/(de)?activate$/.test(path));
}

function asServer(node: ExalateNode): DialectServer {
  return {
    url: node.url,
    get calls() {
      return node.requests;
    },
    connections: () => node.connections().map(({ id, name, status }) => ({ id, name, status })),
    wrongCalls: () => node.requests.filter(isWrong),
    secrets: () => [...node.sessionTokens(), ...node.connections().map(({ invitationCode }) => invitationCode)],
    close: () => node.close(),
  };
}
