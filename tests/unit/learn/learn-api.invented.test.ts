import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseJson } from "../../../src/core/json.ts";
import { atPointer } from "../../../src/core/json-pointer.ts";
import type { Call, NodeApi, Sources } from "../../../src/exalate/profile/node-api.ts";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { requestOf, type Values } from "../../../src/exalate/profile/request.ts";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { Learned } from "../../../src/learn/learned.ts";
import { InventedApi, type InventedForm, type InventedStep, type InventedWorld } from "../../support/invented-api.ts";

/** Words that say nothing of what they name. */
const pool = [..."abcdefghijklmnopqrstuvwxyz"].flatMap((first) =>
  ["ost", "umb", "elk"].map((rest) => `${first}${rest}`),
);

const forms: fc.Arbitrary<InventedForm> = fc.record({
  words: fc.shuffledSubarray(pool, { minLength: pool.length, maxLength: pool.length }),
  base: fc.constantFrom([], ["api"], ["api", "v2"], ["rest", "hub", "4.0"]),
  envelope: fc.constantFrom([], ["data"], ["data", "payload"]),
  bodyGroups: fc.boolean(),
  idKind: fc.constantFrom("number", "uuid", "slug"),
  wizard: fc.constantFrom("single", "draft", "asynchronous"),
  codeIn: fc.constantFrom("answer", "call"),
  sentProject: fc.constantFrom("name", "key", "number", "text", "both"),
  isAcceptedInTwoSteps: fc.boolean(),
  deletion: fc.constantFrom("path", "body", "action"),
  hasCsrf: fc.boolean(),
  hasRequestId: fc.boolean(),
  hasFailedTry: fc.boolean(),
  token: fc.constantFrom("bearer", "header", "key"),
  mode: fc.constantFrom("script", "SCRIPT", "Script"),
  statuses: fc.constantFrom(
    ["PENDING", "ACTIVE"],
    ["AWAITING", "LINKED"],
    ["waiting", "connected"],
    [0, 1],
    [false, true],
  ),
  hasSmallIds: fc.constant(false),
  hasThrowAway: fc.boolean(),
  hasTraps: fc.constant(false),
  hasTenant: fc.boolean(),
  hasText: fc.boolean(),
});

const typedWorld: InventedWorld = {
  connectionName: "Contoso_to_Fabrikam",
  description: "Escalated bugs",
  localShortName: "Contoso",
  destinationShortName: "Fabrikam",
  destinationUrl: "https://node-2.example",
  projectName: "Support",
  seed: 4711,
};

/** Worlds in which typed values can be equal to each other. */
const worlds: fc.Arbitrary<InventedWorld> = fc.record({
  connectionName: fc.constantFrom("Contoso_to_Fabrikam", "Bugs", "Support"),
  description: fc.constantFrom("Escalated bugs", "Bugs", "script"),
  localShortName: fc.constantFrom("Contoso", "Support", "SUP", "1"),
  destinationShortName: fc.constantFrom("Fabrikam", "Contoso"),
  destinationUrl: fc.constant("https://node-2.example"),
  projectName: fc.constantFrom("Support", "Fabrikam R&D", "Contoso"),
  seed: fc.integer({ min: 1, max: 99_999 }),
});

const runWorld: InventedWorld = {
  connectionName: "Adatum_to_Woodgrove",
  description: "Another text",
  localShortName: "Adatum",
  destinationShortName: "Woodgrove",
  destinationUrl: "https://node-7.example",
  projectName: "Sales & Service",
  seed: 815,
};

const node = "https://node-1.example";

function learn(api: InventedApi, world: InventedWorld): Promise<Learned> {
  const { seed, projectName, ...typed } = world;
  const other = { ...world, seed: seed + 33 };
  return learnApi(
    {
      initiating: api.initiatingRecording(world),
      accepting: api.acceptingRecording(other, api.code(world)),
      nodeOrigin: undefined,
    },
    { ...typed, project: projectName, acceptingProject: undefined, mode: "script" },
  );
}

/** Makes the calls of an operation as the client does, against the steps that the node expects. */
function run(api: NodeApi, name: OperationName, values: Values, steps: readonly InventedStep[]): string[] {
  const operation = api.operations[name];
  if (operation === undefined || operation.unavailable === true) return [];
  const [wrong, rest] = [[] as string[], [...steps]];
  let known: Values = values;
  for (const call of [...(operation.before ?? []), operation]) {
    const answer = send(api, call, known, rest, wrong);
    known = { ...captured(call === operation ? {} : (call.result ?? {}), answer), ...known };
  }
  const left = rest.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path} is missing`);
  return [...wrong, ...left];
}

function captured(sources: Sources, answer: unknown): Values {
  return Object.fromEntries(
    Object.entries(sources).map(([name, [place = "/"]]) => [
      name,
      atPointer(answer, place) as string | number | undefined,
    ]),
  );
}

function send(api: NodeApi, call: Call, values: Values, rest: InventedStep[], wrong: string[]): unknown {
  const { method, url, body, headers } = requestOf(node, api, call, values);
  const { pathname, search } = new URL(url);
  const at = rest.findIndex((step) => step.method === method && step.path === pathname);
  const isNext = at >= 0 && rest.slice(0, at).every((step) => step.method === "GET");
  const step = isNext ? rest.splice(at, 1)[0] : undefined;
  const sent = { body: body === undefined ? undefined : parseJson(body), query: search.slice(1) };
  const wanted = { body: step?.body, query: new URLSearchParams(step?.query ?? {}).toString() };
  try {
    assert.ok(step, "no such call");
    assert.deepEqual(sent, wanted);
    for (const [name, value] of Object.entries(step.headers ?? {})) assert.equal(headers[name], value);
  } catch (error) {
    wrong.push(`${method} ${pathname} ${JSON.stringify(sent)}: ${error instanceof Error ? error.message : ""}`);
  }
  return step?.answer;
}

function wrongCalls(api: NodeApi, invented: InventedApi): string[] {
  const { seed: _, projectName, ...typed } = runWorld;
  const search = invented.search(runWorld);
  const projects = run(api, "searchProjects", { project: projectName }, [...invented.tenantSteps(), search]);
  const project = projectOf(api, search);
  const connectionId = invented.id(runWorld);
  const code = "c0de-for-tests-0123456789-abcdefghijklmnopq";
  return [
    ...projects,
    ...run(
      api,
      "initiateConnection",
      { ...typed, mode: "script", private: false, ...project },
      invented.initiate(runWorld),
    ),
    ...run(api, "readInvitation", { connectionId }, [...invented.tenantSteps(), invented.readInvitation(runWorld)]),
    ...run(api, "acceptInvitation", { invitationCode: code, ...project }, invented.accept(runWorld, code)),
    ...run(api, "deleteConnection", { connectionId }, invented.remove(runWorld, connectionId)),
  ];
}

/** The values of the project as the client reads them from the search. */
function projectOf(api: NodeApi, { answer }: InventedStep): Values {
  const { result, item } = api.operations.searchProjects ?? {};
  const [entry] = atPointer(answer, result?.items?.[0] ?? "/") as unknown[];
  const read = (name: string) =>
    (item?.[name] ?? []).map((place) => atPointer(entry, place)).find((value) => value !== undefined);
  const texts = {
    project: read("projectKey") ?? read("projectName"),
    projectName: read("projectName"),
    projectId: read("projectId"),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  );
}

describe("learnApi on invented APIs", () => {
  it("learns every call exactly when the typed values differ and no value is made for one call", async () => {
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        const invented = new InventedApi({ ...form, hasRequestId: false });
        const learned = await learn(invented, typedWorld);
        assert.deepEqual(learned.edits, []);
        const api = await nodeApiWith(JSON.stringify(learned.overrides));
        assert.deepEqual(wrongCalls(api, invented), []);
      }),
      { numRuns: 300, includeErrorInReport: true },
    );
  });

  it("makes no wrong call when ids are small numbers and other things are deleted too", async () => {
    await fc.assert(
      fc.asyncProperty(forms, fc.boolean(), fc.integer({ min: 1, max: 99 }), async (form, hasTraps, seed) => {
        const invented = new InventedApi({ ...form, idKind: "number", hasSmallIds: true, hasTraps });
        const learned = await learn(invented, { ...typedWorld, seed });
        if (learned.edits.length > 0) return;
        const api = await nodeApiWith(JSON.stringify(learned.overrides));
        assert.deepEqual(wrongCalls(api, invented), []);
      }),
      { numRuns: 300, includeErrorInReport: true },
    );
  });

  it("makes no wrong call: what is not certain is an edit", async () => {
    await fc.assert(
      fc.asyncProperty(forms, worlds, async (form, world) => {
        const invented = new InventedApi(form);
        const learned = await learn(invented, world);
        if (learned.edits.length > 0) return;
        const api = await nodeApiWith(JSON.stringify(learned.overrides));
        assert.deepEqual(wrongCalls(api, invented), []);
      }),
      { numRuns: 300, includeErrorInReport: true },
    );
  });

  it("asks about a value that was made for one call", async () => {
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        const learned = await learn(new InventedApi({ ...form, hasRequestId: true }), typedWorld);
        assert.ok(learned.edits.length > 0);
        assert.ok(learned.edits.every(({ pointer }) => pointer.startsWith("/operations/initiateConnection/")));
      }),
      { numRuns: 50, includeErrorInReport: true },
    );
  });
});
