import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type JsonObject, objectOf } from "../../../src/core/json.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { learnApi } from "../../../src/learn/learn-api.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

const base = "/rest/issuehub/4.0";
const entry = (status: string) => ({
  id: "c-1",
  name: "Contoso_to_Fabrikam",
  status,
  communication: { remoteUrl: "https://node-2.example" },
});

function initiating(prefix = "") {
  const at = `${prefix}${base}`;
  return recording(
    [
      call(
        `POST ${at}/authenticate`,
        200,
        { jwt: sessionToken },
        { body: { authProtocol: "basic", user: "", password: "pat-0123456789" } },
      ),
      call(`GET ${at}/connections?offset=0&limit=20`, 200, { total: 0, results: [] }),
      call(`GET ${at}/destinations?url=https%3A%2F%2Fnode-2.example`, 200, {
        reachable: true,
        modes: ["script", "basic"],
        nodeUrl: "https://node-2.example",
      }),
      call(`GET ${at}/scopeparams/search?project=Sup`, 200, {
        results: [
          { key: "SUP", name: "Support" },
          { key: "SPL", name: "Supply" },
        ],
      }),
      call(
        `POST ${at}/connections`,
        201,
        { id: "c-1", status: "PENDING", invitationCode },
        {
          body: {
            name: "Contoso_to_Fabrikam",
            description: "Escalated bugs",
            localShortName: "Contoso",
            remoteShortName: "Fabrikam",
            remoteUrl: "https://node-2.example",
            private: false,
            mode: "script",
            project: "SUP",
          },
        },
      ),
      call(`GET ${at}/connections?offset=0&limit=20`, 200, { total: 1, results: [entry("PENDING")] }),
      call(`GET ${at}/connections/c-1/invitation`, 200, { invitationCode }),
      call(`GET ${at}/connections?offset=0&limit=20`, 200, { total: 1, results: [entry("ACTIVE")] }),
    ],
    { "X-exalate-jwt": sessionToken },
  );
}

function accepting(prefix = "") {
  const at = `${prefix}${base}`;
  return recording(
    [
      call(
        `GET ${at}/connections?offset=0&limit=20`,
        200,
        { total: 0, results: [] },
        { origin: "https://node-2.example" },
      ),
      call(
        `GET ${at}/scopeparams/search?project=Support`,
        200,
        { results: [{ key: "HLP", name: "Support" }] },
        { origin: "https://node-2.example" },
      ),
      call(
        `POST ${at}/connections/accept`,
        200,
        { id: "d-9", name: "Contoso_to_Fabrikam", status: "ACTIVE" },
        { origin: "https://node-2.example", body: { invitationCode, project: "HLP" } },
      ),
      call(
        `GET ${at}/connections?offset=0&limit=20`,
        200,
        { total: 1, results: [{ ...entry("ACTIVE"), id: "d-9" }] },
        { origin: "https://node-2.example" },
      ),
      call(`DELETE ${at}/connections/d-9`, 204, undefined, { origin: "https://node-2.example" }),
      call(
        `GET ${at}/connections?offset=0&limit=20`,
        200,
        { total: 0, results: [] },
        { origin: "https://node-2.example" },
      ),
    ],
    { "X-exalate-jwt": sessionToken },
  );
}

/** Overrides without what they say of how a call is known. */
function withoutKnowledge(overrides: JsonObject): JsonObject {
  const operations = Object.entries(objectOf(overrides.operations)).flatMap(([name, operation]) => {
    const { evidence: _, source: __, only: ___, ...rest } = objectOf(operation);
    return Object.keys(rest).length === 0 ? [] : [[name, rest]];
  });
  const { operations: _, ...rest } = overrides;
  return operations.length === 0 ? rest : { ...rest, operations: Object.fromEntries(operations) };
}

async function operationsWith(overrides: JsonObject) {
  return (await nodeApiWith(JSON.stringify(overrides))).operations;
}

describe("learnApi on a node whose API is as the profile has it", () => {
  it("only says that the calls were recorded, and in which mode", async () => {
    const learned = await learnApi(
      { initiating: initiating(), accepting: accepting(), nodeOrigin: undefined },
      typedValues,
    );
    assert.deepEqual(learned.edits, []);
    assert.deepEqual(withoutKnowledge(learned.overrides), {});
    const { initiateConnection } = await operationsWith(learned.overrides);
    assert.equal(initiateConnection?.evidence, "recorded");
    assert.deepEqual(initiateConnection.only, { mode: ["script"], private: [false] });
    assert.deepEqual(learned.unseen, []);
    assert.equal(learned.rows.length, 8);
  });

  it("overrides only the base path behind a proxy", async () => {
    const learned = await learnApi(
      { initiating: initiating("/proxy"), accepting: accepting(), nodeOrigin: undefined },
      typedValues,
    );
    assert.deepEqual(learned.edits, []);
    assert.deepEqual(withoutKnowledge(learned.overrides), { basePath: "/proxy/rest/issuehub/4.0" });
  });

  it("keeps what was not seen", async () => {
    const learned = await learnApi(
      { initiating: initiating(), accepting: undefined, nodeOrigin: undefined },
      typedValues,
    );
    assert.deepEqual(withoutKnowledge(learned.overrides), {});
    assert.equal((await operationsWith(learned.overrides)).acceptInvitation?.evidence, "assumed");
    assert.deepEqual(
      learned.unseen.map(({ name }) => name),
      ["acceptInvitation", "deleteConnection"],
    );
  });

  it("keeps the sign-in of a session that began before the recording", async () => {
    const calls = initiating().filter(({ url }) => !url.pathname.endsWith("/authenticate"));
    const learned = await learnApi({ initiating: calls, accepting: accepting(), nodeOrigin: undefined }, typedValues);
    assert.deepEqual(learned.edits, []);
    assert.deepEqual(withoutKnowledge(learned.overrides), {});
    assert.deepEqual(
      learned.unseen.map(({ name, meaning }) => `${name}: ${meaning}`),
      ["authenticate: kept as the profile has it."],
    );
  });
});
