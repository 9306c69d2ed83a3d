import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { makeKeyPair } from "../../../src/delivery/age.ts";
import { identitiesIn } from "../../../src/delivery/identities.ts";

describe("The private keys in a text", () => {
  it("are found among comments, in any case, each once", async () => {
    const [one, other] = [await makeKeyPair(), await makeKeyPair()];
    const text = `# public key: ${one.recipient}\r\n${one.identity}\r\n${one.identity.toLowerCase()} ${other.identity}`;
    assert.deepEqual(identitiesIn(text), [one.identity, other.identity]);
    assert.deepEqual(identitiesIn(`a passphrase, ${one.recipient}`), []);
  });
});
