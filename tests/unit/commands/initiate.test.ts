import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type InitiatingNode, initiate } from "../../../src/commands/initiate.ts";
import type { InitiateOptions } from "../../../src/commands/initiate-options.ts";
import { Failure } from "../../../src/core/failure.ts";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import { parseAllowedDestinations } from "../../../src/exalate/address.ts";
import type { Connection, Destination, Initiated } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { sampleOptions as options, privateOptions } from "../../support/initiate-options.ts";

const pending: Connection = {
  connectionId: "7",
  connectionName: "ado_to_jira",
  status: "PENDING",
  destinationUrl: "https://jira.contoso.com/",
};

const notShown = new Failure("EXA303", "The code is not shown.", "Replace it.");

interface FakeNodeSetting {
  existing?: Connection;
  destination?: Destination;
  code?: string | undefined;
  made?: Initiated;
  failures?: Partial<Record<"findConnections" | "findProject" | "describeDestination", Failure>>;
}

/** A fake node that records the order of the calls. Each call ends one turn of the event loop after it began. */
function fakeNode({ existing, destination, code = "the-code", made, failures = {} }: FakeNodeSetting) {
  const calls: string[] = [];
  const connections = existing ? [existing] : [];
  const answered = async <T>(name: string, result: T, failure?: Failure): Promise<T> => {
    calls.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    if (failure) throw failure;
    calls.push(`${name} done`);
    return result;
  };
  const node: InitiatingNode = {
    nodeUrl: new URL("https://azurenode-1.exalate.cloud"),
    signIn: () => answered("signIn", new Secret("session")),
    findConnections: () => answered("findConnections", [...connections], failures.findConnections),
    findConnectionById: (id) =>
      answered(
        `findConnectionById ${id}`,
        connections.find(({ connectionId }) => connectionId === id),
      ),
    checkInitiate: () => {},
    findProject: (name) => answered("findProject", { key: `key of ${name}`, name }, failures.findProject),
    describeDestination: () => answered("describeDestination", destination, failures.describeDestination),
    initiate: (request) => {
      const initiated = made ?? { connectionId: "8", status: "PENDING", invitationCode: new Secret("new-code") };
      const { connectionId = "8", status = "PENDING" } = initiated;
      connections.push({ ...pending, connectionId, status });
      return answered(`initiate in ${request.project}`, initiated);
    },
    readInvitation: (id) => answered(`readInvitation ${id}`, new Secret(code), code === "" ? notShown : undefined),
    deleteConnection: (id) => {
      connections.splice(0, connections.length, ...connections.filter(({ connectionId }) => connectionId !== id));
      return answered(`deleteConnection ${id}`, undefined);
    },
  };
  return { node, calls };
}

async function run(setting: FakeNodeSetting, changes: Partial<InitiateOptions> = {}) {
  const { node, calls } = fakeNode(setting);
  const agent = new FakeAgent();
  const result = await initiate({ ...options, ...changes }, { node, ...agent });
  return { result, calls, agent, code: result.invitationCode?.reveal() };
}

describe("Initiating a connection", () => {
  it("makes all look-ups in parallel after the sign-in, then initiates in the project found", async () => {
    const { result, calls, code } = await run({});
    assert.deepEqual(
      [result.outcome, result.connectionId, result.status, code],
      ["initiated", "8", "PENDING", "new-code"],
    );
    assert.deepEqual(calls, [
      "signIn",
      "signIn done",
      "describeDestination",
      "findProject",
      "findConnections",
      "describeDestination done",
      "findProject done",
      "findConnections done",
      "initiate in key of Fabrikam",
      "initiate in key of Fabrikam done",
      "findConnections",
      "findConnections done",
    ]);
  });

  it("needs no further look when the list has shown the new connection alone before the answer", async () => {
    const listed: Connection = { ...pending, connectionId: "8" };
    const made = { connectionId: "8", status: "PENDING", invitationCode: new Secret("new-code") };
    const looksAfter = async (list: readonly Connection[]) => {
      const { calls, result } = await run({ made: { ...made, listed: list } });
      assert.deepEqual([result.connectionId, result.status], ["8", "PENDING"]);
      return calls.filter((call) => call === "findConnections").length - 1;
    };
    assert.equal(await looksAfter([listed]), 0);
    for (const unsure of [
      [],
      [{ ...listed, connectionId: "9" }],
      [listed, { ...listed, connectionId: "9" }],
      [{ ...listed, status: "CREATING" }],
    ]) {
      assert.equal(await looksAfter(unsure), 1);
    }
  });

  it("sends no request about a private destination", async () => {
    const { node, calls } = fakeNode({});
    const agent = new FakeAgent();
    await initiate(privateOptions, { node, ...agent });
    assert.ok(!calls.includes("describeDestination"));
    assert.match(agent.events[0] ?? "", /\(a private destination\)/);
  });

  it("reads the code with a separate call when the answer has none", async () => {
    const { code } = await run({ made: { connectionId: "9", status: "PENDING" }, code: "apart" });
    assert.equal(code, "apart");
  });

  it("returns no code when the connection is active immediately", async () => {
    const { result, calls } = await run({ made: { connectionId: "9", status: "ACTIVE" } });
    assert.deepEqual([result.status, result.invitationCode], ["ACTIVE", undefined]);
    assert.ok(!calls.includes("readInvitation 9"));
  });

  it("fails when the new connection is neither pending nor active, and names its status", async () => {
    for (const status of ["WAITING", "DEACTIVATED", "UNKNOWN"]) {
      const message = await failsWith("EXA213", () => run({ made: { connectionId: "9", status } }));
      assert.match(message, new RegExp(`status is ${status}, not PENDING\\..*"spellings"`));
    }
  });

  it("takes the status of the answer when the list has none", async () => {
    const { node } = fakeNode({});
    let looks = 0;
    node.findConnections = async () => (looks++ === 0 ? [] : [{ ...pending, connectionId: "8", status: "UNKNOWN" }]);
    assert.equal((await initiate(options, { node, ...new FakeAgent() })).status, "PENDING");
  });

  it("is an error when the node lists no connection of that name, or the new one by another name", async () => {
    const { node } = fakeNode({});
    node.findConnections = async () => [];
    assert.equal((await initiate(options, { node, ...new FakeAgent() })).connectionId, "8", "found by its id");
    node.findConnectionById = async () => undefined;
    const missing = await failsWith("EXA213", () => initiate(options, { node, ...new FakeAgent() }));
    assert.match(missing, /reported that it initiated .* has none of that name/);
    node.findConnectionById = async (id) => ({ ...pending, connectionId: id, connectionName: "Fabrikam" });
    const renamed = await failsWith("EXA213", () => initiate(options, { node, ...new FakeAgent() }));
    assert.match(renamed, /but lists it as "Fabrikam" \(id 8\)/);
  });

  it("finds the connection in the list, even late, when the answer has no id", async () => {
    const { node } = fakeNode({});
    const created = node.initiate;
    node.initiate = async (request) => {
      const { connectionId: _, ...made } = await created(request);
      return made;
    };
    const find = node.findConnections;
    let looks = 0;
    node.findConnections = async (name) => (looks++ < 5 ? [] : find(name));
    const result = await initiate(options, { node, ...new FakeAgent() });
    assert.deepEqual([result.connectionId, result.status, looks], ["8", "PENDING", 6]);
    node.findConnections = async () => [];
    await failsWith("EXA213", () => initiate(options, { node, ...new FakeAgent() }));
  });

  it("uses the listed id when the node lists another id than it answered, withdraws nothing, and warns", async () => {
    const { node, calls } = fakeNode({});
    const listed = { ...pending, connectionId: "a-long-id" };
    let looks = 0;
    node.findConnections = async () => (looks++ === 0 ? [] : [listed]);
    const agent = new FakeAgent();
    assert.equal((await initiate(options, { node, ...agent })).connectionId, "a-long-id");
    assert.ok(!calls.some((call) => call.startsWith("delete")), calls.join());
    assert.match(
      agent.events.join("\n"),
      /warning: The node answered the id 8, and lists the connection by the id a-long-id\. The listed id is used\./,
    );
  });

  it("publishes the code even if the list cannot be read afterwards, and warns", async () => {
    const { node } = fakeNode({});
    let looks = 0;
    node.findConnections = async () => {
      if (looks++ > 0) throw new Failure("EXA404", "No answer.", "Do.");
      return [];
    };
    const agent = new FakeAgent();
    assert.equal((await initiate(options, { node, ...agent })).invitationCode?.reveal(), "new-code");
    assert.match(
      agent.events.join("\n"),
      /warning: It is not known whether another run .*could not be read \(EXA404\)\./,
    );
  });

  it("reports the same failure first, in any order in time", async () => {
    const failure = (code: FailureCode) => new Failure(code, "It failed.", "Do.");
    const failures = { findProject: failure("EXA204"), findConnections: failure("EXA209") };
    await failsWith("EXA204", () => run({ failures }));
  });

  const refusedDestinations: [what: string, destination: Destination, code: FailureCode, words: RegExp][] = [
    ["out of reach", { reachable: false }, "EXA207", /https:\/\/jira\.contoso\.com/],
    ["without Script mode", { reachable: true, modes: ["basic", "visual"] }, "EXA206", /it offers basic or visual/],
    ["without any mode", { modes: [] }, "EXA206", /it offers none/],
    [
      "that is the node itself under another name",
      { nodeUrl: "https://azurenode-1.exalate.cloud/" },
      "EXA109",
      /https:\/\/jira\.contoso\.com\/? is .* itself/,
    ],
  ];
  for (const [what, destination, code, words] of refusedDestinations) {
    it(`refuses a destination ${what} with ${code}, and changes nothing`, async () => {
      const { node, calls } = fakeNode({ destination });
      assert.match(await failsWith(code, () => initiate(options, { node, ...new FakeAgent() })), words);
      assert.ok(!calls.some((call) => /^(initiate|delete)/.test(call)), calls.join());
    });
  }
});

describe("A connection with that name", () => {
  const active = { ...pending, status: "ACTIVE" };

  it("that is pending is reused, with its code read again", async () => {
    const { result, calls, code, agent } = await run({ existing: pending });
    assert.deepEqual([result.outcome, result.connectionId, code], ["reused", "7", "the-code"]);
    assert.ok(!calls.some((call) => call.startsWith("initiate")));
    assert.ok(agent.events.some((event) => event.includes("is pending already")));
  });

  it("that is pending is also reused when it leads to the destination's node URL", async () => {
    const there = { ...pending, destinationUrl: "https://jcloudnode-1.exalate.cloud" };
    assert.equal(
      (await run({ existing: there, destination: { nodeUrl: "https://jcloudnode-1.exalate.cloud/" } })).result.outcome,
      "reused",
    );
  });

  it("that is pending without a code is the node's error", async () => {
    await failsWith("EXA303", () => run({ existing: pending, code: "" }));
  });

  for (const ifExists of ["reuse", "replace"] as const) {
    it(`that is active is not changed with ${ifExists}`, async () => {
      const { result, calls } = await run({ existing: active }, { ifExists });
      assert.deepEqual([result.outcome, result.status, result.invitationCode], ["already active", "ACTIVE", undefined]);
      assert.ok(!calls.some((call) => /^(initiate|delete|readInv)/.test(call)), calls.join());
    });

    it(`that is deactivated is an error with ${ifExists}`, async () => {
      assert.match(
        await failsWith("EXA304", () => run({ existing: { ...pending, status: "DEACTIVATED" } }, { ifExists })),
        /DEACTIVATED/,
      );
    });

    it(`that is active and leads elsewhere is an error with ${ifExists}`, async () => {
      await failsWith("EXA302", () =>
        run({ existing: { ...active, destinationUrl: "https://other.contoso.com" } }, { ifExists }),
      );
    });
  }

  it("that is pending and leads elsewhere is an error with reuse, and is replaced with replace", async () => {
    const elsewhere = { ...pending, destinationUrl: "https://other.contoso.com" };
    assert.match(
      await failsWith("EXA302", () => run({ existing: elsewhere })),
      /leads to https:\/\/other\.contoso\.com, not to https:\/\/jira/,
    );
    assert.equal((await run({ existing: elsewhere }, { ifExists: "replace" })).result.replacedId, "7");
  });

  it("that is private differs from one with a URL, and the other way round", async () => {
    const { destinationUrl: _, ...withoutDestination } = pending;
    const privateOne = { ...withoutDestination, private: true };
    assert.match(await failsWith("EXA302", () => run({ existing: privateOne })), /private destination/);
    const { node } = fakeNode({ existing: pending });
    const other = () => initiate(privateOptions, { node, ...new FakeAgent() });
    assert.match(await failsWith("EXA302", other), /not to a private destination/);
    const reused = await initiate(privateOptions, { ...fakeNode({ existing: privateOne }), ...new FakeAgent() });
    assert.equal(reused.outcome, "reused");
  });

  it("that is pending is withdrawn and then initiated again with replace, and the log says so", async () => {
    const { result, calls, code, agent } = await run({ existing: pending }, { ifExists: "replace" });
    const { outcome, connectionId, replacedId } = result;
    assert.deepEqual([outcome, connectionId, replacedId, code], ["initiated", "8", "7", "new-code"]);
    assert.ok(calls.indexOf("deleteConnection 7 done") < calls.indexOf("initiate in key of Fabrikam"));
    assert.ok(agent.events.some((event) => event.includes("is useless now")));
  });

  it("that was accepted after the first look is never withdrawn", async () => {
    const { node, calls } = fakeNode({ existing: pending });
    let looks = 0;
    node.findConnections = async () => [looks++ === 0 ? pending : active];
    const agent = new FakeAgent();
    const ports = { node, ...agent };
    const result = await initiate({ ...options, ifExists: "replace" }, ports);
    assert.equal(result.outcome, "already active");
    assert.ok(!calls.some((call) => /^(initiate|delete)/.test(call)), calls.join());
  });

  it("without a destination in the node's list is reused by its name, with a warning", async () => {
    const { destinationUrl: _, ...withoutDestination } = pending;
    const { result, agent } = await run({ existing: withoutDestination });
    assert.equal(result.outcome, "reused");
    assert.ok(agent.events.some((event) => /^warning: The node does not show where/.test(event)));
  });

  it("that is private and active is not changed, even if the node now lists a URL", async () => {
    const { node } = fakeNode({ existing: active });
    assert.equal((await initiate(privateOptions, { node, ...new FakeAgent() })).outcome, "already active");
  });

  for (const existing of [pending, active]) {
    it(`that is ${existing.status} is an error with fail`, async () => {
      assert.match(
        await failsWith("EXA301", () => run({ existing }, { ifExists: "fail" })),
        new RegExp(existing.status),
      );
    });
  }

  describe("with allowed destinations", () => {
    const limitedNode = async (setting: FakeNodeSetting, list: string, changes: Partial<InitiateOptions> = {}) => {
      const allowedDestinations = parseAllowedDestinations(list);
      const ports = { ...fakeNode(setting), ...new FakeAgent(), allowedDestinations };
      return (await initiate({ ...options, ...changes }, ports)).outcome;
    };
    const limited = (existing: Connection, list: string, changes: Partial<InitiateOptions> = {}) =>
      limitedNode({ existing }, list, changes);
    const { destinationUrl: _, ...withoutDestination } = pending;
    const isPrivate = { request: { ...options.request, private: true } };

    it("is reused when it leads to the requested destination, in any spelling", async () => {
      assert.equal(await limited(pending, "jira.contoso.com"), "reused");
      assert.equal(await limited({ ...withoutDestination, private: true }, "private", privateOptions), "reused");
    });

    it("is reused when it leads to the node URL of the allowed destination", async () => {
      const nodeUrl = "https://jcloudnode-1.exalate.cloud";
      const existing = { ...pending, destinationUrl: nodeUrl };
      assert.equal(await limitedNode({ existing, destination: { nodeUrl } }, "jira.contoso.com"), "reused");
      await failsWith("EXA108", () => limitedNode({ existing }, "jira.contoso.com"));
    });

    for (const status of ["PENDING", "ACTIVE"]) {
      it(`is refused when it is ${status} and the node does not show its destination`, async () => {
        const message = await failsWith("EXA108", () => limited({ ...withoutDestination, status }, "jira.contoso.com"));
        assert.match(message, /"ado_to_jira", which the node does not show, is not among/);
        await failsWith("EXA108", () => limited({ ...withoutDestination, status }, "private", isPrivate));
      });

      it(`is refused when it is ${status} and its destination is not allowed`, async () => {
        const elsewhere = { ...pending, status, destinationUrl: "https://jira.contoso.com.evil.example/" };
        await failsWith("EXA108", () => limited(elsewhere, "jira.contoso.com"));
        await failsWith("EXA108", () => limited(elsewhere, "private", isPrivate));
      });
    }
  });
});
