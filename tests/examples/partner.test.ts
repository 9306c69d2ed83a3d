import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { type KeyPair, makeKeyPair } from "../../src/delivery/encryption.ts";
import { fingerprintOf } from "../../src/delivery/fingerprint.ts";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { ApprovalRequest, PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { secretsIn } from "../support/secret-scan.ts";
import { failureCodes, requireBuiltTasks, stageResults, stepResults } from "./built-tasks.ts";
import { assertSecretsStayInside } from "./leak-scan.ts";
import { exalateConnection, exampleText } from "./two-nodes.ts";
import { acceptFile, initiateFile, invitationFile, invitationIn, TwoOrganizations } from "./two-organizations.ts";

const name = "Contoso_to_Fabrikam";
const active = { contoso: [`${name} ACTIVE`], fabrikam: [`${name} ACTIVE`] };
const pending = { contoso: [`${name} PENDING`], fabrikam: [] };
const none = { contoso: [], fabrikam: [] };
const failOnApproval = () => assert.fail("Asked for an approval");

describe(`The examples ${initiateFile} and ${acceptFile}`, function () {
  this.timeout(90_000);
  let both: TwoOrganizations;
  let fabrikam: KeyPair;
  let other: KeyPair;
  before(requireBuiltTasks);
  beforeEach(async () => {
    both = await TwoOrganizations.start();
    [fabrikam, other] = [await makeKeyPair(), await makeKeyPair()];
  });
  afterEach(() => both.close());

  /** Runs both pipelines: the approver sends the file, and approves when Fabrikam has accepted. */
  async function connect(): Promise<{ initiated: PipelineReport; accepted: PipelineReport; asked: ApprovalRequest[] }> {
    const [asked, accepted]: [ApprovalRequest[], PipelineReport[]] = [[], []];
    const approve = async (request: ApprovalRequest) => {
      asked.push(request);
      accepted.push(await both.accept(invitationIn(request.artifacts), fabrikam.identity));
      return true;
    };
    const initiated = await both.invite({ publicKey: fabrikam.recipient }, { approve });
    return { initiated, accepted: accepted[0] ?? assert.fail("Nobody was asked to approve"), asked };
  }

  it("end with ACTIVE on both sides, with only the file handed over", async () => {
    const { initiated, accepted, asked } = await connect();
    assert.deepEqual(stageResults(initiated), {
      Invite: "Succeeded",
      Send: "Succeeded",
      Verify: "Succeeded",
      Withdraw: "Skipped",
    });
    assert.deepEqual(stepResults(accepted), [
      "Checkout: Succeeded",
      "Accept at Fabrikam: Succeeded",
      "Wait until active at Fabrikam: Succeeded",
    ]);
    assert.deepEqual(both.nodes.states(), active);
    const [{ environment, summaries } = assert.fail("Nobody was asked"), ...others] = asked;
    assert.deepEqual([environment, summaries.length, others], ["exalate-partners", 1, []]);
    for (const fact of [fingerprintOf(fabrikam.recipient), invitationFile, "open-invitation.html", "Contoso Support"])
      assert.ok(summaries[0]?.content.includes(fact), `The approver does not see ${fact}`);
  });

  it("show the code nowhere but where it is registered as a secret, and the private key nowhere", async () => {
    const { initiated, accepted } = await connect();
    assertSecretsStayInside(both, { identity: fabrikam.identity });
    const [code = ""] = both.nodes.codes();
    assert.deepEqual(commandsWith(initiated, code), ["task.setsecret"]);
    assert.deepEqual(commandsWith(accepted, code), ["task.setsecret"]);
    assert.deepEqual(commandsWith(initiated, fabrikam.identity), []);
    assert.deepEqual(commandsWith(accepted, fabrikam.identity), ["task.setsecret"]);
  });

  it("change nothing when both run again", async () => {
    const file = invitationIn((await connect()).initiated.artifacts);
    const [known, changes] = [both.nodes.connections(), both.nodes.changes()];
    const initiated = await both.invite({ publicKey: fabrikam.recipient }, { approve: failOnApproval });
    assert.deepEqual(stageResults(initiated), {
      Invite: "Succeeded",
      Send: "Skipped",
      Verify: "Succeeded",
      Withdraw: "Skipped",
    });
    assert.equal(initiated.artifacts.size, 0);
    assert.equal((await both.accept(file, fabrikam.identity)).result, "Succeeded");
    assert.deepEqual(both.nodes.connections(), known);
    // Fabrikam's node is asked to accept again, and refuses, because it has accepted before.
    assert.equal(both.nodes.changes(), changes + 1);
  });

  for (const rejectedStage of ["Failed", "Canceled", "Skipped"] as const) {
    it(`withdraw the invitation after a rejection that makes the stage ${rejectedStage}, and the file is useless`, async () => {
      const initiated = await both.invite(
        { publicKey: fabrikam.recipient },
        { approve: async () => false, rejectedStage },
      );
      assert.deepEqual(stageResults(initiated), {
        Invite: "Succeeded",
        Send: rejectedStage,
        Verify: "Skipped",
        Withdraw: "Succeeded",
      });
      assert.deepEqual(both.nodes.states(), none);
      const accepted = await both.accept(invitationIn(initiated.artifacts), fabrikam.identity);
      assert.deepEqual(failureCodes(accepted), ["EXA307"]);
      assert.deepEqual(both.nodes.states(), none);
      assertSecretsStayInside(both, { identity: fabrikam.identity });
    });
  }

  it("withdraw the invitation when the run is canceled while the approver has not answered", async () => {
    const canceling = new AbortController();
    const approve = () => {
      setImmediate(() => canceling.abort());
      return new Promise<boolean>(() => {});
    };
    const report = await both.invite({ publicKey: fabrikam.recipient }, { approve, signal: canceling.signal });
    assert.equal(report.result, "Canceled");
    assert.deepEqual(both.nodes.states(), none);
  });

  it("do not withdraw a connection that Fabrikam has accepted in spite of a rejection", async () => {
    const approve = async ({ artifacts }: ApprovalRequest) => {
      await both.accept(invitationIn(artifacts), fabrikam.identity);
      return false;
    };
    assert.equal((await both.invite({ publicKey: fabrikam.recipient }, { approve })).result, "Failed");
    assert.deepEqual(both.nodes.states(), active);
  });

  it("keep the invitation valid when the wait ends before Fabrikam has accepted", async () => {
    const early = await both.invite({ publicKey: fabrikam.recipient, waits: false });
    assert.deepEqual(stageResults(early), {
      Invite: "Succeeded",
      Send: "Succeeded",
      Verify: "Failed",
      Withdraw: "Skipped",
    });
    assert.deepEqual(both.nodes.states(), pending);
    assert.equal((await both.accept(invitationIn(early.artifacts), fabrikam.identity)).result, "Succeeded");
    assert.deepEqual(both.nodes.states(), active);
  });

  it("encrypt the same code for the right key in a new run when the first key was wrong", async () => {
    const wrong = await both.invitationFor(other.recipient);
    const refused = await both.accept(wrong, fabrikam.identity);
    assert.deepEqual(failureCodes(refused), ["EXA713"]);
    assert.deepEqual(both.nodes.states(), pending);

    const right = await both.invitationFor(fabrikam.recipient);
    assert.equal((await both.accept(right, fabrikam.identity)).result, "Succeeded");
    assert.deepEqual(both.nodes.states(), active);
    assert.equal(both.nodes.codes().length, 1);
    await assertUseless(both, wrong, other.identity);
    assertSecretsStayInside(both, { identity: fabrikam.identity, other: other.identity });
  });

  it("make the file for a wrong key useless at once with replace", async () => {
    const wrong = await both.invitationFor(other.recipient);
    const right = await both.invitationFor(fabrikam.recipient, "replace");
    assert.equal(both.nodes.codes().length, 2);
    await assertUseless(both, wrong, other.identity);
    assert.deepEqual(both.nodes.states(), pending);
    assert.equal((await both.accept(right, fabrikam.identity)).result, "Succeeded");
    assert.deepEqual(both.nodes.states(), active);
    assertSecretsStayInside(both, { identity: fabrikam.identity, other: other.identity });
  });

  it("take the private key and the invitation from secure files as the comment says", async () => {
    const [key, invitation] = [join(both.folder, "key.txt"), join(both.folder, "invitation.age")];
    writeFileSync(key, `# created: 2026-01-02T03:04:05Z\n# public key: ${fabrikam.recipient}\n${fabrikam.identity}\n`);
    writeFileSync(invitation, await both.invitationFor(fabrikam.recipient));
    const secureFiles = { "exalate-private-key.txt": key, [invitationFile]: invitation };
    const report = await both.acceptAs(withSecureFiles(), Buffer.from("never read"), { secureFiles });
    assert.deepEqual([report.result, failureCodes(report)], ["Succeeded", []]);
    assert.deepEqual(both.nodes.states(), active);
  });

  it("work with the limits of the service connections that the comments recommend", async () => {
    const { contoso, fabrikam: fabrikamConnection } = both.nodes.serviceConnections();
    const recipients = { requireEncryption: "true", allowedRecipients: fabrikam.recipient };
    const limited = { connections: [{ ...contoso, data: recipients }] };
    const otherKey = await both.invite({ publicKey: other.recipient }, { ...limited, approve: failOnApproval });
    assert.deepEqual(failureCodes(otherKey), ["EXA707"]);
    assert.deepEqual(both.nodes.states(), none);

    const invited = await both.invite({ publicKey: fabrikam.recipient, waits: false }, limited);
    const destinations = { allowedDestinations: new URL(both.nodes.contoso.url).host };
    const accepted = await both.acceptWith(invitationIn(invited.artifacts), fabrikam.identity, {
      connections: [{ ...fabrikamConnection, data: destinations }],
    });
    assert.equal(accepted.result, "Succeeded");
    assert.deepEqual(both.nodes.states(), active);
  });

  it("can use a passphrase instead of a key as the comment says", async () => {
    const passphrase = "seven-quiet-lanterns-over-the-harbor";
    const text = exampleText(initiateFile)
      .replace(/^( +)encryptFor: .*$/m, "$1passphrase: $(FabrikamPassphrase)")
      .replace(/^stages:$/m, "variables:\n  - group: exalate-keys\n\n$&");
    const variableGroups = { "exalate-keys": { FabrikamPassphrase: { value: passphrase, isSecret: true } } };
    const approve = async ({ artifacts }: ApprovalRequest) => {
      const accepted = await both.accept(invitationIn(artifacts), passphrase);
      return accepted.result === "Succeeded";
    };
    const report = await both.inviteAs(text, {}, { variableGroups, approve });
    assert.deepEqual([report.result, failureCodes(report)], ["Succeeded", []]);
    assert.deepEqual(both.nodes.states(), active);
    assertSecretsStayInside(both, { passphrase });
  });

  it("ask Contoso for nothing but its own service connection, and Fabrikam for nothing but its own", async () => {
    const { contoso, fabrikam: fabrikamConnection } = both.nodes.serviceConnections();
    const swapped = both.invite({ publicKey: fabrikam.recipient }, { connections: [fabrikamConnection] });
    await assert.rejects(swapped, /contoso-exalate/);
    const file = Buffer.from("never read");
    await assert.rejects(both.acceptAs(exampleText(acceptFile), file, { connections: [contoso] }), /fabrikam-exalate/);
  });
});

/** Fabrikam's pipeline with the changes that its comment describes for secure files. */
function withSecureFiles(): string {
  const text = exampleText(acceptFile);
  const [block = ""] = /^# {3}- task: DownloadSecureFile@1\n(?:# {5}.*\n)+/m.exec(text) ?? [];
  const keyStep = block.replace(/^# /gm, "");
  assert.match(keyStep, /secureFile: exalate-private-key\.txt/);
  const fileStep = keyStep.replace("privateKey", "invitation").replace("exalate-private-key.txt", invitationFile);
  return text
    .replace(/^variables:\n {2}- group: exalate-keys\n/m, "")
    .replace(/^ {2}- task: ExalateAccept@1$/m, `${keyStep}\n${fileStep}\n$&`)
    .replace(`invitations/${invitationFile}`, "$(invitation.secureFilePath)")
    .replace("$(ExalatePrivateKey)", "$(privateKey.secureFilePath)");
}

/** The logging commands of a run that contain a secret in any form, without duplicates. */
function commandsWith({ raw }: PipelineReport, secret: string): string[] {
  const lines = raw.map(({ text }) => text).filter((text) => secretsIn(text, { secret }).length > 0);
  return [...new Set(lines.map((line) => /^##vso\[([\w.]+)/.exec(line)?.[1] ?? line))];
}

/** Asserts that nobody can use an invitation, not even at a node of its own with the private key that opens the file. */
async function assertUseless(both: TwoOrganizations, file: Buffer, identity: string): Promise<void> {
  const known = both.nodes.connections();
  const elsewhere = await startExalateNode();
  const connections = [exalateConnection("fabrikam-exalate", elsewhere, fakeToken)];
  try {
    assert.deepEqual(failureCodes(await both.acceptWith(file, identity, { connections })), ["EXA307"]);
    assert.deepEqual(elsewhere.connections(), []);
  } finally {
    await elsewhere.close();
  }
  assert.deepEqual(both.nodes.connections(), known);
}
