import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { describeNode } from "../../../src/doctor/describe-node.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { HttpAnswer, HttpRequest } from "../../../src/http/http.ts";
import { nodeUrl, swagger } from "../../support/describing.ts";
import { failsWith } from "../../support/failures.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

type Pages = Readonly<Record<string, HttpAnswer>>;

const document = answer(200, swagger({}));
const page = (body: string) => answer(200, body);

/** Searches for the description of a node with these pages, keyed by path and query. */
async function look(pages: Pages, { token, at = nodeUrl }: { token?: Secret; at?: URL } = {}) {
  const transport = new FakeTransport((_, { url }) => pages[url.slice(nodeUrl.origin.length)] ?? answer(404));
  return { ...(await lookBy(transport, token, at)), transport };
}

function lookBy(transport: FakeTransport, token?: Secret, at = nodeUrl) {
  return describeNode({ transport, nodeUrl: at, api: defaultNodeApi, token, isOver: () => false });
}

function asked({ requests }: FakeTransport): string[] {
  return requests.map(({ method, url }) => `${method} ${url.slice(nodeUrl.origin.length)}`);
}

describe("The search for an API description", () => {
  const named: [how: string, pages: Pages][] = [
    [
      "by the url in a script on the page",
      { "/swagger": page('<script>SwaggerUIBundle({ url: "/d/a.json" })</script>') },
    ],
    ["by one of several urls", { "/swagger": page('<script>ui({urls:[{"url":"/d/a.json","name":"1"}]})</script>') }],
    [
      "by a link",
      {
        "/swagger": page('<a href="/d/a.json">openapi</a><a class=x href="/d/swagger-a.json">x</a>'),
        "/d/swagger-a.json": document,
      },
    ],
    ["by data-url", { "/swagger": page('<div id="swagger-ui" data-url="/d/a.json">') }],
    ["by spec-url", { "/swagger": page('<redoc spec-url="/d/a.json"></redoc>') }],
    [
      "by a script next to the page",
      {
        "/swagger": page('<script src="./swagger-ui/swagger-initializer.js"></script>'),
        "/swagger-ui/swagger-initializer.js": page('window.ui = SwaggerUIBundle({ url: "../d/a.json" })'),
      },
    ],
    [
      "by a settings file",
      {
        "/swagger": page('<script>ui({ "configUrl": "/v3/api-docs/swagger-config" })</script>'),
        "/v3/api-docs/swagger-config": answer(200, { urls: [{ url: "/d/a.json" }] }),
      },
    ],
  ];
  for (const [how, pages] of named) {
    it(`finds a description that the node's page names ${how}`, async () => {
      const { described } = await look({ "/d/a.json": document, ...pages });
      assert.match(described?.url.pathname ?? "none", /^\/d\//);
    });
  }

  for (const place of [
    "/swagger.json",
    "/openapi.json",
    "/v3/api-docs",
    "/v2/api-docs",
    "/swagger/v1/swagger.json",
    "/rest/issuehub/4.0/swagger.json",
  ]) {
    it(`finds a description at ${place} that no page names`, async () => {
      assert.equal((await look({ [place]: document })).described?.url.pathname, place);
    });
  }

  it("finds a description below a node URL with a path", async () => {
    const at = new URL("/exalate", nodeUrl);
    assert.equal(
      (await look({ "/exalate/swagger.json": document }, { at })).described?.url.pathname,
      "/exalate/swagger.json",
    );
  });

  it("sends the session token only to addresses that refuse a request without it", async () => {
    const needsToken = (path: string) => path === "/swagger" || path === "/hidden.json";
    const respond = (_: string, { url, headers }: HttpRequest) => {
      const path = url.slice(nodeUrl.origin.length);
      if (needsToken(path) && headers["X-exalate-jwt"] !== "a.session.token") return answer(401);
      return path === "/swagger" ? page("url: '/hidden.json'") : path === "/hidden.json" ? document : answer(404);
    };
    const transport = new FakeTransport(respond);
    const { described } = await lookBy(transport, new Secret("a.session.token"));
    assert.equal(described?.url.pathname, "/hidden.json");
    const signedIn = transport.requests.filter(({ headers }) => "X-exalate-jwt" in headers);
    assert.deepEqual(
      signedIn.map(({ url }) => new URL(url).pathname),
      ["/swagger", "/hidden.json"],
    );
    const without = await lookBy(new FakeTransport(respond));
    assert.deepEqual([without.described, without.needsSession], [undefined, true]);
  });

  it("stays on the node's origin, also after a redirect", async () => {
    const foreign = [
      "https://petstore.contoso.com/swagger.json",
      "//evil.contoso.com/a.json",
      "http://node.contoso.com/a.json",
    ];
    const { described, transport } = await look({
      "/swagger": page(foreign.map((url) => `url: "${url}"`).join("\n")),
      "/swagger.json": answer(302, "", { location: "https://evil.contoso.com/a.json" }),
      "/openapi.json": answer(307, "", { location: "/openapi.json" }),
      "/v3/api-docs": answer(301, "", { location: "/d/a.json" }),
      "/d/a.json": document,
    });
    assert.equal(described?.url.pathname, "/d/a.json");
    assert.ok(
      transport.requests.every(({ url, method }) => method === "GET" && new URL(url).origin === nodeUrl.origin),
    );
  });

  it("sends a limited number of different requests, even if a page names many", async () => {
    const names = Array.from({ length: 500 }, (_, number) => `url: "/d/${number}.json"`).join("\n");
    const { described, transport } = await look({ "/swagger": page(names) });
    assert.equal(described, undefined);
    assert.ok(transport.requests.length <= 24);
    assert.equal(new Set(asked(transport)).size, transport.requests.length);
  });

  it("stops at its time limit", async () => {
    let left = 3;
    const transport = new FakeTransport(() => answer(404));
    await describeNode({ transport, nodeUrl, api: defaultNodeApi, token: undefined, isOver: () => left-- <= 0 });
    assert.equal(transport.requests.length, 3);
  });

  it("fails when the first request fails, and ignores a later failed request", async () => {
    const failure = new Failure("EXA402", "It is down.", "Start it.");
    await failsWith("EXA402", () => lookBy(new FakeTransport(() => failure)));
    const respond = (line: string) =>
      line === "GET /swagger" ? answer(404) : line === "GET /openapi.json" ? document : failure;
    assert.equal((await lookBy(new FakeTransport(respond))).described?.url.pathname, "/openapi.json");
  });
});
