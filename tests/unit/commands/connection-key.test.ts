import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { connectionKey, find, keyText } from "../../../src/commands/connection-key.ts";
import { withdrawInputs } from "../../../src/commands/input-tables.ts";
import { TaskInputs } from "../../../src/commands/inputs.ts";
import { failsWith } from "../../support/failures.ts";

const key = (connectionName: string, connectionId: string) =>
  connectionKey(new TaskInputs(withdrawInputs, { connectionName, connectionId }));

describe("The key of a connection", () => {
  it("is the given name or the given id", () => {
    assert.deepEqual(key(" a_to_b ", ""), { connectionName: "a_to_b" });
    assert.deepEqual(key("", " 7 "), { connectionId: "7" });
    assert.deepEqual(key("$(name)", "7"), { connectionId: "7" });
    assert.deepEqual(key("a_to_b", "$(id)"), { connectionName: "a_to_b" });
  });

  it("is refused when both or neither are given, or when a part is a variable", async () => {
    await failsWith("EXA115", () => key("a", "7"));
    await failsWith("EXA115", () => key("", "$(id)"));
    assert.match(await failsWith("EXA102", () => key("a_$(b)", "")), /"connectionName"/);
    assert.match(await failsWith("EXA102", () => key("", "7$(b)")), /"connectionId"/);
  });

  it("finds a connection by its name or by its id", async () => {
    const node = {
      nodeUrl: new URL("https://node.contoso.com"),
      findConnection: async (name: string) => ({ connectionId: "1", connectionName: name, status: "ACTIVE" }),
      findConnectionById: async (id: string) => ({ connectionId: id, connectionName: "b", status: "PENDING" }),
    };
    assert.deepEqual(await find(node, { connectionName: "a" }), {
      connectionId: "1",
      connectionName: "a",
      status: "ACTIVE",
    });
    assert.deepEqual(await find(node, { connectionId: "7" }), {
      connectionId: "7",
      connectionName: "b",
      status: "PENDING",
    });
  });

  it("is shown as a name or as an id", () => {
    assert.ok(keyText({ connectionName: "a" }).includes('"a"'));
    assert.ok(keyText({ connectionId: "7" }).includes("id 7"));
  });
});
