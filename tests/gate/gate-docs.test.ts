import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { send, start } from "../exalate-node/requests.ts";
import { acceptElsewhere, initiateOn, listingOf } from "./connected-nodes.ts";
import { gateRequest } from "./gate.ts";
import { meets } from "./success-criteria.ts";
import { fillIn } from "./template.ts";

const guide = readFileSync(new URL("../../docs/gate.md", import.meta.url), "utf8");

describe("The check of a YAML environment in docs/gate.md", () => {
  it("passes when the connection is active", async () => {
    const node = await start();
    const initiated = await initiateOn(node, "Contoso_to_Fabrikam");
    const headers = JSON.parse(fillIn(field("Headers"), { exalateJwt: node.issueSession() }));
    const look = async () =>
      listingOf(await send(field("Method"), `${node.url}/${field("URL suffix and parameters")}`, { headers }));
    assert.equal(meets(field("Advanced: Success criteria"), await look()), false);
    await acceptElsewhere(initiated);
    assert.equal(meets(field("Advanced: Success criteria"), await look()), true);
  });

  it("sends the same request as the gate", () => {
    assert.equal(`$(endpoint.url)${field("URL suffix and parameters")}`, gateRequest.EndpointUrl);
    assert.ok(
      guide.includes(
        `${gateRequest.Method} ${fillIn(gateRequest.EndpointUrl, { "endpoint.url": "{Exalate node URL}" })}`,
      ),
    );
  });

  it("has at most ten evaluations, as Microsoft requires", () => {
    const [timeout, between] = ["Timeout", "Time between evaluations"].map((name) =>
      Number(field(`Control options: ${name} (minutes)`)),
    );
    assert.ok(timeout !== undefined && between !== undefined && between > 0 && timeout / between <= 10);
  });
});

/** The value that the guide gives for a field of the check. */
function field(name: string): string {
  const row = guide.split("\n").find((line) => line.startsWith(`| ${name} | `));
  const value = /\| `(.*)` \|$/.exec(row ?? "")?.[1];
  assert.ok(value, `docs/gate.md gives no value for ${name}`);
  return value;
}
