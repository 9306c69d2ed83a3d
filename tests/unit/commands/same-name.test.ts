import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { initiate } from "../../../src/commands/initiate.ts";
import type { InitiateOptions } from "../../../src/commands/initiate-options.ts";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { ConflictFailure } from "../../../src/exalate/call-failures.ts";
import type { Connection, InitiateRequest } from "../../../src/exalate/connection.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { sampleOptions as options } from "../../support/initiate-options.ts";

/** A clock that advances only when all runs wait. */
class SimulatedTime {
  now = 0;
  readonly #waiting: { readonly at: number; readonly wake: () => void }[] = [];

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ at: this.now + milliseconds, wake }));
  }

  /** Advances the time until the work is done. */
  async runUntil(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    void work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#waiting.sort((a, b) => a.at - b.at);
      const next = this.#waiting.shift();
      if (next === undefined) continue;
      this.now = next.at;
      next.wake();
    }
  }
}

interface SimulatedSettings {
  readonly allowsEqualNames: boolean;
  /** The delay of the list, in milliseconds. */
  readonly listDelay: number;
  /** The ids of the node's connections, in the order of creation. */
  readonly ids: readonly string[];
  /** Whether the answer to each create is lost, in order. */
  readonly lostAnswers?: readonly boolean[];
  /** The durations of the calls in milliseconds, in order and then repeated. */
  readonly durations?: readonly number[];
}

/** A node for several simultaneous runs, with calls that take time. */
class SimulatedNode {
  readonly #settings: SimulatedSettings;
  readonly #time: SimulatedTime;
  readonly #history: { readonly at: number; readonly connections: readonly Connection[] }[] = [
    { at: Number.NEGATIVE_INFINITY, connections: [] },
  ];
  #created = 0;
  #calls = 0;

  constructor(settings: SimulatedSettings, time: SimulatedTime) {
    this.#settings = settings;
    this.#time = time;
  }

  readonly nodeUrl = new URL("https://azurenode-1.exalate.cloud");
  signIn = async () => new Secret("session");
  findConnectionById = async () => undefined;
  checkInitiate = () => {};
  findProject = async () => undefined;
  describeDestination = async () => undefined;

  get connections(): readonly Connection[] {
    return this.#history.at(-1)?.connections ?? [];
  }

  /** Each call takes effect in the middle of its duration. */
  async #takingTime<T>(effect: () => T): Promise<T> {
    const { durations = [100] } = this.#settings;
    const duration = durations[this.#calls++ % durations.length] ?? 0;
    await this.#time.sleep(duration / 2);
    const result = effect();
    await this.#time.sleep(duration / 2);
    return result;
  }

  #set(connections: readonly Connection[]): void {
    this.#history.push({ at: this.#time.now, connections });
  }

  findConnections = (name: string) =>
    this.#takingTime(() => {
      const seen = this.#history.filter(({ at }) => at <= this.#time.now - this.#settings.listDelay).at(-1);
      return (seen?.connections ?? []).filter(({ connectionName }) => connectionName === name);
    });

  initiate = async ({ connectionName, destinationUrl = "" }: InitiateRequest) => {
    const attempt = this.#created++;
    const made = await this.#takingTime(() => {
      const isTaken = this.connections.some((each) => each.connectionName === connectionName);
      if (isTaken && !this.#settings.allowsEqualNames) return undefined;
      const connectionId = this.#settings.ids[attempt] ?? `more-${attempt}`;
      this.#set([...this.connections, { connectionId, connectionName, status: "PENDING", destinationUrl }]);
      return connectionId;
    });
    if (this.#settings.lostAnswers?.[attempt]) throw new Failure("EXA402", "The answer was lost.", "Do.");
    if (made === undefined) throw new ConflictFailure(false, "EXA208", "It exists.", "Do.");
    return { connectionId: made, status: "PENDING", invitationCode: new Secret(`code of ${made}`) };
  };

  readInvitation = (id: string) =>
    this.#takingTime(() => {
      const isThere = this.connections.some(({ connectionId }) => connectionId === id);
      if (!isThere) throw new Failure("EXA303", "The code is not shown.", "Replace it.");
      return new Secret(`code of ${id}`);
    });

  deleteConnection = (id: string) =>
    this.#takingTime(() => this.#set(this.connections.filter(({ connectionId }) => connectionId !== id)));
}

/** Runs that start at these times in milliseconds. Returns the result of each run and the node's remaining connections. */
async function runAll(settings: SimulatedSettings, starts: readonly number[], changes: Partial<InitiateOptions> = {}) {
  const time = new SimulatedTime();
  const node = new SimulatedNode(settings, time);
  const clock = { sleep: (milliseconds: number) => time.sleep(milliseconds) };
  const run = async (start: number) => {
    await time.sleep(start);
    const { log, progress, signal } = new FakeAgent();
    try {
      const result = await initiate({ ...options, ...changes }, { node, log, progress, signal, clock });
      return result.invitationCode?.reveal() ?? "no code";
    } catch (error) {
      if (error instanceof Failure) return error.code;
      throw error;
    }
  };
  const all = Promise.all(starts.map(run));
  await time.runUntil(all);
  return { endings: await all, remaining: node.connections.map(({ connectionId }) => connectionId), now: time.now };
}

const idLists = fc.uniqueArray(fc.nat(1_000_000).map(String), { minLength: 24, maxLength: 24 });

/** Settings with calls up to `longestCall` and lists up to `longestDelay` milliseconds late. */
function settingsUpTo(longestCall: number, longestDelay: number) {
  return fc.record({
    ids: idLists,
    listDelay: fc.constantFrom(0, longestDelay),
    durations: fc.array(fc.integer({ min: 1, max: longestCall }), { minLength: 1, maxLength: 17 }),
  });
}

const starts = fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 2, maxLength: 6 });

describe("Initiating on a node with a delayed list", () => {
  for (const allowsEqualNames of [false, true]) {
    it(`leaves one connection when the answer is lost, ${allowsEqualNames ? "without" : "with"} unique names`, async () => {
      const settings = { allowsEqualNames, listDelay: 5000, ids: ["7", "8"], lostAnswers: [true] };
      const { endings, remaining, now } = await runAll(settings, [0]);
      assert.deepEqual({ endings, remaining }, { endings: ["code of 7"], remaining: ["7"] });
      assert.ok(now < 12_000, `${now} ms`);
    });
  }

  it("recognizes its own lost attempt with fail", async () => {
    const settings = { allowsEqualNames: false, listDelay: 5000, ids: ["7"], lostAnswers: [true] };
    assert.deepEqual((await runAll(settings, [0], { ifExists: "fail" })).endings, ["code of 7"]);
  });

  it("repeats a create only after 15 s without the first connection in the list", async () => {
    const settings = { allowsEqualNames: true, ids: ["8", "7"], lostAnswers: [true] };
    assert.deepEqual((await runAll({ ...settings, listDelay: 14_000 }, [0])).remaining, ["8"]);
    const later = await runAll({ ...settings, listDelay: 60_000 }, [0]);
    assert.equal(later.remaining.length, 2, "the documentation makes no promise for a node with such a delay");
    assert.ok(later.now > 15_000);
  });
});

describe("Simultaneous runs that initiate one name", () => {
  for (const allowsEqualNames of [false, true]) {
    const names = allowsEqualNames ? "without unique names" : "with unique names";

    it(`leave one connection ${names}, for any ids, delays and durations`, () =>
      fc.assert(
        fc.asyncProperty(settingsUpTo(1500, 3000), starts, async (settings, times) => {
          const { remaining } = await runAll({ ...settings, allowsEqualNames }, times);
          assert.equal(remaining.length, 1, `${remaining.length} connections`);
        }),
        { numRuns: 200 },
      ));

    it(`all return its code on a node that answers within half a second, ${names}`, () =>
      fc.assert(
        fc.asyncProperty(settingsUpTo(500, 100), starts, async (settings, times) => {
          const { endings, remaining } = await runAll({ ...settings, allowsEqualNames }, times);
          assert.deepEqual(new Set(endings), new Set([`code of ${remaining[0]}`]));
        }),
        { numRuns: 200 },
      ));

    it(`leave one connection with fail and one run with its code, ${names}`, async () => {
      const durations = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 17 });
      await fc.assert(
        fc.asyncProperty(idLists, durations, async (ids, durations) => {
          const settings = { allowsEqualNames, listDelay: 0, ids, durations };
          const { endings, remaining } = await runAll(settings, [0, 1, 2, 3], { ifExists: "fail" });
          assert.equal(remaining.length, 1, `${remaining.length} connections`);
          assert.deepEqual(endings.filter((ending) => ending === `code of ${remaining[0]}`).length, 1);
          for (const ending of endings) assert.match(ending, /^(code of \d+|EXA30[15])$/);
        }),
        { numRuns: 100 },
      );
    });
  }
});
