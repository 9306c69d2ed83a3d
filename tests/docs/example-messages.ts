import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HandOverAccess } from "../../src/azure-devops/access.ts";
import { handOverFailure } from "../../src/azure-devops/failures.ts";
import { RefusedAnswer, UnansweredRequest } from "../../src/azure-devops/refused-answer.ts";
import { type HandOverTarget, runningRelease } from "../../src/azure-devops/target.ts";
import { storeInGroup } from "../../src/azure-devops/variable-group.ts";
import { acceptOptions } from "../../src/commands/accept.ts";
import { awaitStatus, statusOptions } from "../../src/commands/await-status.ts";
import { withdrawKey } from "../../src/commands/withdraw.ts";
import { troubleshootingPage } from "../../src/core/documentation.ts";
import { Failure } from "../../src/core/failure.ts";
import { type FailureCode, failures } from "../../src/core/failures.ts";
import { Redactor } from "../../src/core/redactor.ts";
import { Secret } from "../../src/core/secret.ts";
import { makeKeyPair } from "../../src/delivery/encryption.ts";
import { destinationNameTaken, invalidInvitation } from "../../src/exalate/answer-failures.ts";
import type { Connection } from "../../src/exalate/connection.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { networkFailure, type RequestPath } from "../../src/http/network-failures.ts";
import type { ProxySettings } from "../../src/http/network-settings.ts";
import { prepareDelivery } from "../../src/pipeline/encrypted-delivery.ts";
import { loadAge } from "../../src/pipeline/load-age.ts";
import { runTask } from "../../src/pipeline/run-task.ts";
import { startAzureDevOpsServer } from "../../tools/azure-devops-server/server.ts";
import { FakeAgent } from "../support/fake-agent.ts";
import { sampleOptions } from "../support/initiate-options.ts";
import { accessTo } from "../unit/azure-devops/fixture.ts";

/** The printed messages of all failures that an example in the documentation can show. */
export async function printedMessages(root: string): Promise<Set<string>> {
  return new Set([
    ...snapshotMessages(root),
    ...networkMessages(),
    ...invitationMessages(),
    ...handOverMessages(),
    await unwritableMessage(),
    await oldNodeMessage(),
    await messageOf(() => acceptOptions({ project: "Fabrikam" }, undefined)),
    await messageOf(() => withdrawKey({ connectionName: "", connectionId: "" })),
    await messageOf(() => lookOnce(pending)),
    await messageOf(() => lookOnce(undefined)),
    await messageOf(() => runningRelease(undefined, "Support")),
    await keyVaultMessage(),
    await unexpectedMessage(),
    stoppedMessage(),
  ]);
}

/** An encrypted invitation in the repository of a job. */
const invitationFile = "invitations/ado_to_jira.invitation.age";

const nodeUrl = new URL("https://azurenode-1.exalate.cloud/");

/** The placeholders and local addresses in the snapshots, and their replacements in the documentation. */
const places: readonly [placeholder: string, shown: string][] = [
  ["http://127.0.0.1:<node port>", "https://azurenode-1.exalate.cloud"],
  ["127.0.0.1:<node port>", "azurenode-1.exalate.cloud"],
  ["http://127.0.0.1:<destination port>", "https://jcloudnode-1.exalate.cloud"],
  ["127.0.0.1:<destination port>", "jcloudnode-1.exalate.cloud"],
  ["http://127.0.0.1:1.", "https://jcloudnode-1.exalate.cloud."],
  ["127.0.0.1:1 ", "azurenode-1.exalate.cloud "],
  ["<id>", "65a1b2c3d4e5f60718293a4b"],
  ["<fingerprint>", "F033 BCF2 C426 94E6 B7ED 5C51 0ADB 088F"],
];

/** The errors in the snapshots of every task. */
function snapshotMessages(root: string): string[] {
  const tasks = join(root, "tests/tasks");
  const files = readdirSync(tasks, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".snapshot"));
  const texts = files.map((file) => readFileSync(join(tasks, file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/^##\[error\](EXA\d{3}: .*)$/gm)].map(([, line]) => shown(line)));
}

function shown(line = ""): string {
  const text = withoutPage(line).replace(/<work>\/\S+\.invitation\.age/, invitationFile);
  return places.reduce((replaced, [placeholder, place]) => replaced.replaceAll(placeholder, place), text);
}

const codes = Object.keys(failures) as FailureCode[];

/** The address that ends a printed message is that of the page itself. */
function withoutPage(message: string): string {
  const code = codes.find((each) => message.startsWith(`${each}: `));
  const page = code === undefined ? "" : ` See ${troubleshootingPage(code)}`;
  return message.endsWith(page) ? message.slice(0, message.length - page.length) : message;
}

/** Messages for network errors that no snapshot contains. */
function networkMessages(): string[] {
  const proxy: ProxySettings = { url: new URL("http://proxy.contoso.com:8080"), setBy: "agent" };
  const issuer = "Contoso Root CA";
  const errors: [code: string, path: RequestPath][] = [
    ["ENOTFOUND", {}],
    ["SELF_SIGNED_CERT_IN_CHAIN", { issuer }],
    ["ETIMEDOUT", {}],
    ["PROXY_HTTP_407", { network: { proxy } }],
  ];
  return errors.map(
    ([code, path]) => networkFailure(Object.assign(new Error(code), { code }), nodeUrl, 30_000, path).message,
  );
}

const group: HandOverTarget = { kind: "variableGroup", group: "fabrikam-exalate", project: "Support" };
const release: HandOverTarget = { kind: "release", releaseId: 41, project: "Support" };
const azureDevOps = "dev.azure.com";

/** The quoted texts are from real answers of Azure DevOps. The others are empty. */
const refusals: readonly [target: HandOverTarget, error: Error][] = [
  [group, new RefusedAnswer(404, azureDevOps, "")],
  [
    group,
    new RefusedAnswer(
      403,
      azureDevOps,
      "You do not have permissions to perform this operation on the variable group. A variable group Administrator should add you to the Administrator role.",
    ),
  ],
  [
    release,
    new RefusedAnswer(
      403,
      azureDevOps,
      "VS402904: Access denied: User Support Build Service (contoso) does not have manage releases permission. Contact your release manager.",
    ),
  ],
  [group, new RefusedAnswer(203, azureDevOps, "")],
  [release, new RefusedAnswer(404, azureDevOps, "")],
  [group, new RefusedAnswer(409, azureDevOps, "")],
  [group, new RefusedAnswer(429, azureDevOps, "")],
  [group, new RefusedAnswer(503, azureDevOps, "")],
  [group, new UnansweredRequest(azureDevOps, "ECONNRESET")],
  [group, new RefusedAnswer(302, azureDevOps, "https://sign-in.contoso.com/")],
  [group, new RefusedAnswer(400, azureDevOps, "")],
];

function handOverMessages(): string[] {
  const redactor = new Redactor();
  const access: HandOverAccess = {
    collectionUrl: "https://dev.azure.com/contoso/",
    token: new Secret("a token of a job"),
    secrets: { redact: (text) => redactor.redact(text) },
    log: { debug: () => {} },
  };
  const code = new Secret("an invitation code");
  return refusals.map(([target, error]) => String(textOf(handOverFailure(error, { target, code, access }))));
}

function textOf(error: unknown): unknown {
  return error instanceof Failure ? error.message : error;
}

async function messageOf(work: () => unknown): Promise<string> {
  try {
    return String(await work());
  } catch (error) {
    return String(textOf(error));
  }
}

const pending: Connection = {
  connectionId: "65a1b2c3d4e5f60718293a4b",
  connectionName: "ado_to_jira",
  status: "PENDING",
};

/** Runs ExalateStatus@1 with one look that finds this connection. */
function lookOnce(seen: Connection | undefined): Promise<Connection> {
  const found = () => Promise.resolve(seen);
  const options = statusOptions({
    connectionName: pending.connectionName,
    connectionId: "",
    expect: "",
    timeoutMinutes: "",
    pollSeconds: "",
  });
  const { log } = new FakeAgent();
  return awaitStatus(options, {
    node: { nodeUrl, findConnection: found, findConnectionById: found, findAgain: found },
    log,
    progress: { ifStopped: () => {} },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    random: () => 0,
  });
}

/** The messages of ExalateAccept@1 for a refusal by the node, with the console's text or without a text. */
function invitationMessages(): string[] {
  const { secrets } = new FakeAgent();
  const name = "acceptInvitation";
  const operation = defaultNodeApi.operations[name];
  if (operation === undefined) return [];
  const call = (status: number, body: string) => {
    const answer = { status, headers: {}, body };
    return { api: defaultNodeApi, name, operation, host: nodeUrl.host, answer, isRepeated: false } as const;
  };
  return [
    invalidInvitation(call(400, '{"message":"Invitation code is invalid"}'), secrets).message,
    destinationNameTaken(call(409, ""), secrets).message,
  ];
}

async function keyVaultMessage(): Promise<string> {
  const server = await startAzureDevOpsServer({ projects: ["Support"] });
  try {
    server.addVariableGroup({ name: "fabrikam-exalate", type: "AzureKeyVault", variables: {} });
    const target = { kind: "variableGroup", group: "fabrikam-exalate", project: "Support" } as const;
    const stored = await storeInGroup(target, new Secret("an invitation code"), accessTo(server)).catch(textOf);
    return String(stored);
  } finally {
    await server.close();
  }
}

/** The message of ExalateInitiate@1 when the agent's temporary folder is missing. */
async function unwritableMessage(): Promise<string> {
  const agent = new FakeAgent({ variables: { "Agent.TempDirectory": "/no-such-folder" } });
  const options = { ...sampleOptions, encryptFor: (await makeKeyPair()).recipient };
  const limits = { allowedRecipients: "", requiresEncryption: false };
  const delivery = await prepareDelivery(agent, options, undefined, limits);
  const { connectionId, connectionName, status } = pending;
  const invitationCode = new Secret("an invitation code");
  const result = { outcome: "initiated", connectionId, connectionName, status, invitationCode } as const;
  return messageOf(() => delivery?.(result, nodeUrl));
}

/** The message for a Node without the parts of the Web platform that age needs. Restores the part that it removes. */
async function oldNodeMessage(): Promise<string> {
  const part = Object.getOwnPropertyDescriptor(globalThis, "Response");
  Reflect.deleteProperty(globalThis, "Response");
  try {
    const message = await messageOf(loadAge);
    return message.replace(process.versions.node, "16.20.2");
  } finally {
    if (part) Object.defineProperty(globalThis, "Response", part);
  }
}

/** The message for an unexpected error. Restores the process listeners that the task changes. */
async function unexpectedMessage(): Promise<string> {
  const listeners = process.listeners("uncaughtException");
  const agent = new FakeAgent();
  const error = Object.assign(new TypeError("any text"), { stack: "TypeError: any text\n at f (index.js:2814:7)" });
  await runTask(agent, () => Promise.reject(error));
  process.removeAllListeners("uncaughtException");
  for (const listener of listeners) process.on("uncaughtException", listener);
  return withoutPage(agent.result?.replace("failed: ", "") ?? "");
}

/** The message of a stopped step. Uses a separate process, because a stopped step ends its process. */
function stoppedMessage(): string {
  const script = `
    import { runTask } from ${JSON.stringify(new URL("../../src/pipeline/run-task.ts", import.meta.url).href)};
    import { FakeAgent } from ${JSON.stringify(new URL("../support/fake-agent.ts", import.meta.url).href)};
    const agent = new FakeAgent();
    process.on("exit", () => process.stdout.write(agent.result ?? ""));
    await runTask(agent, ({ signal }) => new Promise((_, reject) => {
      const waiting = setTimeout(() => {}, 5_000);
      signal.addEventListener("abort", () => {
        clearTimeout(waiting);
        reject(new Error("stopped"));
      });
      process.kill(process.pid, "SIGINT");
    }));`;
  const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    encoding: "utf8",
    timeout: 15_000,
  });
  return withoutPage(run.stdout.replace(/^failed: /, ""));
}
