import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type AcceptPorts, accept, acceptOptions } from "../../../src/commands/accept.ts";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { parseAllowedDestinations } from "../../../src/exalate/address.ts";
import { ConflictFailure } from "../../../src/exalate/call-failures.ts";
import type { AcceptAnswer, Accepted, Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const code = new Secret("the-code");

describe("The inputs of ExalateAccept@1", () => {
  it("are a code and a project", () => {
    assert.deepEqual(acceptOptions({ project: " Fabrikam " }, code), { invitationCode: code, project: "Fabrikam" });
  });

  for (const missing of [
    undefined,
    new Secret("$(code)"),
    new Secret("$[ dependencies.A.outputs['s.invitationCode'] ]"),
  ]) {
    it(`lead to a message with the right expression when the code is ${missing ? missing.reveal() : "empty"}`, async () => {
      const message = await failsWith("EXA114", () => acceptOptions({ project: "P" }, missing));
      assert.ok(message.includes("$[ stageDependencies.<stage>.<job>.outputs['<step>.invitationCode'] ]"), message);
    });
  }

  it("refuse a missing or invalid project", async () => {
    await failsWith("EXA101", () => acceptOptions({ project: "" }, code));
    await failsWith("EXA102", () => acceptOptions({ project: "$(project)" }, code));
    assert.match(await failsWith("EXA111", () => acceptOptions({ project: "a\nb" }, code)), /project/);
  });

  it("keep a code that only contains the characters of a variable", () => {
    for (const text of ["a$(code)", "$(code)a", "$code", "$[code", "(code)"]) {
      assert.equal(acceptOptions({ project: "P" }, new Secret(text)).invitationCode.reveal(), text);
    }
  });
});

interface Setting {
  readonly project?: { key: string; name: string };
  /** The node's answer to the acceptance. */
  readonly accepted?: AcceptAnswer | Failure;
  /** The node's lists before and after the acceptance. A delayed list shows the connection later. */
  readonly lists?: readonly (readonly Connection[])[];
  readonly allowed?: string;
  readonly deleting?: Error;
  readonly listing?: Error;
  /** Stops the run after the invitation is sent. */
  readonly stops?: boolean;
}

const partner: Connection = {
  connectionId: "7",
  connectionName: "a_to_b",
  status: "ACTIVE",
  destinationUrl: "https://azurenode-1.exalate.cloud",
};
const other: Connection = { ...partner, connectionId: "1", connectionName: "other" };
const { destinationUrl: _, ...withoutDestination } = partner;
const acceptedNow: Accepted = { connectionId: "7", connectionName: "a_to_b", status: "ACTIVE", alreadyAccepted: false };

function setUp({ project, accepted = acceptedNow, lists = [[other], [other, partner]], ...rest }: Setting) {
  const agent = new FakeAgent();
  const stop = new AbortController();
  const calls: string[] = [];
  const pauses: number[] = [];
  let looks = 0;
  const list = () => {
    looks += 1;
    if (rest.listing) throw rest.listing;
    return lists[Math.min(looks, lists.length) - 1] ?? [];
  };
  const node: AcceptPorts["node"] = {
    nodeUrl: new URL("https://jcloudnode-1.exalate.cloud"),
    signIn: async () => new Secret("session"),
    findProject: async () => project,
    connectionIds: async () => new Set(list().map(({ connectionId }) => connectionId)),
    findConnectionsBeside: async (ids) => list().filter(({ connectionId }) => !ids.has(connectionId)),
    findConnectionById: async (id) => list().find(({ connectionId }) => connectionId === id),
    acceptInvitation: async (secret, { project: key }) => {
      calls.push(`${secret.reveal()} in ${key}`);
      if (rest.stops) stop.abort();
      if (accepted instanceof Failure) throw accepted;
      return accepted;
    },
    deleteConnection: async (id) => {
      calls.push(`delete ${id}`);
      if (rest.deleting) throw rest.deleting;
    },
  };
  const allowedDestinations = rest.allowed === undefined ? undefined : parseAllowedDestinations(rest.allowed);
  const { log, progress } = agent;
  const { signal } = stop;
  const clock = { sleep: async (milliseconds: number) => void pauses.push(milliseconds) };
  const run = () =>
    accept({ invitationCode: code, project: "Fabrikam" }, { node, log, progress, clock, signal, allowedDestinations });
  return { agent, calls, pauses, looks: () => looks, node, run };
}

describe("Accepting an invitation", () => {
  it("sends the code with the key of the project, or with its name when the node has no project search", async () => {
    const found = setUp({ project: { key: "FAB", name: "Fabrikam" } });
    await found.run();
    assert.deepEqual(found.calls, ["the-code in FAB"]);
    const unknown = setUp({});
    await unknown.run();
    assert.deepEqual(unknown.calls, ["the-code in Fabrikam"]);
  });

  it("says whether it changed anything", async () => {
    const now = setUp({});
    await now.run();
    assert.match(now.agent.events.join("\n"), /Accepted: the connection "a_to_b" \(id 7\) is ACTIVE\./);
    const before = setUp({ accepted: { ...acceptedNow, alreadyAccepted: true } });
    await before.run();
    assert.match(before.agent.events.join("\n"), /accepted here before.*Nothing was changed\./);
  });

  it("records what a stopped run can have done", async () => {
    const { agent, run } = setUp({});
    await run();
    assert.match(agent.stopTexts[0] ?? "", /may have been accepted/);
    assert.match(agent.stopTexts[1] ?? "", /was accepted/);
  });

  it("waits for all requests before it fails", async () => {
    const { run, node } = setUp({});
    let isOver = false;
    node.connectionIds = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isOver = true;
      return new Set<string>();
    };
    node.findProject = async () => {
      throw new Failure("EXA204", "No such project.", "Check it.");
    };
    await failsWith("EXA204", run);
    assert.ok(isOver);
  });

  it("continues without the list of connections when the node does not give it", async () => {
    const { run, agent } = setUp({ listing: new Failure("EXA208", "No list.", "Do.") });
    assert.equal((await run()).connectionId, "7");
    assert.ok(agent.events.some((event) => event.startsWith("debug: ") && event.includes("EXA208")));
  });

  it("does not treat a programming error as an unreadable list", async () => {
    const { run, calls, agent } = setUp({ listing: new TypeError("a fault") });
    await assert.rejects(run(), TypeError);
    assert.deepEqual(calls, []);
    assert.ok(!agent.events.some((event) => event.startsWith("debug: ")));
  });
});

describe("An accepted invitation", () => {
  const { connectionId: _id, ...withoutId } = acceptedNow;

  it("has the name and the status of the node's list", async () => {
    const { run } = setUp({ accepted: { connectionId: "7", alreadyAccepted: false } });
    assert.deepEqual(await run(), acceptedNow);
  });

  it("keeps its answered status when the list has none", async () => {
    const listed = { ...partner, status: "UNKNOWN" };
    assert.equal((await setUp({ lists: [[], [listed]] }).run()).status, "ACTIVE");
  });

  it("is found in the list, even late, when the answer has no id", async () => {
    for (const lists of [
      [[other], [other, partner]],
      [[other], [other], [other], [other], [other], [other], [other, partner]],
    ])
      assert.deepEqual(await setUp({ accepted: withoutId, lists }).run(), acceptedNow);
  });

  it("has the listed id when the answered one is not in the list", async () => {
    const { run, agent } = setUp({ accepted: { ...acceptedNow, connectionId: "operation-1" } });
    assert.equal((await run()).connectionId, "7");
    assert.match(agent.events.join("\n"), /warning: The node answered the id operation-1, and lists .* by the id 7\./);
  });

  it("is an error when the node's list has no new connection, or several", async () => {
    const second = { ...partner, connectionId: "8" };
    for (const accepted of [withoutId, acceptedNow]) {
      const none = setUp({ accepted, lists: [[other], [other]] });
      assert.match(await failsWith("EXA213", none.run), /reported that it accepted the invitation, but/);
      assert.equal(none.pauses.length, accepted === withoutId ? 6 : 4);
    }
    await failsWith("EXA213", setUp({ accepted: withoutId, lists: [[other], [other, partner, second]] }).run);
  });

  it("cannot be found without an id and without the list of before", async () => {
    const listing = new Failure("EXA404", "No answer.", "Do.");
    await failsWith("EXA209", setUp({ accepted: withoutId, listing }).run);
    const { run, agent } = setUp({ listing });
    assert.deepEqual(await run(), acceptedNow);
    assert.match(agent.events.join("\n"), /warning: The new connection could not be looked at \(EXA404\)\./);
  });
});

describe("Accepting an invitation after the answer to the first attempt was lost", () => {
  const conflict = (isRepeated: boolean) => new ConflictFailure(isRepeated, "EXA308", "It has one.", "Look.");

  it("succeeds when exactly one new connection is listed, even late", async () => {
    for (const lists of [
      [[other], [other, partner]],
      [[other], [other], [other], [other], [other, partner]],
    ]) {
      const { run, agent } = setUp({ accepted: conflict(true), lists });
      assert.deepEqual(await run(), acceptedNow);
      assert.match(agent.events.join("\n"), /Accepted: the connection "a_to_b" \(id 7\) is ACTIVE\./);
    }
  });

  it("reads the list until the connection is listed", async () => {
    for (const [late, waited] of [
      [0, []],
      [1, [1000]],
      [4, [1000, 2000, 4000, 8000]],
    ] as const) {
      const lists = [[other], ...Array.from({ length: late }, () => [other]), [other, partner]];
      const { run, pauses } = setUp({ accepted: conflict(true), lists });
      assert.equal((await run()).connectionId, "7");
      assert.deepEqual(pauses, waited);
    }
    const { run, pauses, looks } = setUp({ accepted: conflict(true), lists: [[other]] });
    await failsWith("EXA308", run);
    assert.deepEqual([pauses.length, looks()], [4, 6]);
  });

  it("stops reading the list when the run is stopped", async () => {
    const { run, pauses, looks } = setUp({ accepted: conflict(true), lists: [[other]], stops: true });
    await failsWith("EXA308", run);
    assert.deepEqual([pauses.length, looks()], [1, 2]);
  });

  it("fails with the refusal when there is no new connection or more than one", async () => {
    const third = { ...partner, connectionId: "8" };
    await failsWith("EXA308", () => setUp({ accepted: conflict(true), lists: [[other]] }).run());
    await failsWith("EXA308", () =>
      setUp({ accepted: conflict(true), lists: [[other], [other, partner, third]] }).run(),
    );
  });

  it("fails with the refusal when the list cannot be read", async () => {
    const listing = new Failure("EXA208", "No list.", "Do.");
    await failsWith("EXA308", () => setUp({ accepted: conflict(true), listing }).run());
  });

  it("fails with the refusal of a first attempt, even if a connection appears", async () => {
    await failsWith("EXA308", () => setUp({ accepted: conflict(false) }).run());
  });
});

describe("Accepting an invitation with allowed destinations", () => {
  const allowed = "*.exalate.cloud";

  it("keeps a connection to an allowed destination", async () => {
    for (const setting of [
      { allowed },
      { allowed: "private", lists: [[], [{ ...withoutDestination, private: true }]] },
      { allowed, lists: [[], [], [], [partner]] },
    ]) {
      const { run, calls } = setUp(setting);
      assert.equal((await run()).connectionId, "7");
      assert.deepEqual(calls, ["the-code in Fabrikam"]);
    }
  });

  it("looks until the connection is listed, and no longer", async () => {
    for (const [lists, waited] of [
      [[[], [partner]], []],
      [[[], [], [partner]], [1000]],
    ] as const) {
      const { run, pauses } = setUp({ allowed, lists: lists.map((list) => [...list]) });
      await run();
      assert.deepEqual(pauses, waited);
    }
  });

  const outside: [what: string, listed: Connection | undefined][] = [
    ["leads to another host", { ...partner, destinationUrl: "https://exalate.cloud.evil.example" }],
    ["has no destination in the node's list", withoutDestination],
    ["leads to a private instance", { ...withoutDestination, private: true }],
    ["leads to a URL that cannot be allowed", { ...partner, destinationUrl: "http://a.exalate.cloud" }],
    ["is not listed", undefined],
  ];
  for (const [what, listed] of outside) {
    it(`removes a connection that ${what}`, async () => {
      const { run, calls } = setUp({ allowed, lists: [[], listed ? [listed] : []] });
      const message = await failsWith("EXA108", run);
      assert.match(message, /\(id 7\) on \S+ was removed again/);
      assert.ok(!message.includes("undefined"), message);
      assert.deepEqual(calls, ["the-code in Fabrikam", "delete 7"]);
    });
  }

  it("removes the connection when the list cannot be read", async () => {
    const { run, calls } = setUp({ allowed, listing: new Failure("EXA404", "No answer.", "Do.") });
    await failsWith("EXA108", run);
    assert.deepEqual(calls, ["the-code in Fabrikam", "delete 7"]);
  });

  it("does not hide a programming error while reading or removing", async () => {
    const reading = setUp({ allowed });
    reading.node.findConnectionById = async () => {
      throw new TypeError("a fault");
    };
    await assert.rejects(reading.run(), TypeError);
    assert.deepEqual(reading.calls, ["the-code in Fabrikam"]);
    const removing = setUp({ allowed, lists: [[], [withoutDestination]], deleting: new TypeError("a fault") });
    await assert.rejects(removing.run(), TypeError);
  });

  it("records that the connection is not yet checked", async () => {
    const { run, agent } = setUp({ allowed });
    await run();
    assert.equal(agent.stopTexts.length, 3);
    assert.match(agent.stopTexts[1] ?? "", /"a_to_b" \(id 7\).*not yet checked/);
  });

  it("never removes a connection that existed before", async () => {
    const elsewhere = { ...partner, destinationUrl: "https://evil.example" };
    const { run, calls } = setUp({
      allowed,
      accepted: { ...acceptedNow, alreadyAccepted: true },
      lists: [[elsewhere]],
    });
    assert.match(await failsWith("EXA108", run), /was there before this step and was left as it is/);
    assert.deepEqual(calls, ["the-code in Fabrikam"]);
  });

  it("reports that the connection could not be removed", async () => {
    const { run } = setUp({
      allowed,
      lists: [[], [withoutDestination]],
      deleting: new Failure("EXA210", "Down.", "Do."),
    });
    assert.match(
      await failsWith("EXA108", run),
      /is still there: removing it failed with EXA210\. Remove it in the node's/,
    );
  });
});
