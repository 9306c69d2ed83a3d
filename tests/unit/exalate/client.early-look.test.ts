import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systemClock } from "../../../src/core/clock.ts";
import { Secret } from "../../../src/core/secret.ts";
import { ExalateClient } from "../../../src/exalate/client.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { readPolicy } from "../../../src/exalate/retry.ts";
import type { HttpAnswer, HttpRequest } from "../../../src/http/http.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer } from "../../support/fake-transport.ts";

const request = {
  connectionName: "new",
  localShortName: "ado",
  destinationShortName: "jira",
  private: true,
  mode: "script",
  project: "Fabrikam",
} as const;

const created = { id: "7", name: "new", status: "PENDING", invitationCode: "a-code-of-tests" };
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface DistantNode {
  /** Milliseconds that a request and its answer take on the way, each. */
  readonly way: number;
  /** Milliseconds that the node needs for a create. */
  readonly work?: number;
  readonly others?: readonly object[];
  readonly createStatus?: number;
  readonly listStatus?: (asked: number) => number;
  /** Whether this look at the list is never answered, counted from 0. */
  readonly hangs?: (asked: number) => boolean;
}

/** A node at a distance, and the lines of what is sent and answered in the order in which it happens. */
function distant({ way, work = 0, others = [], createStatus = 200, listStatus = () => 200, hangs }: DistantNode) {
  const events: string[] = [];
  const listed: object[] = [...others];
  let asked = 0;
  const atNode = async ({ method }: HttpRequest): Promise<HttpAnswer> => {
    if (method === "GET") {
      if (hangs?.(asked)) await new Promise(() => {});
      const status = listStatus(asked++);
      return status === 200
        ? answer(200, { total: listed.length, results: listed.slice(0, 100) })
        : answer(status, "no list");
    }
    await wait(work);
    if (createStatus === 200) listed.push({ ...created, invitationCode: undefined });
    return answer(createStatus, createStatus === 200 ? created : { message: "no" });
  };
  const transport = {
    send: async (sent: HttpRequest) => {
      events.push(`> ${sent.method}`);
      await wait(way);
      const result = await atNode(sent);
      await wait(way);
      events.push(`< ${sent.method} ${result.status}`);
      return result;
    },
    close: () => {},
  };
  const { secrets, log } = new FakeAgent();
  const ports = {
    transport,
    secrets,
    log,
    clock: systemClock,
    random: () => 0.5,
    signal: new AbortController().signal,
  };
  const jwt = `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.${Buffer.from('{"iss":"EXALATE"}').toString("base64url")}.c2ln`;
  const credential = { kind: "token", token: new Secret(jwt) } as const;
  const url = new URL("https://node.contoso.com");
  const client = new ExalateClient({ url, credential, api: defaultNodeApi, retries: readPolicy }, ports);
  return { client, events };
}

describe("Initiating on a node that is far away", () => {
  it("reads the list while the answer is on its way, and says what it showed", async () => {
    const { client, events } = distant({ way: 60 });
    assert.deepEqual(await client.findConnections("new"), []);
    const { listed, connectionId } = await client.initiate(request);
    assert.equal(connectionId, "7");
    assert.deepEqual(listed, [{ connectionId: "7", connectionName: "new", status: "PENDING" }]);
    assert.deepEqual(events.slice(2), ["> POST", "> GET", "< POST 200", "< GET 200"]);
  });

  it("says nothing of a connection that the node has not created yet", async () => {
    const { client } = distant({ way: 60, work: 100 });
    await client.findConnections("new");
    assert.deepEqual((await client.initiate(request)).listed, []);
  });

  it("ignores a look that fails, and does not repeat it", async () => {
    const { client, events } = distant({ way: 60, listStatus: (asked) => (asked === 0 ? 200 : 503) });
    await client.findConnections("new");
    const { listed, connectionId } = await client.initiate(request);
    assert.deepEqual([listed, connectionId], [undefined, "7"]);
    assert.deepEqual(events.filter((event) => event.startsWith("<")).sort(), ["< GET 200", "< GET 503", "< POST 200"]);
  });

  it("does not wait for a look that hangs", async () => {
    const { client } = distant({ way: 60, hangs: (asked) => asked === 1 });
    await client.findConnections("new");
    const started = performance.now();
    const { listed, connectionId } = await client.initiate(request);
    assert.deepEqual([listed, connectionId], [undefined, "7"]);
    assert.ok(performance.now() - started < 1_000, "it took a second or more");
  });

  it("fails like the create, after the look has ended", async () => {
    const { client, events } = distant({ way: 60, createStatus: 400 });
    await client.findConnections("new");
    await assert.rejects(client.initiate(request), /EXA208/);
    assert.deepEqual(events.slice(2).sort(), ["< GET 200", "< POST 400", "> GET", "> POST"]);
  });
});

describe("Initiating sends only the create", () => {
  const cases: [where: string, node: DistantNode, looks: boolean][] = [
    ["on a node that is near", { way: 2 }, true],
    [
      "on a node with a list of several pages",
      { way: 60, others: Array.from({ length: 150 }, (_, id) => ({ id, name: `c${id}`, status: "ACTIVE" })) },
      true,
    ],
    ["when the list was not read before", { way: 60 }, false],
  ];
  for (const [where, node, looks] of cases) {
    it(where, async () => {
      const { client, events } = distant(node);
      // The fastest of several answers counts, also on a busy machine.
      for (let look = 0; looks && look < 5; look += 1) await client.findConnections("new");
      const before = events.length;
      const { listed } = await client.initiate(request);
      assert.equal(listed, undefined);
      assert.deepEqual(events.slice(before), ["> POST", "< POST 200"]);
    });
  }
});
