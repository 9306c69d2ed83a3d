import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "mocha";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import { runBuiltTask, type TaskRun, type TaskRunReport } from "../support/task-run.ts";

/** The answer to a request, or undefined for HTTP 404. */
type Answers = (request: string) => { readonly status: number; readonly body: string } | undefined;

interface HostileNode {
  readonly url: string;
  readonly requests: readonly string[];
}

/** Starts a node with the given answers for `use`, and closes it afterwards. */
async function withHostileNode<T>(answers: Answers, use: (node: HostileNode) => Promise<T>): Promise<T> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const asked = `${request.method} ${request.url}`;
    request.resume().on("end", () => {
      const { status, body } = answers(asked) ?? { status: 404, body: '{"message":"There is no such thing."}' };
      response.writeHead(status, { "Content-Type": "application/json" }).end(body, () => requests.push(asked));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ url: `http://127.0.0.1:${port}`, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const initiating = {
  task: "ExalateInitiate",
  inputs: { destinationUrl: "https://jira.fabrikam.com", localShortName: "ado", destinationShortName: "jira" },
};
const looking = { task: "ExalateStatus", inputs: { connectionName: "ado_to_jira" } };

interface TimedRun extends TaskRunReport {
  readonly milliseconds: number;
  readonly log: string;
}

async function run(
  node: HostileNode,
  of: Pick<TaskRun, "task" | "inputs">,
  more: Partial<TaskRun> = {},
): Promise<TimedRun> {
  const started = performance.now();
  const parameters = { apitoken: fakeToken };
  const report = await runBuiltTask({ handler: "Node20_1", url: node.url, parameters, ...of, ...more });
  return { ...report, milliseconds: performance.now() - started, log: report.step.log.join("\n") };
}

/** The largest body that the transport reads, minus the text around it. */
const largest = 4 * 1024 * 1024 - 100;

const signedIn: Answers = (request) =>
  /authenticate/.test(request) ? { status: 200, body: '{"token":"s3ss10n-token-of-a-node"}' } : undefined;

const messages: Readonly<Record<string, string>> = {
  "a format and spaces": `##${" ".repeat(largest - 3)}x`,
  "brackets and escapes": "[\\u".repeat(largest / 8),
  "percent signs": "%2".repeat(largest / 2),
};

describe("A built task with very large answers from its node", function () {
  this.timeout(90_000);

  for (const [name, message] of Object.entries(messages)) {
    for (const status of [400, 401]) {
      const bodies = {
        "a message": JSON.stringify({ message: message.slice(0, largest / 2 - 20) }),
        "a text": message,
      };
      for (const [form, body] of Object.entries(bodies)) {
        it(`ends within seconds when the sign-in gets HTTP ${status} and megabytes as ${form}: ${name}`, async () => {
          const answers: Answers = () => ({ status, body });
          const { step, milliseconds, log } = await withHostileNode(answers, (node) => run(node, looking));
          assert.equal(step.result, "Failed");
          assert.match(log, status === 401 ? /EXA201/ : /EXA208/);
          assert.ok(milliseconds < 8000, `${milliseconds} ms`);
        });
      }
    }
  }

  const lists: Readonly<Record<string, string>> = {
    "many connections": `[${"{},".repeat(largest / 3 - 1)}{}]`,
    "connections with other names": `[${'{"id":"1","name":"##   x","status":"ACTIVE"},'.repeat(largest / 46)}{}]`,
    "a deep list": `${"[".repeat(largest / 2)}${"]".repeat(largest / 2)}`,
  };
  for (const [name, list] of Object.entries(lists)) {
    it(`ends within seconds when the list has 4 MB of ${name}`, async () => {
      const answers: Answers = (request) => signedIn(request) ?? { status: 200, body: `{"total":1,"results":${list}}` };
      const { step, milliseconds, log } = await withHostileNode(answers, (node) => run(node, looking));
      assert.equal(step.result, "Failed");
      assert.match(log, /EXA(209|311)/);
      assert.ok(milliseconds < 12_000, `${milliseconds} ms`);
    });
  }

  it("ends within seconds when the node returns 4 MB of projects and modes", async () => {
    const names = Array.from({ length: largest / 32 }, (_, index) => ({ key: `K${index}`, name: `Fabr${index}` }));
    const answers: Answers = (request) =>
      signedIn(request) ?? {
        // A refusal. After an unclear answer, the task would search for the connection.
        status: /^POST/.test(request) ? 400 : 200,
        body: JSON.stringify({
          total: 0,
          results: /connections/.test(request) ? [] : names,
          modes: names.map(({ key }) => key),
          reachable: true,
        }),
      };
    const { step, milliseconds, log } = await withHostileNode(answers, (node) => run(node, initiating));
    assert.equal(step.result, "Failed");
    assert.ok(log.length < 20_000 && milliseconds < 12_000, `${milliseconds} ms, ${log.length} characters`);
  });
});

/** A large description. Every call looks like the wanted one and refers to the same large schema. */
function description(): string {
  const schema = (index: number) => ({
    allOf: [{ $ref: "#/a" }, { description: `connection ${index} ${"note ".repeat(20)}` }],
  });
  const call = (index: number) => ({
    operationId: "initiateConnectionInvitation",
    parameters: [{ in: "body", name: "body", schema: schema(index) }],
    responses: { 200: { schema: schema(index) } },
  });
  const paths = Object.fromEntries(
    Array.from({ length: 4500 }, (_, index) => [`/connections/initiate/invitation${index}`, { post: call(index) }]),
  );
  const properties = Object.fromEntries(
    Array.from({ length: 900 }, (_, index) => [`connectionName${index}`, { $ref: "#/mode" }]),
  );
  const mode = { enum: Array.from({ length: 500 }, (_, index) => `script mode ${index}`) };
  return JSON.stringify({ swagger: "2.0", paths, a: { properties }, mode });
}

describe("A built task with a very large API description from its node", function () {
  this.timeout(90_000);
  const document = description();
  const refusing: Answers = (request) => {
    if (/GET .*swagger/.test(request)) return { status: 200, body: document };
    if (/GET .*connections/.test(request)) return { status: 200, body: '{"total":0,"results":[]}' };
    return (
      signedIn(request) ??
      (request.startsWith("POST") ? { status: 400, body: '{"message":"I do not understand."}' } : undefined)
    );
  };

  it("is tested with a sufficiently long description", () =>
    assert.ok(document.length > 2_000_000, `${document.length}`));

  it("ends within seconds with the node's refusal", async () => {
    const { step, milliseconds, log } = await withHostileNode(refusing, (node) => run(node, initiating));
    assert.equal(step.result, "Failed");
    assert.match(log, /EXA208.*I do not understand/);
    assert.ok(milliseconds < 12_000, `${milliseconds} ms`);
  });

  // The agent waits 7.5 s. A busy machine must not decide about the result.
  it("stops immediately while it reads the description", async () => {
    const stopping = new AbortController();
    const { step, milliseconds } = await withHostileNode(refusing, async (node) => {
      const running = run(node, initiating, { signal: stopping.signal });
      while (!node.requests.some((request) => /swagger/.test(request))) await pause(10);
      // The description has arrived or is arriving, and the task is reading it.
      await pause(60);
      const started = performance.now();
      stopping.abort();
      return { ...(await running), milliseconds: performance.now() - started };
    });
    assert.equal(step.result, "Canceled");
    assert.ok(milliseconds < 4000, `${milliseconds} ms`);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
