import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { learnApi } from "../../../src/learn/learn-api.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

const link = (id: number, name: string) => ({
  id,
  name,
  url: "https://node-2.example",
  state: "WAITING",
  text: "x".repeat(200),
});
const others = Array.from({ length: 200 }, (_, at) => link(at + 10, `Connection ${at}`));
const body = {
  name: "Contoso_to_Fabrikam",
  from: "Contoso",
  to: "Fabrikam",
  url: "https://node-2.example",
  project: "Support",
};

describe("learnApi on a recording of hours", () => {
  it("reads 20,000 calls with 64 MB of answers in seconds", async () => {
    const poll = (at: number) => call(`GET /api/links?_=${at}`, 200, [...others, link(5000 + at, `Poll ${at}`)]);
    const polls = Array.from({ length: 1000 }, (_, at) => poll(at));
    const jobs = Array.from({ length: 19_000 }, (_, at) => call(`GET /api/jobs/${at}`, 200, { at, done: true }));
    const made = call("POST /api/links", 201, { id: 4, code: invitationCode }, { body });
    const shown = call("GET /api/links?_=9", 200, [...others, link(4, "Contoso_to_Fabrikam")]);
    const calls = [...polls.slice(0, 900), made, shown, ...jobs, ...polls.slice(900)];
    const started = process.cpuUsage();
    const learned = await learnApi(
      {
        initiating: recording(calls, { Authorization: `Bearer ${sessionToken}` }),
        accepting: undefined,
        nodeOrigin: undefined,
      },
      { ...typedValues, description: undefined },
    );
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 30_000_000, `${(user + system) / 1e6} s of processor time`);
    assert.ok(learned.rows.some(({ name }) => name === "initiateConnection"));
  });
});
