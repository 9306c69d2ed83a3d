import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import { toEdit } from "../../../src/doctor/adjustments.ts";
import { type DescribedCall, finderOf } from "../../../src/doctor/description.ts";
import { readDescription } from "../../../src/doctor/read-description.ts";
import { withTriedCredential } from "../../../src/doctor/sign-in.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { HttpRequest } from "../../../src/http/http.ts";

const nodeUrl = new URL("https://contoso.exalate.cloud/");
const document = { swagger: "2.0", paths: { "/list": { get: {} }, "/list/{id}": { get: {} } } };
const { calls } = readDescription(document, { nodeUrl, documentUrl: nodeUrl });
const find = finderOf(calls);

function list(path: string): DescribedCall | undefined {
  return find({ method: "GET", path });
}

interface Circumstances {
  readonly isOver?: boolean;
  readonly body?: string;
  readonly tokenPrefix?: string;
}

/** The result of trying a credential whose request gets this status; undefined for no answer. */
async function tried(
  call: DescribedCall | undefined,
  status: number | undefined,
  { isOver = false, body = "{}", tokenPrefix = defaultNodeApi.tokenPrefix }: Circumstances = {},
) {
  const requests: HttpRequest[] = [];
  const transport = {
    send: async (request: HttpRequest) => {
      requests.push(request);
      if (status === undefined) throw new Error("no answer");
      return { status, headers: {}, body };
    },
    close: () => undefined,
  };
  const api = { ...defaultNodeApi, tokenPrefix };
  const node = { transport, nodeUrl, api, token: new Secret("a JWT"), isOver: () => isOver };
  const { outcome } = await withTriedCredential({ outcome: "not needed" }, call, node);
  return [outcome, requests.length];
}

describe("A credential that is the session itself", () => {
  for (const [title, status, outcome] of [
    ["is accepted if the list is answered", 200, "not needed"],
    ["is refused if the node says so", 401, "refused"],
    ["is refused if it may not list connections", 403, "refused"],
    ["is not proven by another answer", 500, "not proven"],
    ["is not proven without an answer", undefined, "not proven"],
  ] as const) {
    it(title, async () => assert.deepEqual(await tried(list("/list"), status), [outcome, 1]));
  }

  it("is not proven by a page to sign in at", async () => {
    assert.deepEqual(await tried(list("/list"), 200, { body: "<html>Sign in</html>" }), ["not proven", 1]);
  });

  it("is not tried with a call that is unknown or needs a value, or after the time limit", async () => {
    assert.deepEqual(await tried(undefined, 200), ["not proven", 0]);
    assert.deepEqual(await tried(list("/list/{id}"), 200), ["not proven", 0]);
    assert.deepEqual(await tried(list("/list"), 200, { isOver: true }), ["not proven", 0]);
  });

  it("is not sent in a form that a person has yet to fill in", async () => {
    assert.deepEqual(await tried(list("/list"), 401, { tokenPrefix: toEdit }), ["not proven", 0]);
  });

  it("is accepted without another request if the list was answered already", async () => {
    const call = list("/list");
    assert.ok(call !== undefined, "the list is described");
    assert.deepEqual(await tried({ ...call, isTried: true }, 401), ["not needed", 0]);
  });
});
