import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseDocument } from "../../../src/doctor/document.ts";
import type { Fields } from "../../../src/doctor/fields.ts";
import { isDescription } from "../../../src/doctor/read-description.ts";
import { described, nodeUrl, swagger } from "../../support/describing.ts";

/** The fields as texts. `!` marks a required one. */
function places(fields: Fields): string[] {
  return [...fields].map(([pointer, { type, required }]) => `${pointer} ${type ?? "anything"}${required ? "!" : ""}`);
}

function only(document: object) {
  const [call, ...others] = described(document).calls;
  assert.equal(others.length, 0);
  return call ?? assert.fail("No call");
}

const text = { type: "string" };

describe("Reading an API description", () => {
  it("accepts only Swagger 2 and OpenAPI 3", () => {
    assert.ok(isDescription({ swagger: "2.0", paths: {} }) && isDescription({ openapi: "3.1.0", paths: {} }));
    for (const other of [
      undefined,
      null,
      7,
      [],
      {},
      { paths: {} },
      { swagger: "1.2", paths: {} },
      { openapi: "3.0.0" },
    ])
      assert.ok(!isDescription(other), JSON.stringify(other));
  });

  it("follows references and joins the schemas of allOf in Swagger 2", () => {
    const definitions = {
      Named: { type: "object", required: ["name"], properties: { name: text } },
      New: {
        allOf: [
          { $ref: "#/definitions/Named" },
          { type: "object", required: ["to"], properties: { to: { type: "object", properties: { url: text } } } },
        ],
      },
    };
    const parameters = [{ in: "body", name: "body", required: true, schema: { $ref: "#/definitions/New" } }];
    const { body, path } = only(swagger({ "/links": { post: { parameters } } }, { definitions }));
    assert.equal(path, "/rest/issuehub/4.0/links");
    assert.deepEqual(places(body), ["/name string!", "/to/url string"]);
  });

  it("reads the request body, the answer, its headers and the token in OpenAPI 3", () => {
    const schema = {
      type: "object",
      properties: { id: { type: ["integer", "null"] }, codes: { type: "array", items: text } },
    };
    const document = {
      openapi: "3.1.0",
      servers: [{ url: "{base}/v1", variables: { base: { default: "/api" } } }],
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "Bearer" },
          cookie: { type: "apiKey", in: "cookie", name: "s" },
        },
        requestBodies: {
          New: { content: { "application/json; charset=utf-8": { schema: { properties: { a: text } } } } },
        },
      },
      paths: {
        "/links": {
          parameters: [{ name: "dry", in: "query", required: true, schema: { type: "boolean" } }],
          post: {
            operationId: "make",
            security: [{ token: [] }],
            requestBody: { $ref: "#/components/requestBodies/New" },
            responses: {
              201: { headers: { Location: {} }, content: { "application/json": { schema } } },
              400: { content: { "application/json": { schema: { properties: { why: text } } } } },
            },
          },
        },
      },
    };
    const call = only(document);
    assert.equal(call.path, "/api/v1/links");
    assert.deepEqual(places(call.query), ["/dry boolean!"]);
    assert.deepEqual(places(call.body), ["/a string"]);
    assert.deepEqual(places(call.answer), ["/id integer", "/codes array", "header:location string!"]);
    assert.deepEqual([call.answerStatus, call.securitySchemes], ["201", ["token"]]);
    assert.deepEqual([...described(document).tokens], [["token", { header: "Authorization", prefix: "Bearer " }]]);
  });

  it("returns the media type of a body that is not JSON", () => {
    const requestBody = { required: true, content: { "text/plain": { schema: text } } };
    const { body, otherBody } = only({ openapi: "3.0.0", paths: { "/join": { post: { requestBody } } } });
    assert.deepEqual([body.size, otherBody], [0, "text/plain"]);
  });

  it("returns paths below a node URL with a path", () => {
    const document = { swagger: "2.0", basePath: "/exalate/rest", paths: { "/links/": { get: {} } } };
    const [call] = described(document, new URL("/exalate", nodeUrl)).calls;
    assert.equal(call?.path, "/rest/links");
  });

  it("ends for circular references and for references without a target", () => {
    const definitions = {
      Ring: { type: "object", properties: { name: text, next: { $ref: "#/definitions/Ring" } } },
      Self: { $ref: "#/definitions/Self" },
      Twins: { allOf: [{ $ref: "#/definitions/Twins" }, { $ref: "#/definitions/Twins" }] },
    };
    for (const name of [...Object.keys(definitions), "None"]) {
      const parameters = [{ in: "body", name: "body", schema: { $ref: `#/definitions/${name}` } }];
      const { body } = only(swagger({ "/links": { post: { parameters } } }, { definitions }));
      assert.ok(body.size < 1000);
    }
  });

  it("follows no reference to another document", () => {
    for (const $ref of ["https://contoso.com/a.json", "other.json#/a", "#/__proto__/toString", "#/definitions/%"]) {
      const parameters = [{ in: "body", name: "body", schema: { $ref } }];
      const { body } = only(swagger({ "/links": { post: { parameters } } }));
      assert.deepEqual(places(body), ["/ anything!"]);
    }
  });
});

describe("The text of an API description", () => {
  it("can be JSON, with or without a byte order mark, or YAML", async () => {
    for (const source of [
      '{"swagger":"2.0","paths":{}}',
      '\ufeff{"swagger":"2.0","paths":{}}',
      "swagger: '2.0'\npaths: {}\n",
    ])
      assert.ok(isDescription(await parseDocument(source)), source);
  });

  it("is not a web page, a sentence, other YAML, or YAML that multiplies itself", async () => {
    const bomb = `openapi: 3.0.0\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`)}]`).join("\n")}`;
    for (const source of ["<!doctype html>", "no", "kind: Pod", bomb, "openapi: 3.0.0\n  - {"])
      assert.ok(!isDescription(await parseDocument(source)), source.slice(0, 20));
  });
});
