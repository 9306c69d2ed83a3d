import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type InitiatingNode, initiate } from "../../../src/commands/initiate.ts";
import type { InitiateOptions } from "../../../src/commands/initiate-options.ts";
import { Failure } from "../../../src/core/failure.ts";
import type { FailureCode } from "../../../src/core/failures.ts";
import { lookPauses } from "../../../src/core/look-until.ts";
import { Secret } from "../../../src/core/secret.ts";
import { ConflictFailure } from "../../../src/exalate/call-failures.ts";
import type { Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { sampleOptions as options } from "../../support/initiate-options.ts";

type List = readonly Connection[];

const connection = (connectionId: string, status = "PENDING"): Connection => ({
  connectionId,
  connectionName: "ado_to_jira",
  status,
  destinationUrl: "https://jira.contoso.com/",
});

const failure = (code: FailureCode) => new Failure(code, "It failed.", "Do.");
const conflict = new ConflictFailure(false, "EXA208", "It exists.", "Do.");
const shows = (id: string) => new Secret(`code of ${id}`);

interface Script {
  /** The list that each look returns. The last one is repeated. */
  readonly lists: readonly List[];
  /** The result of each initiate: an id or a failure. The last one is repeated. */
  readonly initiates?: readonly (string | Failure)[];
  /** The result of reading the code for an id. */
  readonly code?: (id: string) => Secret | Failure | undefined;
  /** Stops the run during this call. */
  readonly stopsAt?: string;
}

/** A run against a scripted node. Records the looks, the changing calls and the pauses in order. */
function running({ lists, initiates = ["8"], code = shows, stopsAt }: Script, changes: Partial<InitiateOptions> = {}) {
  const agent = new FakeAgent();
  const stop = new AbortController();
  const calls: string[] = [];
  let [looks, attempts] = [0, 0];
  const called = (call: string) => {
    calls.push(call);
    if (call === stopsAt) stop.abort();
  };
  const node: InitiatingNode = {
    nodeUrl: new URL("https://azurenode-1.exalate.cloud"),
    signIn: async () => new Secret("session"),
    findConnectionById: async () => undefined,
    checkInitiate: () => {},
    findProject: async () => undefined,
    describeDestination: async () => undefined,
    findConnections: async () => {
      called("look");
      return [...(lists[Math.min(looks++, lists.length - 1)] ?? [])];
    },
    initiate: async () => {
      called("initiate");
      const made = initiates[Math.min(attempts++, initiates.length - 1)] ?? "8";
      if (made instanceof Failure) throw made;
      return { connectionId: made, status: "PENDING", invitationCode: shows(made) };
    },
    readInvitation: async (id) => {
      called(`read ${id}`);
      const result = code(id);
      if (result instanceof Failure) throw result;
      if (result === undefined) throw new Failure("EXA303", "The code is not shown.", "Replace it.");
      return result;
    },
    deleteConnection: async (id) => called(`delete ${id}`),
  };
  const clock = { sleep: async (milliseconds: number) => called(`${milliseconds}`) };
  const ports = { node, log: agent.log, progress: agent.progress, signal: stop.signal, clock };
  return { agent, calls, work: () => initiate({ ...options, ...changes }, ports) };
}

async function run(script: Script, changes: Partial<InitiateOptions> = {}) {
  const { work, calls, agent } = running(script, changes);
  const { outcome, connectionId, invitationCode } = await work();
  return { outcome, connectionId, code: invitationCode?.reveal(), calls, agent };
}

async function fails(code: FailureCode, script: Script, changes: Partial<InitiateOptions> = {}) {
  const { work, calls, agent } = running(script, changes);
  const message = await failsWith(code, work);
  return { message, calls, agent };
}

const allLooks = ["1000", "look", ...lookPauses.flatMap((pause) => [`${pause}`, "look"])];

describe("An initiate whose answer was lost", () => {
  const lost = ["EXA210", "EXA402", "EXA404"] as const;
  const garbled = ["EXA203", "EXA209", "EXA211", "EXA405"] as const;

  for (const code of [...lost, ...garbled]) {
    for (const ifExists of ["reuse", "fail", "replace"] as const) {
      it(`counts as successful after ${code} when the connection exists, with ${ifExists}`, async () => {
        const script = { lists: [[], [connection("7")]], initiates: [failure(code)] };
        const { outcome, connectionId, code: read, calls } = await run(script, { ifExists });
        assert.deepEqual([outcome, connectionId, read], ["initiated", "7", "code of 7"]);
        assert.deepEqual(calls, ["look", "initiate", "1000", "look", "1000", "read 7", "look"]);
      });
    }
  }

  for (const code of lost) {
    it(`is sent at most three times after ${code}, with 15 s of looks after each attempt`, async () => {
      const { calls, agent } = await fails(code, { lists: [[]], initiates: [failure(code)] });
      const once = ["initiate", ...allLooks];
      assert.deepEqual(calls, ["look", ...once, ...once, ...once]);
      assert.ok(agent.events.some((event) => event.includes(code) && event.includes(" 15 s ")));
    });
  }

  it("is sent again and succeeds when no connection exists", async () => {
    const looks = Array.from({ length: 6 }, (): List => []);
    const script = { lists: [...looks, [connection("8")]], initiates: [failure("EXA402"), "8"] };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["initiated", "8"]);
    assert.deepEqual(calls, ["look", "initiate", ...allLooks, "initiate", "look"]);
  });

  for (const problem of [...garbled.map(failure), conflict]) {
    it(`is not sent again after ${problem.code}, because the result would be the same`, async () => {
      const { calls } = await fails(problem.code, { lists: [[]], initiates: [problem] });
      assert.deepEqual(calls, ["look", "initiate", ...allLooks]);
    });
  }

  it("is neither searched nor sent again after a clear refusal", async () => {
    for (const code of ["EXA201", "EXA205", "EXA208", "EXA403", "EXA406"] as const) {
      const { calls } = await fails(code, { lists: [[], [connection("7")]], initiates: [failure(code)] });
      assert.deepEqual(calls, ["look", "initiate"]);
    }
  });

  it("is not searched after the run is stopped", async () => {
    const script = { lists: [[], [connection("7")]], initiates: [failure("EXA402")], stopsAt: "initiate" };
    assert.deepEqual((await fails("EXA402", script)).calls, ["look", "initiate"]);
  });

  it("uses the connection that remains when there are several", async () => {
    const duplicates = [connection("7"), connection("8")];
    const script = { lists: [[], duplicates, duplicates, [connection("8")]], initiates: [failure("EXA402")] };
    const { connectionId, calls } = await run(script);
    assert.equal(connectionId, "8");
    assert.deepEqual(
      calls.filter((call) => call.startsWith("read")),
      ["read 8"],
    );
  });

  it("records, before it is sent, that a connection can remain", async () => {
    const { agent } = await fails("EXA208", { lists: [[]], initiates: [failure("EXA208")] });
    assert.equal(agent.stopTexts.length, 1);
    assert.ok(agent.stopTexts[0]?.includes('"ado_to_jira" on azurenode-1.exalate.cloud'), agent.stopTexts[0]);
    const done = await run({ lists: [[], [connection("8")]] });
    assert.equal(done.agent.stopTexts.length, 2);
    assert.ok(done.agent.stopTexts[1]?.includes("PENDING") && done.agent.stopTexts[1].includes('"ado_to_jira"'));
  });
});

describe("A refusal because the name is taken", () => {
  it("leads to the connection of another run with reuse, and to a failure otherwise", async () => {
    const script = { lists: [[], [connection("7")]], initiates: [conflict] };
    const { outcome, connectionId, code } = await run(script);
    assert.deepEqual([outcome, connectionId, code], ["reused", "7", "code of 7"]);
    for (const ifExists of ["fail", "replace"] as const) {
      const { calls } = await fails("EXA305", script, { ifExists });
      assert.deepEqual(calls, ["look", "initiate", "1000", "look"]);
    }
  });

  it("can come from the run's own lost attempt", async () => {
    const looks = Array.from({ length: 6 }, (): List => []);
    const script = { lists: [...looks, [connection("7")]], initiates: [failure("EXA402"), conflict] };
    const { outcome, connectionId } = await run(script, { ifExists: "fail" });
    assert.deepEqual([outcome, connectionId], ["initiated", "7"]);
  });
});

describe("A connection that another run initiates at the same time", () => {
  it("is used with reuse, and this run withdraws its own", async () => {
    const script = { lists: [[], [connection("7"), connection("8")], [connection("7"), connection("8")]] };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["reused", "7"]);
    assert.deepEqual(calls, ["look", "initiate", "look", "delete 8", "1000", "look", "1000", "read 7", "look"]);
  });

  for (const ifExists of ["fail", "replace"] as const) {
    it(`leads to a failure with ${ifExists} immediately, and this run withdraws its own`, async () => {
      const { calls } = await fails("EXA305", { lists: [[], [connection("7"), connection("8")]] }, { ifExists });
      assert.deepEqual(calls, ["look", "initiate", "look", "delete 8"]);
    });
  }

  it("can be withdrawn too, and then this run initiates again", async () => {
    const nothing = Array.from({ length: 5 }, (): List => []);
    const script = {
      lists: [[], [connection("7"), connection("8")], ...nothing, [connection("9")]],
      initiates: ["8", "9"],
    };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["initiated", "9"]);
    assert.deepEqual(calls, ["look", "initiate", "look", "delete 8", ...allLooks, "initiate", "look"]);
  });
});

describe("A connection that changes between two looks", () => {
  it("is initiated again with replace when it is gone, without a withdrawal", async () => {
    const { outcome, connectionId, calls } = await run(
      { lists: [[connection("7")], [], [connection("8")]] },
      { ifExists: "replace" },
    );
    assert.deepEqual([outcome, connectionId], ["initiated", "8"]);
    assert.deepEqual(calls, ["look", "look", "initiate", "look"]);
  });

  it("is recorded, before its withdrawal with replace, as possibly withdrawn", async () => {
    const { agent } = await run(
      { lists: [[connection("7")], [connection("7")], [connection("8")]] },
      { ifExists: "replace" },
    );
    assert.ok(/\b7\b.*withdrawn/.test(agent.stopTexts[0] ?? ""), agent.stopTexts[0]);
  });

  it("is initiated again with reuse when it is gone, whatever the result of reading its code", async () => {
    for (const code of [() => failure("EXA210"), () => undefined, shows]) {
      const { outcome, connectionId, calls } = await run({ lists: [[connection("7")], [], [connection("8")]], code });
      assert.deepEqual([outcome, connectionId], ["initiated", "8"]);
      assert.deepEqual(calls, ["look", "1000", "read 7", "look", "initiate", "look"]);
    }
  });

  it("is replaced in the result by the connection that exists now", async () => {
    const { outcome, connectionId, code } = await run({ lists: [[connection("7")], [connection("9")]] });
    assert.deepEqual([outcome, connectionId, code], ["reused", "9", "code of 9"]);
  });

  it("gives no code when it becomes active, even if the node still shows its code", async () => {
    const { outcome, connectionId, code } = await run({ lists: [[connection("7")], [connection("7", "ACTIVE")]] });
    assert.deepEqual([outcome, connectionId, code], ["already active", "7", undefined]);
  });

  it("leads to a failure when its code cannot be read, and stays pending", async () => {
    const { agent } = await fails("EXA210", { lists: [[connection("7")]], code: () => failure("EXA210") });
    assert.ok(/\b7\b.*pending/.test(agent.stopTexts[0] ?? ""), agent.stopTexts[0]);
    await fails("EXA303", { lists: [[connection("7")]], code: () => undefined });
  });
});

describe("Several connections with that name", () => {
  const duplicates = [connection("7"), connection("8")];

  it("lead to an immediate failure with fail", async () => {
    const { calls, message } = await fails("EXA301", { lists: [duplicates] }, { ifExists: "fail" });
    assert.deepEqual(calls, ["look"]);
    assert.ok(message.includes('"ado_to_jira"') && /\b7\b/.test(message), message);
  });

  it("are read again with reuse and replace until one remains", async () => {
    for (const ifExists of ["reuse", "replace"] as const) {
      const { calls } = await fails("EXA312", { lists: [duplicates] }, { ifExists });
      assert.deepEqual(calls.slice(0, 3), ["look", "1000", "look"]);
      assert.ok(!calls.some((call) => /read|delete|initiate/.test(call)), calls.join());
    }
  });
});

describe("The requested connection", () => {
  const firstLine = async (changes: Partial<InitiateOptions> = {}) => {
    const { agent } = await run({ lists: [[], [connection("8")]] }, changes);
    return agent.events.find((event) => event.startsWith("info: ")) ?? "";
  };

  it("is logged first, with both sides, the mode and the project", async () => {
    const line = await firstLine();
    for (const part of ["ado_to_jira", "ado ", "azurenode-1.exalate.cloud", "jira ", "https://jira.contoso.com"]) {
      assert.ok(line.includes(part), `${part} in ${line}`);
    }
    assert.ok(line.includes("Script") && line.includes('"Fabrikam"'), line);
    assert.ok((await firstLine({ request: { ...options.request, mode: "basic" } })).includes("Basic"));
  });
});
