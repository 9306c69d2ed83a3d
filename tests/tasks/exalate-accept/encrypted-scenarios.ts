import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encryptText, makeKeyPair, type Readers } from "../../../src/delivery/encryption.ts";
import { encryptQuickly, passphrase } from "../../support/quick-encryption.ts";
import { type Nodes, type Scenario, withoutConnections } from "../scenario.ts";
import { code } from "./invited.ts";

const folder = mkdtempSync(join(tmpdir(), "exalate-task-"));
const keyFolder = mkdtempSync(join(tmpdir(), "key-files-"));
// Several test files of one process use these scenarios, so the files stay until its end.
process.on("exit", () => {
  for (const each of [folder, keyFolder]) rmSync(each, { recursive: true, force: true });
});

const [own, other] = [await makeKeyPair(), await makeKeyPair()];
const forOwnKey: Readers = { kind: "recipients", recipients: [own.recipient] };
const secrets = { identity: own.identity, passphrase };

function written(name: string, content: string | Uint8Array, place = folder): string {
  const file = join(place, name);
  writeFileSync(file, content);
  return file;
}

/** With a passphrase, with less work than usual, so that the scenarios are quick. */
function encryptedFor(readers: Readers, text: string): Promise<string> {
  return readers.kind === "passphrase" ? encryptQuickly(text) : encryptText(text, readers);
}

/** The path of a file with the code, encrypted for `readers`, after `change`. */
async function invitationFile(nodes: Nodes, name: string, readers: Readers, change = (armored: string) => armored) {
  return written(`${name}.invitation.age`, change(await encryptedFor(readers, code(nodes).trim())));
}

/** A scenario that gives an encrypted file and a key. */
function encrypted(
  name: string,
  decryptionKey: string,
  more: Partial<Scenario> & { readers?: Readers; change?: (armored: string) => string } = {},
): Scenario {
  const { readers = forOwnKey, change, ...rest } = more;
  const inputs = async (nodes: Nodes) => ({
    invitationCode: "",
    invitationFile: await invitationFile(nodes, name, readers, change),
    decryptionKey,
  });
  return { name, inputs, secrets, ...rest };
}

/** The same with other inputs. */
function given(name: string, inputs: Record<string, string>, failure: string, more: Partial<Scenario> = {}): Scenario {
  return { name, inputs: () => ({ invitationCode: "", ...inputs }), failure, secrets, ...more };
}

const keyFile = written("key.txt", `# public key: ${own.recipient}\n${own.identity}\n`, keyFolder);
const protectedText = await encryptQuickly(own.identity);
const protectedKey = written("protected.txt", protectedText, keyFolder);
const utf16Key = written("utf16.txt", Buffer.from(`\ufeff${own.identity}\r\n`, "utf16le"), keyFolder);
const ownInvitation = written("own.age", await encryptText("any code", forOwnKey), keyFolder);
const otherKey = written("other-key.txt", "a key of another program\n", keyFolder);
const plainFile = written("plain.txt", "an invitation that is not encrypted\n");

const successes: Scenario[] = [
  encrypted("encrypted-for-a-key", own.identity),
  encrypted("encrypted-for-a-key-of-a-secure-file", keyFile, { secrets: { ...secrets, path: keyFile } }),
  encrypted("encrypted-for-a-key-of-a-UTF-16-file", utf16Key, { secrets: { ...secrets, path: utf16Key } }),
  encrypted("encrypted-with-a-passphrase", passphrase, { readers: { kind: "passphrase", passphrase } }),
  encrypted("encrypted-as-required", own.identity, {
    connection: () => ({ data: { requireEncryption: "true" } }),
  }),
  encrypted("encrypted-in-a-quoted-mail", own.identity.toLowerCase(), {
    secrets: { ...secrets, "identity as given": own.identity.toLowerCase() },
    change: (armored) => `Hello,\r\n\r\n${armored.replace(/^/gm, "> ").replaceAll("\n", "\r\n")}\r\nContoso`,
  }),
];

const refusals = withoutConnections([
  encrypted("refused-wrong-key", other.identity, { failure: "EXA713", secrets: { identity: other.identity } }),
  encrypted("refused-wrong-passphrase", `${passphrase}8`, {
    readers: { kind: "passphrase", passphrase },
    failure: "EXA713",
  }),
  encrypted("refused-passphrase-for-a-key", passphrase, { failure: "EXA713" }),
  encrypted("refused-key-for-a-passphrase", own.identity, {
    readers: { kind: "passphrase", passphrase },
    failure: "EXA713",
  }),
  encrypted("refused-file-cut", own.identity, {
    change: (armored) => armored.slice(0, armored.length / 2),
    failure: "EXA712",
  }),
  encrypted("refused-file-changed", own.identity, {
    change: (armored) => armored.replace(/^.{8}(?=.*\n-----END)/m, "AAAAAAAA"),
    failure: "EXA712",
  }),
  encrypted("refused-file-for-a-private-key", own.identity, {
    inputs: async () => ({
      invitationCode: "",
      invitationFile: written("key.age", await encryptText(other.identity, forOwnKey)),
      decryptionKey: own.identity,
    }),
    secrets: { identity: own.identity, "other identity": other.identity },
    failure: "EXA712",
  }),
  given("refused-file-not-encrypted", { invitationFile: plainFile, decryptionKey: own.identity }, "EXA712"),
  given("refused-file-unexpanded", { invitationFile: "$(download.path)/x.age", decryptionKey: own.identity }, "EXA102"),
  given(
    "refused-file-as-text",
    { invitationFile: `/${"x".repeat(300)}-----BEGIN AGE`, decryptionKey: own.identity },
    "EXA711",
  ),
  given("refused-invitation-as-key", { invitationFile: plainFile, decryptionKey: ownInvitation }, "EXA714", {
    secrets: { path: ownInvitation },
  }),
  given("refused-key-file-missing", { invitationFile: plainFile, decryptionKey: "/no/such/key.txt" }, "EXA714"),
  {
    name: "refused-code-and-key",
    inputs: () => ({ decryptionKey: own.identity }),
    secrets,
    failure: "EXA710",
  },
  given("refused-file-missing", { invitationFile: "no-such.invitation.age", decryptionKey: own.identity }, "EXA711"),
  given(
    "refused-file-too-large",
    { invitationFile: written("large.age", "x".repeat(300_000)), decryptionKey: own.identity },
    "EXA711",
  ),
  given("refused-file-without-a-key", { invitationFile: plainFile }, "EXA710"),
  given("refused-key-without-a-file", { decryptionKey: own.identity }, "EXA710"),
  {
    name: "refused-code-and-file",
    inputs: () => ({ invitationFile: plainFile, decryptionKey: own.identity }),
    secrets,
    failure: "EXA710",
  },
  given("refused-key-unexpanded", { invitationFile: plainFile, decryptionKey: "$(exalateKey)" }, "EXA102"),
  given("refused-public-key", { invitationFile: plainFile, decryptionKey: own.recipient }, "EXA714", {
    secrets: { "public key": own.recipient },
  }),
  given("refused-key-cut", { invitationFile: plainFile, decryptionKey: own.identity.slice(0, -1) }, "EXA714", {
    secrets: { "cut identity": own.identity.slice(0, -1) },
  }),
  given("refused-protected-key", { invitationFile: plainFile, decryptionKey: protectedKey }, "EXA714", {
    secrets: { ...secrets, path: protectedKey },
  }),
  given("refused-key-of-another-program", { invitationFile: plainFile, decryptionKey: otherKey }, "EXA714", {
    secrets: { path: otherKey },
  }),
  {
    name: "refused-code-with-required-encryption",
    connection: () => ({ data: { requireEncryption: "true" } }),
    failure: "EXA706",
  },
]);

/** The scenarios of ExalateAccept@1 with an encrypted invitation. */
export const encryptedScenarios: readonly Scenario[] = [...successes, ...refusals];
