import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { ask, base, memberOf, send, settings, start } from "./requests.ts";

describe("embedded node: keeping its state in a file", () => {
  let folder = "";
  let stateFile = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exalate-node-"));
    stateFile = join(folder, "state.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps sessions, connections and invitations across a restart", async () => {
    const first = await start({ stateFile });
    const port = Number(new URL(first.url).port);
    const token = first.issueSession();
    const made = await ask(first, "POST", "/connections", settings);
    await first.close();
    const second = await start({ stateFile, port });
    const path = `/connections/${memberOf(made, "id")}/invitation`;
    const read = await send("GET", `${second.url}${base}${path}`, { headers: { "X-exalate-jwt": token } });
    assert.equal(memberOf(read, "invitationCode"), memberOf(made, "invitationCode"));
    const body = { invitationCode: memberOf(made, "invitationCode"), project: "Contoso Support" };
    assert.equal((await ask(await start(), "POST", "/connections/accept", body)).status, 200);
    await second.close();
    assert.equal((await start({ stateFile })).connections()[0]?.status, "ACTIVE");
  });

  it("starts with many connections only when the file has none", async () => {
    const first = await start({ stateFile, connections: 3 });
    const names = first.connections().map(({ name }) => name);
    await first.close();
    const second = await start({ stateFile, connections: 5 });
    assert.equal(names.length, 3);
    assert.deepEqual(
      second.connections().map(({ name }) => name),
      names,
    );
  });

  it("keeps removals, and issues no id twice", async () => {
    const first = await start({ stateFile });
    const { id } = first.addConnection({ name: "c", remoteUrl: null });
    await ask(first, "DELETE", `/connections/${id}`);
    await first.close();
    const second = await start({ stateFile });
    assert.equal(second.connections().length, 0);
    assert.notEqual(second.addConnection({ name: "c", remoteUrl: null }).id, id);
  });

  it("writes one file, which only its owner can read", async () => {
    (await start({ stateFile })).addConnection({ name: "c", remoteUrl: null });
    assert.deepEqual(readdirSync(folder), ["state.json"]);
    if (process.platform !== "win32") assert.equal(statSync(stateFile).mode & 0o077, 0);
  });

  it("does not start with a file of other content", async () => {
    writeFileSync(stateFile, '{"uid":"x"}');
    await assert.rejects(
      start({ stateFile }),
      /is not the state of an embedded node: The member "signingKey" is missing/,
    );
  });
});
