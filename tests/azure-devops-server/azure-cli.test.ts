import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { storeInvitationCode } from "../../src/azure-devops/store-invitation-code.ts";
import { Secret } from "../../src/core/secret.ts";
import { type AzureDevOpsServer, startAzureDevOpsServer } from "../../tools/azure-devops-server/server.ts";
import { accessTo, code } from "../unit/azure-devops/fixture.ts";
import { type AzureCli, openAzureCli, whyNoAzureCli } from "./azure-cli.ts";

const title = "A variable group that Microsoft's own command line uses too";
const reason = whyNoAzureCli();

if (reason !== undefined) describe.skip(`${title} (skipped: ${reason})`, () => it("is shared", () => {}));
else describe(title, shared);

/** The tests depend on each other, in this order. */
function shared(this: Mocha.Suite): void {
  this.timeout(120_000);
  let server: AzureDevOpsServer;
  let az: AzureCli;
  let id: number;

  before(async () => {
    server = await startAzureDevOpsServer();
    const apiKey = { value: "a secret of another team", isSecret: true };
    id = server.addVariableGroup({ name: "codes", variables: { region: { value: "west" }, apiKey } });
    az = openAzureCli();
  });
  after(async () => {
    az.close();
    await server.close();
  });

  const target = { kind: "variableGroup", group: "codes", project: "Fabrikam" } as const;
  const store = (value: string) => storeInvitationCode(target, new Secret(value), accessTo(server));
  const command = (...words: string[]) => az.variableGroup(server.collectionUrl, ...words, "--project", "Fabrikam");

  it("lists the group after storing the code", async () => {
    await store(code);
    const groups = await command("list");
    assert.ok(Array.isArray(groups));
    assert.deepEqual(
      groups.map(({ id, name, type }) => ({ id, name, type })),
      [{ id, name: "codes", type: "Vsts" }],
    );
  });

  it("lists its variables, the code as a secret without a value", async () => {
    assert.deepEqual(await command("variable", "list", "--group-id", String(id)), {
      region: { isSecret: null, value: "west" },
      apiKey: { isSecret: true, value: null },
      ExalateInvitationCode: { isSecret: true, value: null },
    });
  });

  it("changes another variable and keeps the code", async () => {
    await command("variable", "update", "--group-id", String(id), "--name", "region", "--value", "east");
    assert.equal(server.group(id).variables.region?.value, "east");
    assert.equal(server.group(id).variables.ExalateInvitationCode?.value, code);
  });

  it("adds a variable and a secret, and the next code keeps all of them", async () => {
    await command("variable", "create", "--group-id", String(id), "--name", "slot", "--value", "blue");
    const secret = ["--secret", "true", "--value", "set by az"];
    await command("variable", "create", "--group-id", String(id), "--name", "slotKey", ...secret);
    await store("the next code");
    const values = Object.entries(server.group(id).variables).map(([name, { value }]) => [name, value]);
    assert.deepEqual(Object.fromEntries(values), {
      region: "east",
      apiKey: "a secret of another team",
      ExalateInvitationCode: "the next code",
      slot: "blue",
      slotKey: "set by az",
    });
  });
}
