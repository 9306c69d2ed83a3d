import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, it } from "mocha";
import { describeNode } from "../../src/doctor/describe-node.ts";
import { parseDocument } from "../../src/doctor/document.ts";
import { explanationOf } from "../../src/doctor/explain-call.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { nodeUrl, proposed } from "../support/describing.ts";
import { FakeTransport } from "../support/fake-transport.ts";

const size = 2 * 1024 * 1024;

/** Enough entries for about {@link size} characters. */
function many<T>(make: (index: number) => T): T[] {
  return Array.from({ length: Math.floor(size / (JSON.stringify(make(10_000)).length + 1)) }, (_, index) =>
    make(index),
  );
}

function members<T>(
  make: (index: number) => T,
  name = (index: number) => `m${index}`,
  most = Number.POSITIVE_INFINITY,
): Record<string, T> {
  const length = Math.min(most, Math.floor(size / JSON.stringify({ [name(10_000)]: make(10_000) }).length));
  return Object.fromEntries(Array.from({ length }, (_, index) => [name(index), make(index)]));
}

const path = (rest: object) => ({
  "/connections/initiate": { post: { operationId: "initiateConnection", tags: ["connection"], ...rest } },
});
const sent = (schema: object) => ({
  parameters: [{ in: "body", name: "body", required: true, schema }],
  responses: { 200: { schema } },
});
const swagger = (paths: object, more: object = {}) => ({ swagger: "2.0", paths, ...more });
const wide = members((index) => ({ type: "string", description: `connection name ${index}` }), undefined, 900);

/** Descriptions that could take a long time to read. */
const documents: Readonly<Record<string, () => object | string>> = {
  "a long note": () => swagger(path(sent({ description: "x ".repeat(size / 2), properties: { a: {} } }))),
  "many notes": () =>
    swagger(path(sent({ allOf: many((index) => ({ description: `note ${index} ${"y".repeat(200)}` })) }))),
  "many parts and many members": () => swagger(path(sent({ allOf: [{ properties: wide }, ...many(() => ({}))] }))),
  "many ways": () => swagger(path(sent({ oneOf: many((index) => ({ enum: [`a${index}`], title: "connection" })) }))),
  "many choices": () =>
    swagger(path(sent({ properties: { mode: { enum: many((index) => `connection mode ${index}`) } } }))),
  "many members": () =>
    swagger(
      path(
        sent({
          properties: members(
            () => ({ type: "string" }),
            (index) => `connectionName${index}`,
          ),
        }),
      ),
    ),
  "many required members": () => swagger(path(sent({ required: many((index) => `name${index}`), properties: wide }))),
  "many parameters": () =>
    swagger(path({ parameters: many((index) => ({ in: "query", name: `name${index}`, type: "string" })) })),
  "many headers": () => swagger(path({ responses: { 200: { headers: members(() => ({})) } } })),
  "many answers": () =>
    swagger(
      path({
        responses: members(
          () => ({}),
          (index) => `2${index}`,
        ),
      }),
    ),
  "many security schemes": () =>
    swagger(
      members(
        () => ({ get: {} }),
        (index) => `/connections${index}`,
        20_000,
      ),
      { security: many((index) => ({ [`s${index}`]: [] })) },
    ),
  "many tags": () => swagger(path({ tags: many((index) => `tag ${index}`) })),
  "many paths": () =>
    swagger(
      members(
        () => ({ post: sent({ $ref: "#/a" }) }),
        (index) => `/connections/initiate${index}`,
      ),
      { a: { properties: wide } },
    ),
  "a long path": () => swagger({ [`/${"connections/".repeat(size / 12)}`]: { post: {} } }),
  "a path of slashes": () => swagger({ [`/${"/".repeat(size)}x`]: { post: {} } }),
  "a base path of slashes": () => swagger(path({}), { basePath: `/${"/".repeat(size)}x` }),
  "many paths that refer to one path": () =>
    swagger(
      members(
        () => ({ $ref: "#/p" }),
        (index) => `/connections/initiate/${index}`,
        30_000,
      ),
      {
        p: {
          get: {},
          put: {},
          delete: {},
          post: { ...sent({ properties: wide }), parameters: many((index) => ({ in: "query", name: `q${index}` })) },
        },
      },
    ),
  "circular references": () =>
    swagger(path(sent({ $ref: "#/a" })), {
      a: {
        properties: Object.fromEntries(
          Array.from({ length: 30 }, (_, index) => [`connection${index}`, { $ref: "#/a" }]),
        ),
      },
    }),
  "references to a far place": () =>
    swagger(path(sent({ properties: members(() => ({ $ref: `#/${"a/".repeat(500)}b` })) }))),
  "many large schemas": () =>
    swagger(
      members(
        (index) => ({
          post: {
            ...sent({ allOf: [{ $ref: "#/a" }, { title: `${index}` }] }),
            operationId: "connection initiate invitation",
          },
        }),
        (index) => `/connections/${index}`,
      ),
      {
        a: { properties: Object.fromEntries(Object.keys(wide).map((name) => [name, { $ref: "#/mode" }])) },
        mode: { enum: Array.from({ length: 500 }, (_, index) => `script mode number ${index}`) },
      },
    ),
  "a deep schema": () => swagger(path(sent(JSON.parse(`${'{"items":'.repeat(3000)}{}${"}".repeat(3000)}`)))),
  "a version that is a deep list": () =>
    `{"swagger":${"[".repeat(size / 4)}${"]".repeat(size / 4)},"openapi":"3.0.0","paths":${JSON.stringify(path({}))}}`,
  "a name that is a deep list": () =>
    `{"swagger":"2.0","info":{"title":${"[".repeat(size / 4)}${"]".repeat(size / 4)}},"paths":${JSON.stringify(path({}))}}`,
  "many servers": () => ({
    openapi: "3.0.0",
    servers: [{ url: `/${"{a}".repeat(size / 3)}`, variables: { a: { default: "x".repeat(1000) } } }],
    paths: path({}),
  }),
};

/** The longest time without a turn of the event loop, and the total time, in milliseconds. */
async function longestTurnIn(work: () => Promise<unknown>): Promise<{ longest: number; whole: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.enable();
  const started = performance.now();
  await work();
  const whole = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { longest: delay.max / 1e6, whole };
}

async function lookAt(body: string, milliseconds: number): Promise<void> {
  const transport = new FakeTransport(() => ({ status: 200, headers: {}, body }));
  const end = performance.now() + milliseconds;
  const isOver = () => performance.now() > end;
  const { described } = await describeNode({ transport, nodeUrl, api: defaultNodeApi, token: undefined, isOver });
  if (described === undefined) return;
  explanationOf("initiateConnection", defaultNodeApi, described.description);
  await proposed(described.description);
}

describe("Reading a hostile description", function () {
  this.timeout(60_000);
  for (const [name, make] of Object.entries(documents)) {
    it(`does not block the event loop, and ends in time: ${name}`, async () => {
      const document = make();
      const body = typeof document === "string" ? document : JSON.stringify(document);
      assert.ok(body.length < 3 * size, `${body.length}`);
      const { longest, whole } = await longestTurnIn(() => lookAt(body, 2000));
      assert.ok(longest < 1000 && whole < 4000, `${longest} ms without a turn, ${whole} ms in all`);
    });
  }

  const pages: Readonly<Record<string, string>> = {
    "unfinished links": '<a href="'.repeat(30_000),
    "links of links": "<a href=<a ".repeat(30_000),
    scripts: "<script src='init".repeat(30_000),
    names: "url:url=url='".repeat(30_000),
    "settings with many places": JSON.stringify({ urls: many((index) => ({ url: `/${index}` })) }),
  };
  for (const [name, page] of Object.entries(pages)) {
    it(`does not block the event loop for a page, and ends in time: ${name}`, async () => {
      const { longest, whole } = await longestTurnIn(() => lookAt(page, 2000));
      assert.ok(longest < 1000 && whole < 4000, `${longest} ms without a turn, ${whole} ms in all`);
    });
  }

  for (const piece of ["- ", "? ", "[", "{a: "]) {
    it(`does not block the event loop for YAML, and ends in time: ${JSON.stringify(piece)}`, async () => {
      const text = `swagger: 2\npaths: ${piece === "- " || piece === "? " ? "\n" : ""}${piece.repeat(size / 4 / piece.length)}`;
      const { longest } = await longestTurnIn(() => parseDocument(text));
      assert.ok(longest < 4000, `${longest} ms without a turn`);
    });
  }
});
