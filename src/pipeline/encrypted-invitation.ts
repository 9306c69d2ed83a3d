import { expanded } from "../commands/inputs.ts";
import { Failure } from "../core/failure.ts";
import { holdsPrivateKey } from "../core/private-keys.ts";
import type { Secret } from "../core/secret.ts";
import { shownPath } from "../core/shown-path.ts";
import { anyOf } from "../core/text.ts";
import { CannotOpen, type Reason } from "../delivery/cannot-open.ts";
import type { OpeningKey } from "../delivery/encryption.ts";
import type { GivenKey } from "../delivery/given-key.ts";
import { largestFile } from "../delivery/invitation.ts";
import { NoPrivateKey } from "../delivery/no-private-key.ts";
import type { Agent } from "./agent.ts";
import { expandedSecret } from "./expanded-secret.ts";
import { contentAtPath, readSmallFile } from "./job-files.ts";
import { loadAge } from "./load-age.ts";

/** The inputs of ExalateAccept@1 that say where the invitation is; `file` is "" when not given. */
export interface InvitationInputs {
  readonly code: Secret | undefined;
  readonly file: string;
  readonly key: Secret | undefined;
}

type Age = Awaited<ReturnType<typeof loadAge>>;

/**
 * Opens the encrypted invitation of the input `invitationFile` and returns its code, registered as secret. Raises EXA102,
 * EXA706 when the admin requires encryption and there is only a code, and EXA710 to EXA715.
 */
export async function codeFromFile(agent: Agent, inputs: InvitationInputs): Promise<Secret> {
  const { file, key } = fileAndKey(inputs);
  const age = await loadAge();
  const openingKey = keyOf(agent, key, age);
  const content = readSmallFile(file, largestFile);
  if (typeof content === "string") throw unreadable(file, content);
  try {
    return agent.secrets.register(await age.openInvitation(content, openingKey));
  } catch (error) {
    throw error instanceof CannotOpen ? await cannotOpen(file, error.reason, openingKey, age) : error;
  }
}

function fileAndKey({ code, file, key }: InvitationInputs): { readonly file: string; readonly key: Secret } {
  expanded("invitationFile", file);
  if (file === "" && key === undefined) throw encryptionRequired();
  if (code !== undefined)
    throw wrongInputs(
      `The inputs "invitationCode" and "${file === "" ? "decryptionKey" : "invitationFile"}" are both set.`,
      "Remove one of them: a code needs no key.",
    );
  if (file === "")
    throw wrongInputs(
      '"decryptionKey" is set, but "invitationFile" is missing or names a folder.',
      "Give the path of the file that ends with .invitation.age.",
    );
  if (key === undefined)
    throw wrongInputs(
      '"invitationFile" is set, but "decryptionKey" is empty.',
      "Give the private key of age or the passphrase as a secret variable. A secret of a variable group is empty when the group is not referenced in this pipeline.",
    );
  return { file, key };
}

function wrongInputs(happened: string, remedy: string): Failure {
  return new Failure("EXA710", happened, remedy);
}

function encryptionRequired(): Failure {
  return new Failure(
    "EXA706",
    "The service connection requires encryption, but the step does not get the invitation as an encrypted file.",
    'Give "invitationFile" and "decryptionKey" instead of "invitationCode". Or ask the admin of the service connection to clear "Encryption required".',
  );
}

/** A private key, or the path of a file with one, such as a secure file; anything else is a passphrase. */
function keyOf(agent: Agent, secret: Secret, { isRecipient, keyIn }: Age): OpeningKey {
  const text = expandedSecret("decryptionKey", secret.reveal());
  const content = contentAtPath(text, largestFile);
  if (content === undefined && looksLikePath.test(text)) throw noKeyFile();
  if (content === undefined && !holdsPrivateKey(text) && !isRecipient(text))
    return { kind: "passphrase", passphrase: text };
  const key = usableKey(content ?? new TextEncoder().encode(text), keyIn);
  if (key.kind === "protected") throw protectedKey();
  for (const identity of key.identities) agent.secrets.register(identity);
  return key;
}

/** An absolute path on Linux or Windows with a folder in it. */
const looksLikePath = /^(\/|\\\\|[a-z]:[\\/])[^\s\\/]+[\\/]\S+$/i;

function noKeyFile(): Failure {
  return unusableKey(
    "looks like a path, but this agent can read no key file there",
    "Check that the step that downloads the secure file comes before this step in the same job.",
  );
}

function usableKey(given: Uint8Array, keyIn: Age["keyIn"]): GivenKey {
  try {
    return keyIn(given);
  } catch (error) {
    if (error instanceof NoPrivateKey) throw unusableKey(...notPrivate[error.what]);
    if (error instanceof CannotOpen) throw unusableKey("names a key file that is damaged", "Store the key file again.");
    throw error;
  }
}

const notPrivate: Readonly<Record<NoPrivateKey["what"], [what: string, remedy: string]>> = {
  "an unusable private key": [
    "is not a whole private key of age, or one of a plugin or another program",
    'Give the line that begins with "AGE-SECRET-KEY-", with all its characters.',
  ],
  "a public key": [
    "is a public key. It encrypts, but cannot decrypt",
    'Give the private key that belongs to it. It begins with "AGE-SECRET-KEY-".',
  ],
  "an encrypted invitation": [
    "names an encrypted invitation, not a private key",
    'Give the invitation as "invitationFile", and the private key as "decryptionKey".',
  ],
  "something else": [
    "names a file without a private key of age",
    'A file must contain the line that begins with "AGE-SECRET-KEY-". Give a passphrase as a secret variable, not as a file.',
  ],
};

function protectedKey(): Failure {
  return unusableKey(
    "names a private key that is itself protected with a passphrase",
    "Give the private key without protection: a secret variable or a secure file keeps it safe.",
  );
}

function unusableKey(what: string, remedy: string): Failure {
  return new Failure("EXA714", `The input "decryptionKey" ${what}.`, remedy);
}

function unreadable(file: string, why: "too large" | "unreadable"): Failure {
  if (file.includes("-----BEGIN"))
    return new Failure(
      "EXA711",
      'The input "invitationFile" is the content of a file, not its path.',
      "Store the file in the repository or as a secure file, and give its path.",
    );
  const path = shownPath(file);
  return new Failure(
    "EXA711",
    why === "too large"
      ? `The file ${path} is larger than ${largestFile / 1024} KiB, too large for an encrypted invitation.`
      : `There is no file ${path} that this agent can read.`,
    'Check "invitationFile". The step that downloads the file, or "checkout: self" for a file of the repository, must come before this step in the same job.',
  );
}

async function cannotOpen(file: string, reason: Reason, key: OpeningKey, age: Age): Promise<Failure> {
  const { code, what, remedy } = openFailures[reason];
  const isWrong = reason === "wrong identity" && key.kind === "identities";
  const fingerprints = isWrong ? ` ${anyOf(await age.fingerprintsOf(key.identities))}` : "";
  return new Failure(code, `The file ${shownPath(file)} ${what}${fingerprints}.`, remedy);
}

const sendAgain = "Ask the sender for the file again, and hand it on unchanged.";

const openFailures: Readonly<Record<Reason, { code: "EXA711" | "EXA712" | "EXA713"; what: string; remedy: string }>> = {
  "not an age file": {
    code: "EXA712",
    what: "is not encrypted with age",
    remedy: 'Give the file that ends with .invitation.age. A code that is not encrypted belongs in "invitationCode".',
  },
  damaged: { code: "EXA712", what: "is damaged: a part of it is missing or changed", remedy: sendAgain },
  "not an invitation": {
    code: "EXA712",
    what: "was opened, but what it contains is not an invitation code",
    remedy: "Ask the sender for the file that ExalateInitiate@1 has written.",
  },
  "needs a passphrase": {
    code: "EXA713",
    what: 'is encrypted with a passphrase, but "decryptionKey" is a private key',
    remedy: 'Give the passphrase that was agreed on as "decryptionKey".',
  },
  "needs an identity": {
    code: "EXA713",
    what: 'is encrypted for a public key, but "decryptionKey" is not a private key of age',
    remedy: 'Give the private key, which begins with "AGE-SECRET-KEY-", or the path of a file with it.',
  },
  "wrong identity": {
    code: "EXA713",
    what: 'is encrypted for another key than the one in "decryptionKey", whose public key has the fingerprint',
    remedy:
      "Compare it with the fingerprint in the sender's mail. For another key, the sender runs ExalateInitiate@1 again with it.",
  },
  "wrong passphrase": {
    code: "EXA713",
    what: "does not open with the passphrase",
    remedy: "Check the passphrase with the sender, over another channel than the file.",
  },
  "not enough memory": {
    code: "EXA711",
    what: "is encrypted with a passphrase, and this agent has not enough memory to try it",
    remedy: "Use an agent with 2 GB of free memory, or ask the sender to encrypt the invitation for a public key.",
  },
  "passphrase too expensive": {
    code: "EXA712",
    what: "asks for more work to try a passphrase than is safe",
    remedy: "Ask the sender to encrypt the invitation again.",
  },
};
