import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { atPointer } from "../../src/core/json-pointer.ts";
import { defaultNodeApi, type NodeApi } from "../../src/exalate/profile/node-api.ts";
import type { OperationName } from "../../src/exalate/profile/operations.ts";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { placeholdersIn } from "../../src/exalate/profile/placeholders.ts";
import { requestOf, type Values } from "../../src/exalate/profile/request.ts";
import { exalateSpelling } from "../../src/exalate/profile/spellings.ts";
import { type CodeBlock, partsOf, sectionOf } from "./markdown.ts";
import { tablesOf } from "./task-tables.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = readFileSync(join(root, "docs/node-api.md"), "utf8");
const operations = Object.entries(defaultNodeApi.operations);

function tableWith(column: string) {
  const table = tablesOf(text).find(({ header }) => header.includes(column));
  assert.ok(table, `no table has a column ${column}`);
  return table.rows;
}

function namesIn(cell = ""): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

function overridesIn(markdown: string): CodeBlock[] {
  return partsOf(markdown).blocks.filter(({ language }) => language === "json");
}

describe("The page about the node's API", () => {
  it("shows the call, the evidence and the source of every operation", () => {
    assert.deepEqual(
      tableWith("Evidence").map(({ Operation, Call, Evidence, Source }) => [Operation, Call, Evidence, Source]),
      operations.map(([name, { method, path, evidence, source }]) => [
        `\`${name}\``,
        `\`${method} ${path}\``,
        evidence,
        source,
      ]),
    );
  });

  it("shows for every operation whether a run needs it", () => {
    const optional = tableWith("Evidence").filter((row) => row["Without it"]?.startsWith("optional: "));
    const others = tableWith("Evidence").filter((row) => row["Without it"]?.startsWith("needed"));
    assert.equal(optional.length + others.length, operations.length);
    assert.deepEqual(
      optional.map(({ Operation }) => Operation),
      operations.filter(([, operation]) => operation.optional === true).map(([name]) => `\`${name}\``),
    );
  });

  it("shows the base path and the token header", () => {
    assert.ok(text.includes(`\`${defaultNodeApi.basePath}\``));
    assert.ok(text.includes(`\`${defaultNodeApi.tokenHeader}\``));
  });

  it("names every value that an operation sends", () => {
    const rows = tableWith("Values it reads");
    for (const [name, { path, query, body }] of operations) {
      const row = rows.find(({ Operation }) => Operation === `\`${name}\``);
      const sent = placeholdersIn(JSON.stringify([path, query, body]));
      assert.deepEqual(namesIn(row?.["Values it has to send"]).sort(), sent.sort(), name);
    }
  });

  it("names every value that an operation reads", () => {
    const rows = tableWith("Values it reads");
    for (const [name, { result = {}, item = {} }] of operations) {
      const row = rows.find(({ Operation }) => Operation === `\`${name}\``);
      assert.deepEqual(namesIn(row?.["Values it reads"]).sort(), Object.keys({ ...result, ...item }).sort(), name);
    }
  });

  it("says that nothing was tested on a live node", () => assert.match(text, /tried on a live node/));

  for (const { text: overrides, line } of overridesIn(text)) {
    it(`shows valid overrides at line ${line}`, async () => {
      const api = await nodeApiWith(overrides);
      assert.notEqual(api, defaultNodeApi);
    });
  }
});

/** The profile with the overrides of the example with this title. */
function exampleApi(title: string): Promise<NodeApi> {
  const [overrides] = overridesIn(sectionOf(text, (each) => each.startsWith(title)) ?? "");
  assert.ok(overrides, `${title} has no override`);
  return nodeApiWith(overrides.text);
}

function requestBy(api: NodeApi, name: OperationName, values: Values): { call: string; body: unknown } {
  const operation = api.operations[name];
  assert.ok(operation);
  const { method, url, body = "null" } = requestOf("https://node.contoso.com", api, operation, values);
  return { call: `${method} ${url.replace("https://node.contoso.com/rest/issuehub/4.0", "")}`, body: JSON.parse(body) };
}

/** A value that the profile reads from the answer of an operation. */
function readBy(api: NodeApi, name: OperationName, value: string, answer: object): unknown {
  const places = api.operations[name]?.result?.[value] ?? [];
  return places.map((place) => atPointer(answer, place)).find((found) => found !== undefined);
}

describe("The worked examples of overrides", () => {
  it("are three examples", () => {
    const titles = partsOf(text).headings.filter((heading) => heading.text.startsWith("Example "));
    assert.equal(titles.length, 3);
  });

  it("rename and move calls", async () => {
    const api = await exampleApi("Example 1");
    const values = { connectionId: "7", connectionName: "a", offset: 0, limit: 100 };
    const names = ["listConnections", "initiateConnection", "readInvitation", "acceptInvitation", "deleteConnection"];
    assert.deepEqual(
      names.map((name) => requestBy(api, name as OperationName, values).call),
      [
        "GET /relations?limit=100&start=0",
        "POST /relations",
        "GET /relations/7/invitation",
        "PUT /invitations/accepted",
        "DELETE /relations/7",
      ],
    );
    assert.deepEqual(requestBy(api, "initiateConnection", { connectionName: "a" }).body, { title: "a" });
    assert.deepEqual(api.operations.listConnections?.item?.connectionName, ["/title"]);
    const { authenticate } = api.operations;
    assert.ok(authenticate);
    const { headers } = requestOf("https://node.contoso.com", api, authenticate, {}, "a token");
    assert.equal(headers.Authorization, "Bearer a token");
  });

  it("nest a body, wrap answers and change spellings", async () => {
    const api = await exampleApi("Example 2");
    const wish = {
      connectionName: "a",
      localShortName: "Contoso",
      destinationShortName: "Fabrikam",
      private: true,
      mode: "script",
      project: "P",
    };
    assert.deepEqual(requestBy(api, "initiateConnection", wish), {
      call: "POST /connections",
      body: {
        connection: { name: "a", shortName: "Contoso", type: { mode: "SCRIPT", version: 2 }, project: "P" },
        remote: { shortName: "Fabrikam", hidden: true },
      },
    });
    const answer = { data: { connection: { id: 17, status: "Waiting" }, invitation: { code: "a code" } } };
    assert.equal(readBy(api, "initiateConnection", "connectionId", answer), 17);
    assert.equal(readBy(api, "initiateConnection", "invitationCode", answer), "a code");
    assert.equal(exalateSpelling(api.spellings, "status", "Waiting"), "PENDING");
  });

  it("read the invitation with a separate call, and have no delete call", async () => {
    const api = await exampleApi("Example 3");
    const list = requestBy(api, "listConnections", { offset: 100, limit: 100, page: 1, pageNumber: 2 });
    assert.equal(list.call, "GET /connections?page=1&size=100");
    assert.deepEqual(api.operations.initiateConnection?.result, { status: ["/status"] });
    assert.deepEqual(requestBy(api, "readInvitation", { connectionId: "7" }), {
      call: "POST /connections/7/invitations",
      body: null,
    });
    assert.equal(readBy(api, "readInvitation", "invitationCode", { code: "a code" }), "a code");
    assert.equal(api.operations.deleteConnection?.unavailable, true);
  });

  it("describe the consequence when an operation is unavailable", () => {
    const rows = tableWith("Consequence").flatMap(({ Operation }) => namesIn(Operation));
    assert.deepEqual(rows.sort(), operations.map(([name]) => name).sort());
  });
});
