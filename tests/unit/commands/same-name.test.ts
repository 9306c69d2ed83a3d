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

/** Time that passes only when everybody waits. */
class SimulatedTime {
  now = 0;
  readonly #waiting: { readonly at: number; readonly wake: () => void }[] = [];

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ at: this.now + milliseconds, wake }));
  }

  /** Lets time pass until the work is done. */
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

interface World {
  readonly allowsEqualNames: boolean;
  /** How far the list is behind, in milliseconds. */
  readonly listDelay: number;
  /** Ids that the node gives to its connections, in their order. */
  readonly ids: readonly string[];
  /** For each create, in order, whether its answer is lost. */
  readonly lostAnswers?: readonly boolean[];
  /** How long each call takes, in milliseconds, in their order and round again. */
  readonly durations?: readonly number[];
}

/** A node whose calls take time, for several runs at once. */
class SimulatedNode {
  readonly #world: World;
  readonly #time: SimulatedTime;
  readonly #history: { readonly at: number; readonly connections: readonly Connection[] }[] = [
    { at: Number.NEGATIVE_INFINITY, connections: [] },
  ];
  #created = 0;
  #calls = 0;

  constructor(world: World, time: SimulatedTime) {
    this.#world = world;
    this.#time = time;
  }

  readonly nodeUrl = new URL("https://azurenode-1.exalate.cloud");
  signIn = async () => new Secret("session");
  findProject = async () => undefined;
  describeDestination = async () => undefined;

  get connections(): readonly Connection[] {
    return this.#history.at(-1)?.connections ?? [];
  }

  /** Each call takes effect in the middle of its duration. */
  async #takingTime<T>(effect: () => T): Promise<T> {
    const { durations = [100] } = this.#world;
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
      const seen = this.#history.filter(({ at }) => at <= this.#time.now - this.#world.listDelay).at(-1);
      return (seen?.connections ?? []).filter(({ connectionName }) => connectionName === name);
    });

  initiate = async ({ connectionName, destinationUrl = "" }: InitiateRequest) => {
    const attempt = this.#created++;
    const made = await this.#takingTime(() => {
      const isTaken = this.connections.some((each) => each.connectionName === connectionName);
      if (isTaken && !this.#world.allowsEqualNames) return undefined;
      const connectionId = this.#world.ids[attempt] ?? `more-${attempt}`;
      this.#set([...this.connections, { connectionId, connectionName, status: "PENDING", destinationUrl }]);
      return connectionId;
    });
    if (this.#world.lostAnswers?.[attempt]) throw new Failure("EXA402", "The answer was lost.", "Do.");
    if (made === undefined) throw new ConflictFailure(false, "EXA208", "It exists.", "Do.");
    return { connectionId: made, status: "PENDING", invitationCode: new Secret(`code of ${made}`) };
  };

  readInvitation = (id: string) =>
    this.#takingTime(() => {
      const isThere = this.connections.some(({ connectionId }) => connectionId === id);
      return isThere ? new Secret(`code of ${id}`) : undefined;
    });

  deleteConnection = (id: string) =>
    this.#takingTime(() => this.#set(this.connections.filter(({ connectionId }) => connectionId !== id)));
}

/** Runs that begin at these times, in milliseconds; what each ended with, and what the node then has. */
async function runAll(world: World, starts: readonly number[], changes: Partial<InitiateOptions> = {}) {
  const time = new SimulatedTime();
  const node = new SimulatedNode(world, time);
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
  return { endings: await all, left: node.connections.map(({ connectionId }) => connectionId), now: time.now };
}

const idLists = fc.uniqueArray(fc.nat(1_000_000).map(String), { minLength: 24, maxLength: 24 });

/** Worlds of calls and lists up to so many milliseconds late. */
function worldsUpTo(longestCall: number, longestDelay: number) {
  return fc.record({
    ids: idLists,
    listDelay: fc.constantFrom(0, longestDelay),
    durations: fc.array(fc.integer({ min: 1, max: longestCall }), { minLength: 1, maxLength: 17 }),
  });
}

const starts = fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 2, maxLength: 6 });

describe("Initiating on a node whose list is behind", () => {
  for (const allowsEqualNames of [false, true]) {
    it(`leaves one connection when the answer is lost, names being ${allowsEqualNames ? "free" : "unique"}`, async () => {
      const world = { allowsEqualNames, listDelay: 5000, ids: ["7", "8"], lostAnswers: [true] };
      const { endings, left, now } = await runAll(world, [0]);
      assert.deepEqual({ endings, left }, { endings: ["code of 7"], left: ["7"] });
      assert.ok(now < 12_000, `${now} ms`);
    });
  }

  it("does not take its own lost attempt for another run's with fail", async () => {
    const world = { allowsEqualNames: false, listDelay: 5000, ids: ["7"], lostAnswers: [true] };
    assert.deepEqual((await runAll(world, [0], { ifExists: "fail" })).endings, ["code of 7"]);
  });

  it("sends a create again only after 15 s without a sign of the first", async () => {
    const world = { allowsEqualNames: true, ids: ["8", "7"], lostAnswers: [true] };
    assert.deepEqual((await runAll({ ...world, listDelay: 14_000 }, [0])).left, ["8"]);
    const later = await runAll({ ...world, listDelay: 60_000 }, [0]);
    assert.equal(later.left.length, 2, "a node that lists so late is beyond what the documentation promises");
    assert.ok(later.now > 15_000);
  });
});

describe("Runs that initiate one name at the same moment", () => {
  for (const allowsEqualNames of [false, true]) {
    const names = allowsEqualNames ? "free" : "unique";

    it(`leave one connection, names being ${names}, whatever the ids, delays and durations`, () =>
      fc.assert(
        fc.asyncProperty(worldsUpTo(1500, 3000), starts, async (world, times) => {
          const { left } = await runAll({ ...world, allowsEqualNames }, times);
          assert.equal(left.length, 1, `${left.length} connections`);
        }),
        { numRuns: 200 },
      ));

    it(`all have its code on a node that answers within half a second, names being ${names}`, () =>
      fc.assert(
        fc.asyncProperty(worldsUpTo(500, 100), starts, async (world, times) => {
          const { endings, left } = await runAll({ ...world, allowsEqualNames }, times);
          assert.deepEqual(new Set(endings), new Set([`code of ${left[0]}`]));
        }),
        { numRuns: 200 },
      ));

    it(`leave one connection with fail and one run with its code, names being ${names}`, async () => {
      const durations = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 17 });
      await fc.assert(
        fc.asyncProperty(idLists, durations, async (ids, durations) => {
          const world = { allowsEqualNames, listDelay: 0, ids, durations };
          const { endings, left } = await runAll(world, [0, 1, 2, 3], { ifExists: "fail" });
          assert.equal(left.length, 1, `${left.length} connections`);
          assert.deepEqual(endings.filter((ending) => ending === `code of ${left[0]}`).length, 1);
          for (const ending of endings) assert.match(ending, /^(code of \d+|EXA30[15])$/);
        }),
        { numRuns: 100 },
      );
    });
  }
});
