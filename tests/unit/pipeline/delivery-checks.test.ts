import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import { type KeyPair, makeKeyPair } from "../../../src/delivery/encryption.ts";
import { mostRecipients } from "../../../src/delivery/invitation.ts";
import { checkDelivery, type DeliveryLimits } from "../../../src/pipeline/delivery-checks.ts";
import { failsWith } from "../../support/failures.ts";
import { postQuantumKey, publicKeys } from "../../support/public-keys.ts";

const { fabrikam, other } = publicKeys;
const good = "saddle-orbit-canyon-velvet-7";

interface Asked {
  readonly encryptFor?: string;
  readonly passphrase?: string;
  readonly publishCode?: boolean;
  readonly storeIn?: "none" | "release";
  readonly limits?: Partial<DeliveryLimits>;
  readonly blank?: readonly string[];
}

function check({ encryptFor = "", passphrase, publishCode = true, storeIn = "none", limits, blank = [] }: Asked) {
  const asked = { encryptFor, publishCode, storeIn: { kind: storeIn } };
  const all = { allowedRecipients: "", requiresEncryption: false, ...limits };
  return checkDelivery(asked, passphrase === undefined ? undefined : new Secret(passphrase), all, blank);
}

describe("What a step asks to be encrypted", () => {
  it("is for the public keys, each once, for a passphrase, or for nobody", async () => {
    const recipients = { kind: "recipients", recipients: [fabrikam, postQuantumKey] };
    assert.deepEqual(await check({ encryptFor: `${fabrikam}\n${postQuantumKey}\n${fabrikam}` }), recipients);
    assert.deepEqual(await check({ passphrase: good, publishCode: false }), { kind: "passphrase", passphrase: good });
    assert.equal(await check({}), undefined);
    assert.equal(await check({ limits: { allowedRecipients: fabrikam } }), undefined);
  });

  it("may be what the admin's limits allow", async () => {
    const limits = { allowedRecipients: `# Fabrikam\n${fabrikam}\n${other}`, requiresEncryption: true };
    const recipients = { kind: "recipients", recipients: [other] };
    assert.deepEqual(await check({ encryptFor: other, publishCode: false, limits }), recipients);
  });

  const refusals: readonly [what: string, asked: Asked, code: FailureCode, words: RegExp][] = [
    ["keys and a passphrase", { encryptFor: fabrikam, passphrase: good }, "EXA701", /"encryptFor" and "passphrase"/],
    ["no place for the code", { publishCode: false }, "EXA702", /not encrypted either/],
    [
      "a place that is a variable again",
      { encryptFor: fabrikam, publishCode: false, storeIn: "release" },
      "EXA702",
      /"storeIn: release"/,
    ],
    ["blank keys", { blank: ["encryptFor"] }, "EXA703", /has no public key: it is blank/],
    ["only comments", { encryptFor: "# Fabrikam" }, "EXA703", /only comments/],
    [
      "what is no key",
      { encryptFor: `${other}\nFabrikam` },
      "EXA703",
      /^EXA703: Entry 2 .* is not a public key of age/,
    ],
    ["a blank passphrase", { blank: ["passphrase"] }, "EXA705", /is blank/],
    ["a weak passphrase", { passphrase: "hunter2" }, "EXA705", /has 7 characters/],
    ["a public key as passphrase", { passphrase: fabrikam }, "EXA705", /is a public key.*as "encryptFor"/],
    ["a passphrase with a variable", { passphrase: `$(first)-${good}` }, "EXA102", /"passphrase" contains a variable/],
    ["no encryption that is required", { limits: { requiresEncryption: true } }, "EXA706", /does not encrypt/],
    [
      "a variable beside the encryption that is required",
      { encryptFor: fabrikam, limits: { requiresEncryption: true } },
      "EXA706",
      /"publishCode" is true/,
    ],
    [
      "a key outside the limit",
      { encryptFor: `${fabrikam}\n${other}`, limits: { allowedRecipients: fabrikam } },
      "EXA707",
      new RegExp(`${other.slice(0, 12)}….*is not among the "Allowed recipients"`),
    ],
    [
      "a passphrase where keys are listed",
      { passphrase: good, limits: { allowedRecipients: fabrikam } },
      "EXA707",
      /everybody who knows the passphrase could/,
    ],
    [
      "a list that cannot be read",
      { encryptFor: fabrikam, limits: { allowedRecipients: "Fabrikam" } },
      "EXA708",
      /Entry 1 of "Allowed recipients"/,
    ],
  ];
  for (const [what, asked, code, words] of refusals) {
    it(`is refused with ${what}`, async () => assert.match(await failsWith(code, () => check(asked)), words));
  }

  it("is refused with a private key in the list or as the passphrase, which is not shown", async () => {
    const { identity } = await makeKeyPair();
    const inList = { encryptFor: fabrikam, limits: { allowedRecipients: `${fabrikam}\n${identity}` } };
    const words = [
      await failsWith("EXA708", () => check(inList)),
      await failsWith("EXA705", () => check({ passphrase: identity })),
    ];
    for (const each of words) {
      assert.match(each, /private key.*treat it as known to others/);
      assert.ok(!each.includes(identity.slice(16, 40)), each);
    }
  });

  it("is refused with more keys than a file may have", async () => {
    const pairs: KeyPair[] = [];
    for (let made = 0; made <= mostRecipients; made += 1) pairs.push(await makeKeyPair());
    const keys = pairs.map(({ recipient }) => recipient);
    assert.match(await failsWith("EXA703", () => check({ encryptFor: keys.join("\n") })), /has 301 public keys/);
    const most = await check({ encryptFor: keys.slice(1).join("\n") });
    assert.equal(most?.kind === "recipients" && most.recipients.length, mostRecipients);
  });
});
