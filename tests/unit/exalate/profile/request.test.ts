import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { defaultNodeApi, type Operation } from "../../../../src/exalate/profile/node-api.ts";
import { fillTemplate, requestOf } from "../../../../src/exalate/profile/request.ts";
import { failsWith } from "../../../support/failures.ts";

const operation = (rest: Partial<Operation>): Operation => ({
  evidence: "assumed",
  method: "GET",
  path: "/x",
  ...rest,
});

describe("A request built from the profile", () => {
  it("has a URL below the node's URL and the base path", () => {
    assert.equal(
      requestOf("https://contoso.com/ado/", defaultNodeApi, operation({}), {}).url,
      "https://contoso.com/ado/rest/issuehub/4.0/x",
    );
  });

  it("escapes values in the path and the query, and leaves out missing values", () => {
    const list = operation({ path: "/c/{id}/d", query: { name: "{name}", limit: "{limit}", fixed: "yes" } });
    const { url } = requestOf("https://contoso.com", defaultNodeApi, list, {
      id: "a/b?c",
      name: "x&y=z ä",
      limit: undefined,
    });
    assert.equal(url, "https://contoso.com/rest/issuehub/4.0/c/a%2Fb%3Fc/d?name=x%26y%3Dz+%C3%A4&fixed=yes");
  });

  it("sends the token in the profile's header and the body as JSON", () => {
    const request = requestOf(
      "https://contoso.com",
      defaultNodeApi,
      operation({ method: "POST", body: { a: "{a}" } }),
      { a: 1 },
      "tok",
    );
    assert.deepEqual(request.headers, {
      Accept: "application/json",
      "Content-Type": "application/json; charset=utf-8",
      "X-exalate-jwt": "tok",
    });
    assert.equal(request.body, '{"a":1}');
  });

  it("sends the token after the profile's prefix", () => {
    const bearer = { ...defaultNodeApi, tokenHeader: "Authorization", tokenPrefix: "Bearer " };
    const { headers } = requestOf("https://contoso.com", bearer, operation({}), {}, "tok");
    assert.equal(headers.Authorization, "Bearer tok");
  });

  it("uses the node's spellings of modes and statuses everywhere, and only for them", () => {
    const api = { ...defaultNodeApi, spellings: { mode: { script: "SCRIPT/1" }, status: { PENDING: "WAITING" } } };
    const any = operation({
      method: "POST",
      path: "/{mode}/{project}",
      query: { type: "{mode}", state: "{status}" },
      body: { settings: { type: "{mode}", text: "in {mode} mode" }, name: "{project}", mode: "script" },
    });
    const request = requestOf("https://contoso.com", api, any, {
      mode: "script",
      project: "script",
      status: "PENDING",
    });
    assert.equal(request.url, "https://contoso.com/rest/issuehub/4.0/SCRIPT%2F1/script?type=SCRIPT%2F1&state=WAITING");
    assert.deepEqual(JSON.parse(request.body ?? ""), {
      settings: { type: "SCRIPT/1", text: "in SCRIPT/1 mode" },
      name: "script",
      mode: "script",
    });
  });

  it("keeps the default spelling of a word that is not overridden", () => {
    const api = { ...defaultNodeApi, spellings: { mode: { script: "SCRIPT" } } };
    const initiate = operation({ body: { mode: "{mode}" } });
    assert.equal(requestOf("https://contoso.com", api, initiate, { mode: "basic" }).body, '{"mode":"basic"}');
    assert.equal(
      requestOf("https://contoso.com", api, initiate, { mode: "constructor" }).body,
      '{"mode":"constructor"}',
    );
  });

  it("keeps any id within one segment of the path", async () => {
    const remove = operation({ path: "/c/{id}" });
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const { pathname, search, hash } = new URL(
          requestOf("https://contoso.com", defaultNodeApi, remove, { id }).url,
        );
        assert.match(pathname, /^\/rest\/issuehub\/4\.0\/c\/[^/]+$/);
        assert.equal(search + hash, "");
      }),
    );
    for (const id of ["", ".", ".."]) {
      await failsWith("EXA209", () => requestOf("https://contoso.com", defaultNodeApi, remove, { id }));
    }
  });
});

describe("A fillTemplate template", () => {
  it("keeps the type of a value when the placeholder is the whole text", () => {
    const template = { a: "{flag}", b: { c: "{count}" }, d: ["{name}", "x"], e: "id-{count}", f: 7, g: null };
    assert.deepEqual(fillTemplate(template, { flag: true, count: 3, name: "n" }), {
      a: true,
      b: { c: 3 },
      d: ["n", "x"],
      e: "id-3",
      f: 7,
      g: null,
    });
  });

  it("leaves out a member without a value, and keeps an empty value", () => {
    assert.deepEqual(fillTemplate({ user: "{user}", description: "{description}", list: ["{gone}"] }, { user: "" }), {
      user: "",
      list: [],
    });
  });

  it("does not fill placeholders inside values", () => {
    assert.deepEqual(fillTemplate({ a: "{a}" }, { a: "{b}", b: "secret" }), { a: "{b}" });
    assert.deepEqual(fillTemplate({ a: "x{a}" }, { a: "{b}", b: "secret" }), { a: "x{b}" });
  });
});
