import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type InitiatingNode, initiate } from "../../../src/commands/initiate.ts";
import type { InitiateOptions } from "../../../src/commands/initiate-options.ts";
import { lookPauses } from "../../../src/commands/look-until.ts";
import { Failure } from "../../../src/core/failure.ts";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import { ConflictFailure } from "../../../src/exalate/call-failures.ts";
import type { Connection } from "../../../src/exalate/connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { sampleOptions as options } from "../../support/initiate-options.ts";

type List = readonly Connection[];

const of = (connectionId: string, status = "PENDING"): Connection => ({
  connectionId,
  connectionName: "ado_to_jira",
  status,
  destinationUrl: "https://jira.contoso.com/",
});

const failure = (code: FailureCode) => new Failure(code, "It failed.", "Do.");
const conflict = new ConflictFailure(false, "EXA208", "It exists.", "Do.");
const shows = (id: string) => new Secret(`code of ${id}`);

interface Script {
  /** What each look sees; the last one again and again. */
  readonly lists: readonly List[];
  /** What each initiate ends with: an id, or a failure; the last one again and again. */
  readonly initiates?: readonly (string | Failure)[];
  /** What reading the code of an id ends with. */
  readonly code?: (id: string) => Secret | Failure | undefined;
  /** Stops the run as the call is made. */
  readonly stopsAt?: string;
}

/** A run against a node that does as it is told; the looks, the calls that matter and the pauses in their order. */
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
      const told = code(id);
      if (told instanceof Failure) throw told;
      return told;
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
      it(`is taken for done after ${code} when the connection is there, with ${ifExists}`, async () => {
        const script = { lists: [[], [of("7")]], initiates: [failure(code)] };
        const { outcome, connectionId, code: read, calls } = await run(script, { ifExists });
        assert.deepEqual([outcome, connectionId, read], ["initiated", "7", "code of 7"]);
        assert.deepEqual(calls, ["look", "initiate", "1000", "look", "1000", "read 7", "look"]);
      });
    }
  }

  for (const code of lost) {
    it(`is sent three times in all after ${code}, each time after looks of 15 s`, async () => {
      const { calls, agent } = await fails(code, { lists: [[]], initiates: [failure(code)] });
      const once = ["initiate", ...allLooks];
      assert.deepEqual(calls, ["look", ...once, ...once, ...once]);
      assert.ok(agent.events.some((event) => event.includes(code) && event.includes(" 15 s ")));
    });
  }

  it("is sent again, and done, when nothing is there", async () => {
    const looks = Array.from({ length: 6 }, (): List => []);
    const script = { lists: [...looks, [of("8")]], initiates: [failure("EXA402"), "8"] };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["initiated", "8"]);
    assert.deepEqual(calls, ["look", "initiate", ...allLooks, "initiate", "look"]);
  });

  for (const problem of [...garbled.map(failure), conflict]) {
    it(`is not sent again after ${problem.code}, since the same would come again`, async () => {
      const { calls } = await fails(problem.code, { lists: [[]], initiates: [problem] });
      assert.deepEqual(calls, ["look", "initiate", ...allLooks]);
    });
  }

  it("is neither looked for nor sent again after a plain refusal", async () => {
    for (const code of ["EXA201", "EXA205", "EXA208", "EXA403", "EXA406"] as const) {
      const { calls } = await fails(code, { lists: [[], [of("7")]], initiates: [failure(code)] });
      assert.deepEqual(calls, ["look", "initiate"]);
    }
  });

  it("is not looked for once the run is stopped", async () => {
    const script = { lists: [[], [of("7")]], initiates: [failure("EXA402")], stopsAt: "initiate" };
    assert.deepEqual((await fails("EXA402", script)).calls, ["look", "initiate"]);
  });

  it("is taken for the one that stays when there are several", async () => {
    const twins = [of("7"), of("8")];
    const script = { lists: [[], twins, twins, [of("8")]], initiates: [failure("EXA402")] };
    const { connectionId, calls } = await run(script);
    assert.equal(connectionId, "8");
    assert.deepEqual(
      calls.filter((call) => call.startsWith("read")),
      ["read 8"],
    );
  });

  it("may leave a connection behind, which the run says before it is sent", async () => {
    const { agent } = await fails("EXA208", { lists: [[]], initiates: [failure("EXA208")] });
    assert.equal(agent.behind.length, 1);
    assert.ok(agent.behind[0]?.includes('"ado_to_jira" on azurenode-1.exalate.cloud'), agent.behind[0]);
    const done = await run({ lists: [[], [of("8")]] });
    assert.equal(done.agent.behind.length, 2);
    assert.ok(done.agent.behind[1]?.includes("PENDING") && done.agent.behind[1].includes('"ado_to_jira"'));
  });
});

describe("A refusal since the name is taken", () => {
  it("leads to the connection of another run with reuse, and is a failure otherwise", async () => {
    const script = { lists: [[], [of("7")]], initiates: [conflict] };
    const { outcome, connectionId, code } = await run(script);
    assert.deepEqual([outcome, connectionId, code], ["reused", "7", "code of 7"]);
    for (const ifExists of ["fail", "replace"] as const) {
      const { calls } = await fails("EXA305", script, { ifExists });
      assert.deepEqual(calls, ["look", "initiate", "1000", "look"]);
    }
  });

  it("may be of the run's own lost attempt", async () => {
    const looks = Array.from({ length: 6 }, (): List => []);
    const script = { lists: [...looks, [of("7")]], initiates: [failure("EXA402"), conflict] };
    const { outcome, connectionId } = await run(script, { ifExists: "fail" });
    assert.deepEqual([outcome, connectionId], ["initiated", "7"]);
  });
});

describe("A connection of another run that was initiated at the same moment", () => {
  it("is used with reuse, and this run takes its own back", async () => {
    const script = { lists: [[], [of("7"), of("8")], [of("7"), of("8")]] };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["reused", "7"]);
    assert.deepEqual(calls, ["look", "initiate", "look", "delete 8", "1000", "look", "1000", "read 7", "look"]);
  });

  for (const ifExists of ["fail", "replace"] as const) {
    it(`is a failure with ${ifExists} at once, and this run takes its own back`, async () => {
      const { calls } = await fails("EXA305", { lists: [[], [of("7"), of("8")]] }, { ifExists });
      assert.deepEqual(calls, ["look", "initiate", "look", "delete 8"]);
    });
  }

  it("may be taken back too, so that this run initiates again", async () => {
    const nothing = Array.from({ length: 5 }, (): List => []);
    const script = { lists: [[], [of("7"), of("8")], ...nothing, [of("9")]], initiates: ["8", "9"] };
    const { outcome, connectionId, calls } = await run(script);
    assert.deepEqual([outcome, connectionId], ["initiated", "9"]);
    assert.deepEqual(calls, ["look", "initiate", "look", "delete 8", ...allLooks, "initiate", "look"]);
  });
});

describe("A connection that changes between two looks", () => {
  it("is initiated anew with replace when it is gone, and nothing is withdrawn", async () => {
    const { outcome, connectionId, calls } = await run({ lists: [[of("7")], [], [of("8")]] }, { ifExists: "replace" });
    assert.deepEqual([outcome, connectionId], ["replaced", "8"]);
    assert.deepEqual(calls, ["look", "look", "initiate", "look"]);
  });

  it("may have been withdrawn with replace, which the run says before it does", async () => {
    const { agent } = await run({ lists: [[of("7")], [of("7")], [of("8")]] }, { ifExists: "replace" });
    assert.ok(/\b7\b.*withdrawn/.test(agent.behind[0] ?? ""), agent.behind[0]);
  });

  it("is initiated anew with reuse when it is gone, whatever became of its code", async () => {
    for (const code of [() => failure("EXA210"), () => undefined, shows]) {
      const { outcome, connectionId, calls } = await run({ lists: [[of("7")], [], [of("8")]], code });
      assert.deepEqual([outcome, connectionId], ["initiated", "8"]);
      assert.deepEqual(calls, ["look", "1000", "read 7", "look", "initiate", "look"]);
    }
  });

  it("gives way to the one that is there now", async () => {
    const { outcome, connectionId, code } = await run({ lists: [[of("7")], [of("9")]] });
    assert.deepEqual([outcome, connectionId, code], ["reused", "9", "code of 9"]);
  });

  it("has no code to accept once it is active, also when its code was still shown", async () => {
    const { outcome, connectionId, code } = await run({ lists: [[of("7")], [of("7", "ACTIVE")]] });
    assert.deepEqual([outcome, connectionId, code], ["already active", "7", undefined]);
  });

  it("is a failure when its code cannot be read, and is left pending", async () => {
    const { agent } = await fails("EXA210", { lists: [[of("7")]], code: () => failure("EXA210") });
    assert.ok(/\b7\b.*pending/.test(agent.behind[0] ?? ""), agent.behind[0]);
    await fails("EXA303", { lists: [[of("7")]], code: () => undefined });
  });
});

describe("Several connections of that name", () => {
  const twins = [of("7"), of("8")];

  it("are one too many with fail, without waiting", async () => {
    const { calls, message } = await fails("EXA301", { lists: [twins] }, { ifExists: "fail" });
    assert.deepEqual(calls, ["look"]);
    assert.ok(message.includes('"ado_to_jira"') && /\b7\b/.test(message), message);
  });

  it("are waited for with reuse and replace", async () => {
    for (const ifExists of ["reuse", "replace"] as const) {
      const { calls } = await fails("EXA312", { lists: [twins] }, { ifExists });
      assert.deepEqual(calls.slice(0, 3), ["look", "1000", "look"]);
      assert.ok(!calls.some((call) => /read|delete|initiate/.test(call)), calls.join());
    }
  });
});

describe("What was asked for", () => {
  const firstLine = async (changes: Partial<InitiateOptions> = {}) => {
    const { agent } = await run({ lists: [[], [of("8")]] }, changes);
    return agent.events.find((event) => event.startsWith("info: ")) ?? "";
  };

  it("is told first, with both sides, the mode and the project", async () => {
    const line = await firstLine();
    for (const part of ["ado_to_jira", "ado ", "azurenode-1.exalate.cloud", "jira ", "https://jira.contoso.com"]) {
      assert.ok(line.includes(part), `${part} in ${line}`);
    }
    assert.ok(line.includes("Script") && line.includes('"Fabrikam"'), line);
    assert.ok((await firstLine({ request: { ...options.request, mode: "basic" } })).includes("Basic"));
  });
});
