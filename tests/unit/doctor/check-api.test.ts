import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { type ApiCheck, checkApi } from "../../../src/doctor/check-api.ts";
import { conclusionOf, reportLines } from "../../../src/doctor/report.ts";
import { reportJson } from "../../../src/doctor/report-json.ts";
import { doctorMarkdown } from "../../../src/doctor/report-markdown.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { nodeUrl, swagger } from "../../support/describing.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

/** The calls of the profile, without further description, below a path. */
function profilePaths(prefix = ""): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path } of Object.values(defaultNodeApi.operations))
    paths[`${prefix}${path}`] = { ...paths[`${prefix}${path}`], [method.toLowerCase()]: {} };
  return paths;
}

const token = new Secret("a-session-of-contoso");
const refusal = new Failure("EXA201", "The node refused it.", "Correct it.");

/** Checks a node that serves this description, and answers other requests by their `METHOD path`. */
async function check(
  document: object | undefined,
  answers: Readonly<Record<string, HttpAnswer>> = {},
  signIn: (() => Promise<Secret>) | "none" = async () => token,
): Promise<{ check: ApiCheck; transport: FakeTransport }> {
  const served: Record<string, HttpAnswer> = document === undefined ? {} : { "GET /swagger": answer(200, document) };
  const transport = new FakeTransport((line) => answers[line] ?? served[line] ?? answer(404));
  const options = { nodeUrl, api: defaultNodeApi, givenToken: undefined };
  return {
    check: await checkApi(options, {
      transport,
      signIn: signIn === "none" ? undefined : signIn,
      clock: { now: () => 0 },
    }),
    transport,
  };
}

const connections = [
  { id: 1, name: "a", status: "ACTIVE", communication: { remoteUrl: null } },
  { id: 2, name: "b", status: "PENDING" },
];

function verdictsOf({ findings }: ApiCheck): Record<string, string> {
  return Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]));
}

describe("The check of a node's API", () => {
  it("holds when every needed call is described", async () => {
    const { check: result } = await check(swagger(profilePaths()));
    assert.deepEqual([result.outcome, result.proposal.overrides], ["holds", undefined]);
    assert.match(conclusionOf(result), /^Every operation that the tasks need fits/);
  });

  it("cannot be told when the node refused the sign-in, although the description fits", async () => {
    const { check: result } = await check(swagger(profilePaths()), {}, () => Promise.reject(refusal));
    assert.equal(result.outcome, "cannot be told");
    assert.match(conclusionOf(result), /^Cannot be told: .* the sign-in failed \(EXA201\)\. Next: correct what/);
  });

  it("does not hold when something differs, also without a sign-in", async () => {
    const { "/connections": _, ...others } = profilePaths();
    for (const signIn of ["none", () => Promise.reject(refusal)] as const) {
      const { check: result } = await check(swagger(others), {}, signIn);
      assert.equal(result.outcome, "does not hold");
      assert.match(
        conclusionOf(result),
        /^Does not fit .*: listConnections, initiateConnection\. Next: record .* learn/,
      );
    }
  });

  it("cannot be told without a description, and the last line says what to do", async () => {
    const { check: result } = await check(undefined);
    assert.equal(result.outcome, "cannot be told");
    assert.match(conclusionOf(result), /^Cannot be told: no description .* Next: record .*"npm run learn"/);
    assert.equal(verdictsOf(result).deleteConnection, "not compared");
  });

  it("takes the base path over when that is all that differs", async () => {
    const { check: result } = await check(
      { swagger: "2.0", basePath: "/rest/v5", paths: profilePaths() },
      {},
      undefined,
    );
    assert.deepEqual([result.outcome, result.proposal.overrides], ["does not hold", { basePath: "/rest/v5" }]);
    assert.match(
      reportLines(result).join("\n"),
      /^base path +\/rest\/issuehub\/4\.0 +yes +differs +it is \/rest\/v5$/m,
    );
    const { "/connections/accept": __, ...some } = profilePaths();
    const { check: part } = await check({ swagger: "2.0", basePath: "/rest/v5", paths: some }, {}, "none");
    assert.equal(part.basePath, defaultNodeApi.basePath);
    const twice = { ...profilePaths("/a"), ...profilePaths("/b") };
    const { check: two } = await check({ swagger: "2.0", paths: twice }, {}, "none");
    assert.equal(two.basePath, defaultNodeApi.basePath);
  });

  it("sends the token as the only security scheme says", async () => {
    const schemes = {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      open: { type: "apiKey", in: "header", name: "Authorization" },
      bearer: { type: "oauth2" },
    };
    const withSecurity = (...names: (keyof typeof schemes)[]) => {
      const securityDefinitions = Object.fromEntries(names.map((name) => [name, schemes[name]]));
      const security = names.map((name) => ({ [name]: [] }));
      return check(swagger(profilePaths(), { securityDefinitions, security }), {}, "none");
    };
    const { check: key } = await withSecurity("key");
    assert.deepEqual([key.outcome, key.proposal.overrides], ["does not hold", { tokenHeader: "X-Key" }]);
    const { check: open } = await withSecurity("open");
    assert.deepEqual(open.proposal.overrides, { tokenHeader: "Authorization", tokenPrefix: "{EDIT}" });
    assert.deepEqual(
      open.proposal.edits.map(({ pointer }) => pointer),
      ["/tokenPrefix"],
    );
    const { check: several } = await withSecurity("key", "bearer");
    assert.deepEqual([several.outcome, several.proposal.overrides], ["does not hold", undefined]);
    assert.match(reportLines(several).join("\n"), /it wants X-Key or Authorization Bearer/);
  });

  it("is printed as text, Markdown and JSON without characters that act", async () => {
    const post = { summary: "Initiates\n##vso[task.complete]|`x`\u001b[0m a connection" };
    const { check: result } = await check(swagger({ "/relations": { post } }), {}, "none");
    const markdown = doctorMarkdown(result, (text) => text);
    for (const text of [reportLines(result).join("\n"), markdown, JSON.stringify(reportJson(result))])
      assert.ok(
        text.includes("POST /rest/issuehub/4.0/relations: Initiates") && !/##vso\[|(?!\n)\p{Cc}/u.test(text),
        text,
      );
    assert.match(markdown, /^- `initiateConnection is not described\. Calls that it could be:`$/m);
  });
});

describe("A tried list", () => {
  const undescribed = { "/relations": { get: {} }, "/relations/{id}": { get: {}, delete: {} } };

  it("confirms the profile's own list where the description says nothing", async () => {
    const list = { "GET /connections": answer(200, { total: 2, results: connections }) };
    const { "/connections": _, ...others } = profilePaths();
    const { check: result, transport } = await check(swagger(others), list);
    assert.equal(verdictsOf(result).listConnections, "fits", reportLines(result).join("\n"));
    const request = transport.requests.find(({ url }) => url.endsWith("/connections"));
    assert.equal(request?.headers[defaultNodeApi.tokenHeader], token.reveal());
  });

  it("is learned from when it is elsewhere, and makes the delete certain", async () => {
    const list = { "GET /relations": answer(200, { items: connections }) };
    const { check: result } = await check(swagger(undescribed), list);
    const { listConnections, deleteConnection } = result.proposal.api.operations;
    assert.deepEqual([listConnections?.path, listConnections?.evidence], ["/relations", "observed"]);
    assert.deepEqual(listConnections?.result?.items, ["/items"]);
    assert.deepEqual([deleteConnection?.path, deleteConnection?.evidence], ["/relations/{connectionId}", "described"]);
  });

  it("teaches nothing when it is empty, has other words, or two of them fit", async () => {
    const other = [{ id: 1, name: "a", status: "WAITING" }];
    for (const [items, edits] of [
      [[], 0],
      ["none", 0],
      [other, 2],
    ] as const) {
      const { check: result } = await check(swagger(undescribed), { "GET /relations": answer(200, { items }) });
      assert.equal(result.proposal.edits.length, edits);
      assert.equal(result.proposal.overrides === undefined, edits === 0);
    }
    const both = { ...undescribed, "/old/relations": { get: {} } };
    const list = answer(200, { items: connections });
    const { check: two } = await check(swagger(both), { "GET /relations": list, "GET /old/relations": list });
    assert.equal(two.proposal.overrides, undefined);
  });

  it("is requested few times, only by GET, without values, and only with a session", async () => {
    const many = Array.from({ length: 15 }, (_, index) => [`/${index}/connections`, { get: {}, post: {} }]);
    const paths = { ...Object.fromEntries(many), "/x/connections/{id}": { get: {} } };
    const { transport } = await check(swagger(paths));
    const tried = transport.lines.filter((line) => line.includes("connections"));
    assert.equal(tried.length, 4);
    assert.ok(
      tried.every((line) => /^GET \/(\d+\/)?connections$/.test(line)),
      tried.join(),
    );
    for (const signIn of ["none", () => Promise.reject(refusal)] as const) {
      const { transport: open } = await check(swagger(paths), {}, signIn);
      assert.deepEqual(open.lines, ["GET /swagger"]);
    }
  });

  it("is requested from the node itself, whatever the described paths", async () => {
    const names = ["//evil.contoso.com/connections", "@evil.contoso.com/connections", "\\evil.contoso.com/connections"];
    const paths = Object.fromEntries(names.map((name) => [name, { get: {} }]));
    const servers = [{ url: "https://evil.contoso.com" }];
    const { transport } = await check({ openapi: "3.0.0", servers, paths });
    assert.equal(transport.requests.length, 5);
    assert.ok(transport.requests.every(({ url }) => new URL(url).origin === nodeUrl.origin));
  });

  it("is not requested when the description is certain", async () => {
    const text = { type: "string" };
    const items = { type: "array", items: { type: "object", properties: { id: text, name: text, status: text } } };
    const results = { type: "object", properties: { results: items } };
    const get = { responses: { 200: { schema: results } } };
    const { transport } = await check(swagger({ "/connections": { get } }));
    assert.deepEqual(transport.lines, ["GET /swagger"]);
  });
});
