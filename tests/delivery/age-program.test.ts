import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateHybridIdentity } from "age-encryption";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { decryptFile, type KeyPair, makeKeyPair, recipientOf } from "../../src/delivery/age.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { age, ageWithPassphrase, whyNoAge } from "../support/age-program.ts";
import { runBuiltTask } from "../support/task-run.ts";

const passphrase = "saddle-orbit-canyon-velvet-7";
const why = whyNoAge();

describe("The program age", function () {
  if (why !== undefined) return void it.skip(`opens what the tasks write (skipped: ${why})`);
  this.timeout(60_000);
  let folder: string;
  let fabrikam: KeyPair;
  let contoso: KeyPair;
  let node: ExalateNode;
  let destination: ExalateNode;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "age-program-"));
    [fabrikam, contoso] = [await makeKeyPair(), await makeKeyPair()];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    [node, destination] = [await startExalateNode(), await startExalateNode()];
  });
  afterEach(() => Promise.all([node.close(), destination.close()]));

  function written(name: string, content: string | Uint8Array): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** The encrypted file of a run of ExalateInitiate@1, and the code of the connection. */
  async function initiated(inputs: Record<string, string>): Promise<{ file: string; code: string }> {
    const { step, files } = await runBuiltTask({
      task: "ExalateInitiate",
      handler: "Node20_1",
      inputs: { destinationUrl: destination.url, localShortName: "ado", destinationShortName: "jira", ...inputs },
      url: node.url,
      parameters: { apitoken: fakeToken },
    });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    const [file = ""] = files.filter((content) => content.startsWith("-----BEGIN AGE ENCRYPTED FILE-----"));
    return { file, code: node.connections()[0]?.invitationCode ?? "" };
  }

  /** Asserts that ExalateAccept@1 accepts an invitation of the other node from this file. */
  async function assertAccepted(write: (code: string) => string, decryptionKey: string): Promise<void> {
    const { invitationCode } = destination.addConnection({ name: "jira_to_ado", remoteUrl: node.url });
    const { step } = await runBuiltTask({
      task: "ExalateAccept",
      handler: "Node20_1",
      inputs: { project: "Fabrikam", invitationFile: write(invitationCode), decryptionKey },
      url: node.url,
      parameters: { apitoken: fakeToken },
    });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    assert.deepEqual(
      node.connections().map(({ status }) => status),
      ["ACTIVE"],
    );
  }

  it("opens what ExalateInitiate@1 wrote, with the key of each recipient", async () => {
    const encryptFor = `${fabrikam.recipient}\n${contoso.recipient}`;
    const { file, code } = await initiated({ encryptFor, publishCode: "false" });
    for (const [name, { identity }] of Object.entries({ fabrikam, contoso })) {
      const key = written(`${name}.txt`, `# a comment\n${identity}\n`);
      assert.equal(age(["--decrypt", "--identity", key], file).toString(), code);
    }
  });

  it("opens what ExalateInitiate@1 wrote beside a post-quantum key, whose owner can open it too", async () => {
    const identity = await generateHybridIdentity();
    const { file, code } = await initiated({ encryptFor: `${await recipientOf(identity)}\n${fabrikam.recipient}` });
    const key = written("fabrikam.txt", fabrikam.identity);
    assert.equal(age(["--decrypt", "--identity", key], file).toString(), code);
    const opened = await decryptFile(Buffer.from(file), { kind: "identities", identities: [identity] });
    assert.equal(Buffer.from(opened).toString(), code);
  });

  it("opens what ExalateInitiate@1 wrote with a passphrase", async () => {
    const { file, code } = await initiated({ passphrase });
    const opened = join(folder, "opened");
    ageWithPassphrase(["--decrypt", "--output", opened, written("passphrase.age", file)], passphrase);
    assert.equal(readFileSync(opened, "utf8"), code);
  });

  it("does not open it with another key", async () => {
    const { file } = await initiated({ encryptFor: fabrikam.recipient });
    const key = written("other.txt", contoso.identity);
    assert.throws(() => age(["--decrypt", "--identity", key], file), /no identity matched/);
  });

  for (const [form, options] of [
    ["binary", []],
    ["armored", ["--armor"]],
  ] as const) {
    it(`writes ${form} files that ExalateAccept@1 opens with a key`, () =>
      assertAccepted(
        (code) =>
          written(form, age([...options, "--recipient", contoso.recipient, "--recipient", fabrikam.recipient], code)),
        fabrikam.identity,
      ));

    it(`writes ${form} files that ExalateAccept@1 opens with a passphrase`, () =>
      assertAccepted((code) => {
        const file = join(folder, `${form}-passphrase`);
        ageWithPassphrase([...options, "--passphrase", "--output", file, written("code", code)], passphrase);
        return file;
      }, passphrase));
  }

  it("writes files with a line break at the end, as an editor leaves one, that ExalateAccept@1 opens", () =>
    assertAccepted(
      (code) => written("line", age(["--recipient", fabrikam.recipient], `${code}\r\n`)),
      `# created: 2026-01-01T00:00:00Z # public key: ${fabrikam.recipient} ${fabrikam.identity}`,
    ));
});
