import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import { ExalateClient } from "../../../src/exalate/client.ts";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { exalateSpelling, words } from "../../../src/exalate/profile/spellings.ts";
import { singleAttempt } from "../../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

const wish = {
  connectionName: "a",
  localShortName: "Contoso",
  destinationShortName: "Fabrikam",
  private: true,
  mode: "script",
  project: "P",
} as const;

/** A client with API overrides, and a node that answers each call by its `METHOD path`. */
async function setUp(overrides: object, answers: Readonly<Record<string, HttpAnswer>>) {
  const { secrets, log } = new FakeAgent();
  const transport = new FakeTransport((line) => {
    if (line === "POST /authenticate") return answer(200, { token: "session-token" });
    return answers[line.replace(/\?.*/, "")] ?? answer(404);
  });
  const clock = { now: () => 0, sleep: async () => {} };
  const ports = { transport, secrets, log, clock, random: () => 0.5, signal: new AbortController().signal };
  const access = {
    url: new URL("https://azurenode-1.exalate.cloud"),
    credential: { kind: "token", token: new Secret("p".repeat(52)) } as const,
    api: await nodeApiWith(JSON.stringify(overrides)),
    retries: singleAttempt,
  };
  return { transport, client: new ExalateClient(access, ports) };
}

const list = (...results: object[]) => answer(200, { total: results.length, results });

describe("A client of a node with other spellings", () => {
  const overrides = {
    spellings: { mode: { script: "SCRIPTED" }, status: { PENDING: "Waiting", ACTIVE: "Running" } },
  };

  for (const [theirs, ours] of [
    ["waiting", "PENDING"],
    [" RUNNING ", "ACTIVE"],
    ["deactivated", "DEACTIVATED"],
    ["Broken", "BROKEN"],
  ] as const) {
    it(`understands the status "${theirs}" of a list as ${ours}`, async () => {
      const { client } = await setUp(overrides, { "GET /connections": list({ id: 1, name: "a", status: theirs }) });
      assert.equal((await client.findConnection("a"))?.status, ours);
    });
  }

  it("understands the status of an initiated and of an accepted connection", async () => {
    const { client } = await setUp(overrides, {
      "POST /connections": answer(201, { id: 1, status: "WAITING" }),
      "POST /connections/accept": answer(200, { id: 1, status: "RUNNING" }),
    });
    assert.equal((await client.initiate(wish)).status, "PENDING");
    assert.equal((await client.acceptInvitation(new Secret("a code of theirs"), { project: "P" })).status, "ACTIVE");
  });

  it("understands the modes of a destination", async () => {
    const { client } = await setUp(overrides, { "GET /destinations": answer(200, { modes: ["scripted", "BASIC"] }) });
    assert.deepEqual((await client.describeDestination("https://x"))?.modes, ["script", "basic"]);
  });

  it("does not translate a connection name that equals a status", async () => {
    const { client } = await setUp(overrides, { "GET /connections": list({ id: 1, name: "Waiting", status: "x" }) });
    assert.equal((await client.findConnection("Waiting"))?.connectionName, "Waiting");
  });

  it("understands every overridden spelling in any case", () => {
    const spelling = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.constantFrom(...words.status), spelling, (word, theirs) => {
        assert.equal(exalateSpelling({ status: { [word]: theirs } }, "status", ` ${theirs.toLowerCase()} `), word);
      }),
    );
  });
});

describe("A client of a node that answers a create without an id", () => {
  const overrides = { operations: { initiateConnection: { result: { connectionId: null } } } };
  const accepted = answer(202, "", { location: "/connections/17" });

  it("returns no id", async () => {
    for (const result of [{ connectionId: null }, null]) {
      const own = { operations: { initiateConnection: { result } } };
      const { client, transport } = await setUp(own, { "POST /connections": accepted });
      assert.deepEqual(await client.initiate(wish), {});
      assert.equal(transport.lines.filter((line) => line === "POST /connections").length, 1);
    }
  });

  it("keeps the invitation code of the answer", async () => {
    const { client } = await setUp(overrides, {
      "POST /connections": answer(201, { invitationCode: "a code of theirs" }),
      "GET /connections": list({ id: 17, name: "a", status: "PENDING" }),
    });
    assert.equal((await client.initiate(wish)).invitationCode?.reveal(), "a code of theirs");
  });
});

describe("A client of a node that lists by page", () => {
  /** A page of two connections, whatever limit is requested. */
  const page = (number: number, count: number) =>
    Array.from({ length: Math.max(0, Math.min(2, count - 2 * number)) }, (_, index) => {
      const id = 2 * number + index;
      return { id, name: `c${id}`, status: "ACTIVE" };
    });

  for (const [first, value] of [
    [0, "{page}"],
    [1, "{pageNumber}"],
  ] as const) {
    for (const total of [undefined, 5]) {
      it(`reads every page, numbered from ${first}, ${total === undefined ? "without" : "with"} a total`, async () => {
        const query = { offset: null, limit: null, page: value };
        const { client, transport } = await setUp({ operations: { listConnections: { query } } }, {});
        const asked: number[] = [];
        transport.send = async ({ url }) => {
          const number = new URL(url).searchParams.get("page");
          if (number === null) return answer(200, { token: "session-token" });
          asked.push(Number(number));
          return answer(200, { total, results: page(Number(number) - first, 5) });
        };
        assert.equal((await client.findConnectionById("4"))?.connectionName, "c4");
        assert.deepEqual(asked, [first, first + 1, first + 2]);
        assert.equal(await client.findConnection("c5"), undefined);
      });
    }
  }
});

describe("A client of a node without a call", () => {
  const unavailable = (name: OperationName) => ({ operations: { [name]: { unavailable: true } } });

  const consequences: [OperationName, (client: ExalateClient) => Promise<unknown>, RegExp][] = [
    ["initiateConnection", (client) => client.initiate(wish), /Initiate it in the node's Exalate console/],
    [
      "acceptInvitation",
      (client) => client.acceptInvitation(new Secret("a code"), { project: "P" }),
      /Accept it in the node's Exalate console/,
    ],
    [
      "deleteConnection",
      (client) => client.deleteConnection("1"),
      /Neither ExalateWithdraw@1 nor "ifExists: replace" can withdraw/,
    ],
    ["listConnections", (client) => client.findConnection("a"), /No task can find a connection/],
  ];
  for (const [name, use, consequence] of consequences) {
    it(`explains the consequence of a missing ${name}, and does not call it`, async () => {
      const { client, transport } = await setUp(unavailable(name), {});
      const message = await failsWith("EXA208", () => use(client));
      assert.match(message, new RegExp(`has no call for ${name}: the API overrides mark it as unavailable\\.`));
      assert.match(message, consequence);
      assert.deepEqual(
        transport.lines.filter((line) => line !== "POST /authenticate"),
        [],
      );
    });
  }

  it("works without the optional calls", async () => {
    const overrides = {
      operations: {
        searchProjects: { unavailable: true },
        describeDestination: { unavailable: true },
        readInvitation: { unavailable: true },
      },
    };
    const { client, transport } = await setUp(overrides, {});
    assert.equal(await client.findProject("P"), undefined);
    assert.equal(await client.describeDestination("https://x"), undefined);
    await failsWith("EXA303", () => client.readInvitation("1"));
    assert.deepEqual(transport.lines, []);
  });
});
