import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import type { Credential } from "../../../src/exalate/credential.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { readPolicy } from "../../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { failsWith } from "../../support/failures.ts";
import { answer } from "../../support/fake-transport.ts";
import { nodeCaller } from "../../support/node-caller.ts";

type Answers = Readonly<Record<string, HttpAnswer | readonly HttpAnswer[]>>;

/** A caller with API overrides, of a node that answers each call by its `METHOD path`; a list is answered in order. */
async function withOverrides(overrides: object, answers: Answers, settings: object = {}) {
  const api = await nodeApiWith(JSON.stringify(overrides));
  const counts = new Map<string, number>();
  const set = nodeCaller(
    (line) => {
      const given = answers[line] ?? answer(404);
      if (!Array.isArray(given)) return given as HttpAnswer;
      const count = counts.get(line) ?? 0;
      counts.set(line, count + 1);
      return given[Math.min(count, given.length - 1)];
    },
    { api, ...settings },
  );
  const bodies = () => set.transport.requests.map(({ body }) => body && JSON.parse(body));
  return { ...set, bodies };
}

const accepting = (acceptInvitation: object) => ({ operations: { acceptInvitation } });
const invitation = { invitationCode: "the invitation code", project: "P" };

const twoSteps = accepting({
  path: "/invitations/{ticket}:accept",
  body: { invitationCode: null, confirmed: true },
  before: [
    {
      method: "POST",
      path: "/invitations:inspect",
      body: { code: "{invitationCode}" },
      result: { ticket: ["/data/ticket"], connectionName: ["/data/name"] },
    },
  ],
});

describe("The calls before an operation's own", () => {
  it("are made first, and later calls send what they answer", async () => {
    const { caller, transport, bodies, agent } = await withOverrides(twoSteps, {
      "POST /invitations:inspect": answer(200, { data: { ticket: "a b", name: "a_to_b" } }),
      "POST /invitations/a%20b:accept": answer(202, {}),
    });
    const call = await caller.call("acceptInvitation", invitation);
    assert.equal(call.answer.status, 202);
    assert.deepEqual(transport.lines.slice(1), ["POST /invitations:inspect", "POST /invitations/a%20b:accept"]);
    assert.deepEqual(bodies().slice(1), [{ code: "the invitation code" }, { project: "P", confirmed: true }]);
    assert.equal(caller.reader(call).text("connectionName"), "a_to_b", "captured values count as answered");
    const debug = agent.events.join("\n");
    assert.match(debug, /POST \/rest\/issuehub\/4\.0\/invitations\/\*\*\*:accept → HTTP 202/);
  });

  it("end the operation when one is answered without success", async () => {
    const { caller, transport } = await withOverrides(twoSteps, { "POST /invitations:inspect": answer(400, "no") });
    const call = await caller.call("acceptInvitation", invitation);
    assert.deepEqual([call.answer.status, call.operation.path], [400, "/invitations:inspect"]);
    assert.equal(transport.lines.length, 2);
  });

  it("fail with EXA209 when an answer lacks a value, and name the call", async () => {
    for (const ticket of [undefined, null, {}, []]) {
      const { caller, transport } = await withOverrides(twoSteps, {
        "POST /invitations:inspect": answer(200, { data: { ticket, name: "x" } }),
      });
      const message = await failsWith("EXA209", () => caller.call("acceptInvitation", invitation));
      assert.match(message, /POST \/invitations:inspect has no ticket/);
      assert.equal(transport.lines.length, 2);
    }
  });

  it("are made again with the session of a new sign-in", async () => {
    const { caller, transport } = await withOverrides(twoSteps, {
      "POST /invitations:inspect": answer(200, { data: { ticket: "t", name: "x" } }),
      "POST /invitations/t:accept": [answer(401), answer(200)],
    });
    assert.equal((await caller.call("acceptInvitation", invitation)).answer.status, 200);
    assert.equal(transport.lines.filter((line) => line === "POST /invitations:inspect").length, 2);
  });

  it("keep the JSON type of what they answer", async () => {
    const overrides = {
      operations: {
        initiateConnection: {
          before: [{ method: "POST", path: "/drafts", result: { draft: ["/id"], isNew: ["/new"] } }],
          body: { draft: "{draft}", isNew: "{isNew}", of: "draft {draft}", number: "{draft:number}" },
        },
      },
    };
    const { caller, bodies } = await withOverrides(overrides, {
      "POST /drafts": answer(201, { id: 7, new: true }),
      "POST /connections": answer(201, { id: 8 }),
    });
    await caller.call("initiateConnection", { connectionName: "a" });
    assert.deepEqual(bodies().at(-1), { name: "a", draft: 7, isNew: true, of: "draft 7", number: 7 });
  });

  it("are repeated when they only read, even before a create", async () => {
    const overrides = {
      operations: {
        initiateConnection: {
          before: [
            { method: "GET", path: "/csrf", result: { csrf: ["/token"] } },
            { method: "POST", path: "/drafts", result: { draft: ["/id"] } },
          ],
          headers: { "X-CSRF": "{csrf}" },
          body: { draft: "{draft}" },
        },
      },
    };
    const retries = { ...readPolicy };
    const csrf = [answer(503), answer(200, { token: "csrf-token" })];
    const busy = { "GET /csrf": csrf, "POST /drafts": answer(503) };
    const { caller, transport } = await withOverrides(overrides, busy, { retries });
    assert.equal((await caller.call("initiateConnection", { connectionName: "a" })).answer.status, 503);
    assert.deepEqual(transport.lines.slice(1), ["GET /csrf", "GET /csrf", "POST /drafts"]);
  });

  it("can be made before signing in, without a session", async () => {
    const overrides = {
      operations: {
        authenticate: {
          before: [{ method: "GET", path: "/csrf", result: { csrf: ["header:X-CSRF"] } }],
          headers: { "X-CSRF": "{csrf}" },
        },
      },
    };
    const { caller, transport } = await withOverrides(overrides, { "GET /csrf": answer(200, "", { "x-csrf": "c" }) });
    await caller.signIn();
    assert.deepEqual(transport.lines, ["GET /csrf", "POST /authenticate"]);
    assert.equal(transport.requests[0]?.headers["X-exalate-jwt"], undefined);
    assert.equal(transport.requests[1]?.headers["X-CSRF"], "c");
  });
});

describe("The values with which a call is known", () => {
  const onlyScript = { operations: { initiateConnection: { only: { mode: ["script"], private: [false] } } } };
  const wish = { connectionName: "a", mode: "script", private: false };

  it("are the only ones with which it is made", async () => {
    const { caller, transport } = await withOverrides(onlyScript, { "POST /connections": answer(201, { id: 1 }) });
    await caller.call("initiateConnection", wish);
    for (const other of [{ mode: "basic" }, { private: true }, { mode: undefined }]) {
      const message = await failsWith("EXA503", () => caller.call("initiateConnection", { ...wish, ...other }));
      assert.match(message, /only known with (mode script|private false), not with/);
    }
    assert.equal(transport.lines.filter((line) => line === "POST /connections").length, 1);
  });
});

describe("The headers of a call", () => {
  const overrides = (headers: object) => ({ operations: { deleteConnection: { headers } } });

  it("are sent beside the session, and replace the usual Accept in any case", async () => {
    const headers = {
      accept: "application/vnd.contoso+json",
      "X-Requested-With": "XMLHttpRequest",
      "X-Of": "{connectionId}",
    };
    const { caller, transport } = await withOverrides(overrides(headers), { "DELETE /connections/7": answer(204) });
    await caller.call("deleteConnection", { connectionId: "7" });
    assert.deepEqual(transport.requests[1]?.headers, {
      Accept: "application/vnd.contoso+json",
      "X-Requested-With": "XMLHttpRequest",
      "X-Of": "7",
      "X-exalate-jwt": "session-1",
    });
  });

  it("cannot have other characters than a header may have", async () => {
    const { caller, transport } = await withOverrides(overrides({ "X-Of": "{connectionId}" }), {});
    for (const connectionId of ["ü", "a\nb", "a\u0000"])
      await failsWith("EXA209", () => caller.call("deleteConnection", { connectionId }));
    assert.deepEqual(transport.lines, ["POST /authenticate"]);
  });
});

describe("A value that is sent as a number", () => {
  const overrides = { operations: { deleteConnection: { body: { ids: ["{connectionId:number}"] } } } };

  it("is a JSON number in the body", async () => {
    const { caller, bodies } = await withOverrides(overrides, {});
    await caller.call("deleteConnection", { connectionId: "42" });
    assert.deepEqual(bodies().at(-1), { ids: [42] });
  });

  it("must be one that JavaScript writes with the same digits", async () => {
    const { caller, transport } = await withOverrides(overrides, {});
    for (const connectionId of ["x", "", "0x10", "042", " 42", "9007199254740993", "1e3"])
      await failsWith("EXA209", () => caller.call("deleteConnection", { connectionId: connectionId }));
    assert.deepEqual(transport.lines, ["POST /authenticate"]);
  });
});

describe("A value that only the project search finds", () => {
  const overrides = accepting({ body: { project: null, projectId: "{projectId:number}" } });

  it("must be there when the call sends it", async () => {
    const { caller, transport } = await withOverrides(overrides, {});
    const message = await failsWith("EXA209", () => caller.call("acceptInvitation", invitation));
    assert.match(message, /POST \/connections\/accept .* needs \{projectId\}/);
    assert.deepEqual(transport.lines, ["POST /authenticate"]);
  });
});

describe("A node without a call for signing in", () => {
  const withoutSignIn = { operations: { authenticate: { unavailable: true } } };
  const list = { "GET /connections": answer(200, { total: 0, results: [] }) };
  const key = "contoso-key-123456";

  async function sent(overrides: object, credential: Credential) {
    const set = await withOverrides({ ...withoutSignIn, ...overrides }, list, { credential });
    await set.caller.call("listConnections", {});
    return { ...set, headers: set.transport.requests[0]?.headers ?? {} };
  }

  it("gets a token as it is", async () => {
    const { transport, headers } = await sent({ tokenHeader: "X-API-Key" }, { kind: "token", token: new Secret(key) });
    assert.deepEqual(transport.lines, ["GET /connections"]);
    assert.equal(headers["X-API-Key"], key);
  });

  it("gets user name and password as HTTP Basic, and masks the result", async () => {
    const credential: Credential = { kind: "password", username: "cadmin", password: new Secret("päss:word") };
    const basic = { tokenHeader: "Authorization", tokenPrefix: "Basic " };
    const { headers, agent } = await sent(basic, credential);
    const encoded = Buffer.from("cadmin:päss:word", "utf8").toString("base64");
    assert.equal(headers.Authorization, `Basic ${encoded}`);
    assert.equal(agent.secrets.redact(`x ${encoded} y`), "x *** y");
  });

  it("cannot take user name and password in another form", async () => {
    const credential: Credential = { kind: "password", username: "cadmin", password: new Secret("p".repeat(9)) };
    const message = await failsWith("EXA208", () => sent({ tokenPrefix: "Bearer " }, credential));
    assert.match(message, /Enter a token in the service connection/);
  });

  it("says that it does not accept the session when it refuses the token", async () => {
    const { caller } = await withOverrides(
      withoutSignIn,
      { "GET /connections": answer(401) },
      {
        credential: { kind: "token", token: new Secret(key) },
      },
    );
    const call = await caller.call("listConnections", {}).catch((error: unknown) => error);
    assert.match(String(call), /EXA202/);
  });
});
