import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExalateNodeOptions, PlannedNodeFault } from "../../tools/exalate-node/node.ts";
import { accepting, type CommandRun, connectionName, initiating, type Nodes, reusing } from "./command-runs.ts";
import { runFaultCase } from "./fault-case.ts";
import { parseTable } from "./table.ts";

/**
 * Answers that only one operation can give. `first` and `again` have the format of the fault matrix: the result of the run
 * with the strange answers, and without them. Options of the node apply to both runs.
 */
const table = `
  answer                                          | first    | again
  the token is in none of its places              | EXA209 0 | ok 1
  the token is not a valid JWT                    | EXA202 0 | ok 1
  the token has a line break and a command        | EXA209 0 | ok 1
  the token is broken JSON                        | EXA209 0 | ok 1
  the token has a megabyte                        | EXA208 0 | ok 1
  the list is null                                | EXA209 0 | ok 1
  the list is an object                           | EXA209 0 | ok 1
  the list has only invalid connections           | EXA209 0 | ok 1
  the list has nulls between connections          | EXA213 1 | ok 1
  the list has numbers for ids                    | EXA213 1 | ok 1
  the total is 0, but the name is on a later page | EXA208 1 | ok 1
  the total is larger than the list               | EXA213 1 | ok 1
  the total is a billion                          | EXA209 0 | ok 1
  the total is negative                           | ok 1     | ok 1
  the pages never end                             | EXA209 0 | ok 1
  the pages are all the same                      | EXA213 1 | ok 1
  the initiated connection has a number for id    | ok 1     | ok 1
  the initiated connection has a path for id      | ok 1     | ok 1
  the accepted connection has a number for id     | ok 1     | ok 1
  the accepted connection has no status           | ok 1     | ok 1
  the projects have no names, or no keys          | ok 1     | ok 1
  the initiated invitation is empty               | ok 1     | ok 1
  the initiated invitation is a number            | ok 1     | ok 1
  the read invitation is empty                    | EXA209 1 | ok 1
  the read invitation is a number                 | EXA209 1 | ok 1
  the invitation has many lines                   | ok 1     | ok 1
  the read invitation has many lines              | ok 1     | ok 1
  the invitation has a megabyte                   | EXA306 1 | EXA306 1
  the read invitation has a megabyte              | EXA306 1 | EXA306 1
  the invitation is a command                     | ok 1     | ok 1
`;

interface StrangeAnswer {
  readonly commandRun: CommandRun;
  readonly node?: ExalateNodeOptions;
  readonly operation: PlannedNodeFault["operation"];
  readonly alter?: (body: string) => string;
}

const command = "##vso[task.setvariable variable=stolen]yes";

/** Changes members of a JSON answer. */
function withMembers(change: (members: Record<string, unknown>) => Record<string, unknown>): (body: string) => string {
  return (body) => JSON.stringify({ ...JSON.parse(body), ...change(JSON.parse(body)) });
}

const signsIn = (jwt: unknown): StrangeAnswer => ({
  commandRun: initiating,
  node: { tokenPlace: "jwt" },
  operation: "authenticate",
  alter: withMembers(() => ({ jwt })),
});

const lists = (alter: (body: string) => string, commandRun: CommandRun = initiating): StrangeAnswer => ({
  commandRun,
  operation: "listConnections",
  alter,
});

const initiates = (change: Record<string, unknown>): StrangeAnswer => ({
  commandRun: initiating,
  operation: "initiateConnection",
  alter: withMembers(() => change),
});

const reads = (invitationCode: unknown): StrangeAnswer => ({
  commandRun: reusing,
  operation: "readInvitation",
  alter: withMembers(() => ({ invitationCode })),
});

const codeOf = (invitationCode: string, commandRun: CommandRun): StrangeAnswer => ({
  commandRun,
  node: { invitationCode },
  operation: "healthcheck",
});

const manyLines = "a line of a code\n".repeat(40);
const megabyte = "x".repeat(1_000_000);

/** The run's connection is not on the first page. */
const onLaterPage: CommandRun = {
  ...reusing,
  arrange({ node, other }: Nodes) {
    for (let index = 0; index < 120; index++) node.addConnection({ name: `other ${index}`, remoteUrl: other.url });
    reusing.arrange({ node, other });
  },
};

let pages = 0;

function endless(): string {
  const results = Array.from({ length: 100 }, (_, index) => ({ id: `${++pages}-${index}`, name: `other ${pages}` }));
  return JSON.stringify({ results });
}

const samePage = JSON.stringify({ results: [{ id: 1, name: "other", status: "ACTIVE" }] });

const answers: Readonly<Record<string, StrangeAnswer>> = {
  "the token is in none of its places": signsIn(undefined),
  "the token is not a valid JWT": signsIn("not.a.jwt"),
  "the token has a line break and a command": signsIn(`fake\n${command}`),
  "the token is broken JSON": signsIn('{"jwt":"fake'),
  "the token has a megabyte": signsIn(megabyte),
  "the list is null": lists(withMembers(() => ({ results: null }))),
  "the list is an object": lists(withMembers(() => ({ results: { id: 1, name: connectionName } }))),
  "the list has only invalid connections": lists(withMembers(() => ({ results: [null, 1, "x", { id: 1 }] }))),
  "the list has nulls between connections": lists(
    withMembers(() => ({ results: [null, { id: 1, name: "other" }], total: 2 })),
  ),
  "the list has numbers for ids": lists(withMembers(() => ({ results: [{ id: 1, name: "other" }], total: 1 }))),
  "the total is 0, but the name is on a later page": lists(
    withMembers(() => ({ total: 0 })),
    onLaterPage,
  ),
  "the total is larger than the list": lists(withMembers(() => ({ results: [{ id: 1, name: "other" }], total: 50 }))),
  "the total is a billion": lists(withMembers(() => ({ results: [{ id: 1, name: "other" }], total: 1e9 }))),
  "the total is negative": lists(withMembers(() => ({ total: -1 }))),
  "the pages never end": lists(endless),
  "the pages are all the same": lists(() => samePage),
  "the initiated connection has a number for id": initiates({ id: 7 }),
  "the initiated connection has a path for id": initiates({ id: "../../admin" }),
  "the accepted connection has a number for id": {
    commandRun: accepting,
    operation: "acceptInvitation",
    alter: withMembers(() => ({ id: 7 })),
  },
  "the accepted connection has no status": {
    commandRun: accepting,
    operation: "acceptInvitation",
    alter: withMembers(() => ({ status: undefined })),
  },
  "the projects have no names, or no keys": {
    commandRun: initiating,
    operation: "searchProjects",
    alter: withMembers(() => ({ results: [{ key: "FAB" }, null, { name: "Fabrikam" }] })),
  },
  "the initiated invitation is empty": initiates({ invitationCode: "" }),
  "the initiated invitation is a number": initiates({ invitationCode: 42 }),
  "the read invitation is empty": reads(""),
  "the read invitation is a number": reads(42),
  "the invitation has many lines": codeOf(manyLines, initiating),
  "the read invitation has many lines": codeOf(manyLines, reusing),
  "the invitation has a megabyte": codeOf(megabyte, initiating),
  "the read invitation has a megabyte": codeOf(megabyte, reusing),
  "the invitation is a command": codeOf(command, initiating),
};

/** How long a run looks for what the node has reported, in milliseconds. */
function waitOf(outcome: string): number {
  return outcome.startsWith("EXA213") ? 15_000 : 0;
}

describe("A strange answer", () => {
  for (const { name, cells } of parseTable(table)) {
    it(`has the listed results when ${name}`, async () => {
      const answer = answers[name];
      assert.ok(answer, "the table names an unknown answer");
      const { alter = (body: string) => body, ...rest } = answer;
      const fault = () => ({ kind: "alter", alter }) as const;
      const { outcome, again, measured } = await runFaultCase({ ...rest, fault, requestMilliseconds: 10_000 });
      assert.deepEqual({ first: outcome, again }, cells);
      assert.ok(measured < 10_000 + waitOf(outcome), `${measured} ms`);
    });
  }
});
