import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fingerprintOf } from "../../../src/delivery/fingerprint.ts";
import { mailToPartner } from "../../../src/delivery/mail-to-partner.ts";
import { publicKeys } from "../../support/public-keys.ts";

const request = { connectionName: "Contoso_to_Fabrikam", localShortName: "Contoso", destinationShortName: "Fabrikam" };
const facts = { fileName: "x.invitation.age", request, nodeHost: "azurenode-1.exalate.cloud", sender: undefined };

describe("The mail to the partner", () => {
  it("names the fingerprints of the keys, both ways to open the file, the project to choose and whom to tell", () => {
    const recipients = Object.values(publicKeys);
    const sender = "Contoso Admin (admin@contoso.com)";
    const mail = mailToPartner({ ...facts, sender, readers: { kind: "recipients", recipients } }).join("\n");
    for (const recipient of recipients) assert.ok(mail.includes(fingerprintOf(recipient)), mail);
    for (const words of [
      "open-invitation.html",
      'age -d -i YOUR-KEY-FILE "x.invitation.age"',
      '"Accept invitation"',
      "items from Contoso",
      `Tell ${sender}`,
      "ExalateAccept@1",
    ])
      assert.ok(mail.includes(words), `${words} in ${mail}`);
  });

  it("speaks of the passphrase where there is no key", () => {
    const mail = mailToPartner({ ...facts, readers: { kind: "passphrase", passphrase: "never shown" } }).join("\n");
    assert.ok(mail.includes('age -d "x.invitation.age"'), mail);
    assert.ok(mail.includes("Tell us"), mail);
    assert.ok(!/never shown|private key|fingerprint/.test(mail), mail);
  });
});
