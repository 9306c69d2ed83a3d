import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { InitiateResult } from "../../../src/commands/initiate.ts";
import { Secret } from "../../../src/core/secret.ts";
import { type KeyPair, makeKeyPair, openInvitation } from "../../../src/delivery/encryption.ts";
import { prepareDelivery } from "../../../src/pipeline/encrypted-delivery.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { sampleOptions } from "../../support/initiate-options.ts";

const nodeUrl = new URL("https://azurenode-1.exalate.cloud");
const noLimits = { allowedRecipients: "", requiresEncryption: false };
const made = (code: string): InitiateResult => ({
  outcome: "initiated",
  connectionId: "7",
  connectionName: "ado_to_jira",
  status: "PENDING",
  invitationCode: new Secret(code),
});

describe("The encrypted invitation of a step", () => {
  let folder: string;
  let pair: KeyPair;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "encrypted-delivery-"));
    pair = await makeKeyPair();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const agentIn = (temp: string) => new FakeAgent({ variables: { "Agent.TempDirectory": temp } });
  const deliver = async (agent: FakeAgent, result: InitiateResult) => {
    const options = { ...sampleOptions, encryptFor: pair.recipient, publishCode: false };
    const delivery = await prepareDelivery(agent, options, undefined, noLimits);
    return delivery?.(result, nodeUrl);
  };

  it("is a file with exactly the code, at the path in the output, in an artifact", async () => {
    const agent = agentIn(folder);
    await deliver(agent, made(" a code\r\nin two lines \n"));
    const path = String(agent.outputs.get("encryptedInvitation"));
    assert.deepEqual([...agent.kept], [["ado_to_jira.invitation", path]]);
    const key = { kind: "identities", identities: [pair.identity] } as const;
    assert.equal(await openInvitation(readFileSync(path), key), "a code\r\nin two lines");
    assert.deepEqual([...agent.outputs.keys()], ["encryptedInvitation"]);
    assert.equal(agent.secretVariables.size, 0);
  });

  it("fails with the reason when it cannot be written", async () => {
    const words = await failsWith("EXA709", () => deliver(agentIn(join(folder, "gone")), made("the-code")));
    assert.match(words, /\(ENOENT\).*reads the code of the pending connection again/);
    assert.ok(!words.includes("the-code"), words);
  });

  it("fails for what cannot be a code", async () => {
    assert.match(await failsWith("EXA306", () => deliver(agentIn(folder), made(" \n"))), /is empty/);
    assert.match(
      await failsWith("EXA306", () => deliver(agentIn(folder), made("ü".repeat(40_000)))),
      /too long \(80000 bytes\)/,
    );
  });

  it("is refused before anything is initiated on a Node that cannot encrypt", async () => {
    const { Response } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, "Response");
      await failsWith("EXA715", () => deliver(agentIn(folder), made("the-code")));
    } finally {
      globalThis.Response = Response;
    }
  });

  it("does not exist when nothing is to be encrypted", async () => {
    assert.equal(await prepareDelivery(agentIn(folder), sampleOptions, undefined, noLimits), undefined);
  });
});
