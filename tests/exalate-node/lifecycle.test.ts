import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ask, jsonOf, refusalOf, start } from "./requests.ts";

describe("embedded node: changing a connection", () => {
  it("deletes a connection in any state, only on this side", async () => {
    const node = await start();
    for (const status of ["PENDING", "ACTIVE", "DEACTIVATED"] as const) {
      const { id } = node.addConnection({ name: status, remoteUrl: null, status });
      const reply = await ask(node, "DELETE", `/connections/${id}`);
      assert.deepEqual([reply.status, reply.text], [204, ""]);
    }
    assert.equal(node.connections().length, 0);
  });

  it("answers with plain text when there is nothing to delete", async () => {
    const reply = await ask(await start(), "DELETE", "/connections/a%20b");
    assert.equal(reply.status, 404);
    assert.match(String(reply.headers["content-type"]), /^text\/plain/);
    assert.equal(reply.text, "Connection a b not found. Seems like it was removed on the Destination side.");
  });

  it("deactivates an active connection and activates it again", async () => {
    const node = await start();
    const { id } = node.addConnection({ name: "c", remoteUrl: null, status: "ACTIVE" });
    const stopped = await ask(node, "POST", `/connections/${id}/deactivate`);
    assert.deepEqual(jsonOf(stopped), { id, name: "c", status: "DEACTIVATED" });
    const resumed = await ask(node, "POST", `/connections/${id}/activate`);
    assert.deepEqual(jsonOf(resumed), { id, name: "c", status: "ACTIVE" });
  });

  it("refuses a change that the status does not allow", async () => {
    const node = await start();
    const { id } = node.addConnection({ name: "c", remoteUrl: null });
    const stopped = await ask(node, "POST", `/connections/${id}/deactivate`);
    assert.deepEqual(refusalOf(stopped), [409, 'Connection "c" is not ACTIVE']);
    const resumed = await ask(node, "POST", `/connections/${id}/activate`);
    assert.deepEqual(refusalOf(resumed), [409, 'Connection "c" is not DEACTIVATED']);
    assert.equal((await ask(node, "POST", "/connections/none/activate")).status, 404);
  });
});
