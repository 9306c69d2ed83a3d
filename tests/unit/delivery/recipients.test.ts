import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isRecipient, makeKeyPair } from "../../../src/delivery/age.ts";
import { privateKeyIn, readRecipients } from "../../../src/delivery/recipients.ts";
import { postQuantumKey, publicKeys } from "../../support/public-keys.ts";

const { fabrikam, other } = publicKeys;
const read = (text: string) => readRecipients(text, isRecipient);

describe("A list of public keys", () => {
  it("has each key once, in its order, without comments and empty lines", () => {
    const text = `# Fabrikam, checked by phone\r\n${other}\r\n\r\n  ${fabrikam}, ${postQuantumKey}\n # ${fabrikam}x\n${other}`;
    assert.deepEqual(read(text), { recipients: [other, fabrikam, postQuantumKey] });
    assert.deepEqual(read(" \n# only a comment"), { recipients: [] });
  });

  it("names what the first wrong entry is, and never shows it", () => {
    const wrong: [entry: string, what: RegExp][] = [
      [fabrikam.replace(/.$/, "q"), /^is not a whole public key/],
      [fabrikam.slice(0, 30), /^is not a whole public key/],
      ["age1yubikey1q2w7u3vpya839jxxuq8g0sedh3d740d4xvn639sqhr95ejj8vu3hyfumptt", /plugin/],
      ["ssh-rsa", /SSH/],
      ["hunter2hunter2", /^is not a public key of age$/],
      [fabrikam.toUpperCase(), /^is not a public key of age$/],
    ];
    for (const [entry, what] of wrong) {
      const { recipients, problem } = read(`${other}\n${entry}\n${fabrikam}`);
      assert.deepEqual([recipients, problem?.entry], [[], 2], entry);
      assert.match(problem?.what ?? "", what);
      assert.ok(!problem?.what.includes(entry), problem?.what);
    }
  });

  it("tells where a private key is, in any case and of any program", async () => {
    const { identity } = await makeKeyPair();
    for (const key of [
      identity,
      identity.toLowerCase(),
      "AGE-PLUGIN-YUBIKEY-1QQQ",
      "-----BEGIN OPENSSH PRIVATE KEY-----",
    ])
      assert.equal(privateKeyIn(`${other}\n${key}`) !== undefined, true, key.slice(0, 12));
    assert.equal(privateKeyIn(`${other}\n${identity}`), 2);
    assert.equal(privateKeyIn(`${other}\n${fabrikam}`), undefined);
  });
});
