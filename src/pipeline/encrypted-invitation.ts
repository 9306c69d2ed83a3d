import { Failure } from "../core/failure.ts";
import { holdsPrivateKey } from "../core/private-keys.ts";
import type { Secret } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import type { OpeningKey } from "../delivery/age.ts";
import { CannotOpen, type Reason } from "../delivery/cannot-open.ts";
import { identitiesIn } from "../delivery/identities.ts";
import { largestFile } from "../delivery/invitation.ts";
import type { Agent } from "./agent.ts";
import { contentAtPath, readSmallFile } from "./job-files.ts";
import { loadAge } from "./load-age.ts";

/** The inputs of ExalateAccept@1 that say where the invitation is; `file` is "" when not given. */
export interface GivenInvitation {
  readonly code: Secret | undefined;
  readonly file: string;
  readonly key: Secret | undefined;
}

/**
 * Opens the encrypted invitation of the input `invitationFile` and returns its code, registered as secret. Raises EXA706 when
 * the admin requires encryption and there is only a code, and EXA710 to EXA715.
 */
export async function codeFromFile(agent: Agent, given: GivenInvitation): Promise<Secret> {
  const { file, key } = checkTogether(given);
  const age = await loadAge();
  const openingKey = keyOf(agent, key, age);
  const content = readSmallFile(file, largestFile);
  if (typeof content === "string") throw unreadable(file, content);
  try {
    return agent.secrets.register(await age.openInvitation(content, openingKey));
  } catch (error) {
    throw error instanceof CannotOpen ? cannotOpen(file, error.reason) : error;
  }
}

function checkTogether({ code, file, key }: GivenInvitation): { readonly file: string; readonly key: Secret } {
  if (file === "" && key === undefined) throw encryptionRequired();
  if (code !== undefined)
    throw together('The inputs "invitationCode" and "invitationFile" are both set.', "Remove one of them.");
  if (file === "")
    throw together(
      '"decryptionKey" is set, but "invitationFile" is missing or names a folder.',
      "Give the path of the file that ends with .invitation.age.",
    );
  if (key === undefined)
    throw together(
      '"invitationFile" is set, but "decryptionKey" is empty.',
      "Give the private key of age or the passphrase as a secret variable. A secret of a variable group is empty when the group is not referenced in this pipeline.",
    );
  return { file, key };
}

function together(happened: string, remedy: string): Failure {
  return new Failure("EXA710", happened, remedy);
}

function encryptionRequired(): Failure {
  return new Failure(
    "EXA706",
    "The service connection requires encryption, but the step does not get the invitation as an encrypted file.",
    'Give "invitationFile" and "decryptionKey" instead of "invitationCode". Or ask the admin of the service connection to clear "Encryption required".',
  );
}

type Age = Pick<Awaited<ReturnType<typeof loadAge>>, "isIdentity" | "isRecipient">;

/** A secure file is given by its path, which its download step sets. */
function keyOf(agent: Agent, key: Secret, age: Age): OpeningKey {
  const text = key.reveal();
  if (/^\$[([].*[)\]]$/.test(text)) throw notExpanded();
  const content = contentAtPath(text, largestFile);
  if (content !== undefined) return identitiesOf(agent, new TextDecoder().decode(content), age);
  if (holdsPrivateKey(text)) return identitiesOf(agent, text, age);
  if (age.isRecipient(text))
    throw unusableKey("is a public key. It encrypts, but cannot decrypt", "Give the private key that belongs to it.");
  return { kind: "passphrase", passphrase: text };
}

function identitiesOf(agent: Agent, text: string, age: Age): OpeningKey {
  const identities = identitiesIn(text);
  for (const identity of identities) agent.secrets.register(identity);
  if (identities.length > 0 && identities.every(age.isIdentity)) return { kind: "identities", identities };
  if (text.includes("BEGIN AGE ENCRYPTED FILE"))
    throw unusableKey(
      "is a private key that is itself protected with a passphrase",
      "Give the private key without protection: a secret variable or a secure file keeps it safe.",
    );
  throw unusableKey(
    identities.length > 0
      ? "is not a whole private key: a character is missing or wrong"
      : "contains no private key of age, but perhaps one of another program",
    'Give the line that begins with "AGE-SECRET-KEY-".',
  );
}

function notExpanded(): Failure {
  return new Failure(
    "EXA102",
    'The input "decryptionKey" is the text of a variable that was not expanded, because it does not exist in this job.',
    "Check the spelling of the variable, and that its variable group is referenced in this pipeline.",
  );
}

function unusableKey(what: string, remedy: string): Failure {
  return new Failure("EXA714", `The input "decryptionKey" ${what}.`, remedy);
}

function unreadable(file: string, why: "too large" | "unreadable"): Failure {
  const path = harmless(file);
  return new Failure(
    "EXA711",
    why === "too large"
      ? `The file ${path} is larger than ${largestFile / 1024} KiB, too large for an encrypted invitation.`
      : `There is no file ${path} that this agent can read.`,
    'Check "invitationFile". The step that downloads the file, or "checkout: self" for a file of the repository, must come before this step in the same job.',
  );
}

function cannotOpen(file: string, reason: Reason): Failure {
  const { code, what, remedy } = openFailures[reason];
  return new Failure(code, `The file ${harmless(file)} ${what}.`, remedy);
}

const sendAgain = "Ask the sender for the file again, and hand it on unchanged.";

const openFailures: Readonly<Record<Reason, { code: "EXA712" | "EXA713"; what: string; remedy: string }>> = {
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
    what: 'is encrypted for other keys: the private key in "decryptionKey" does not open it',
    remedy:
      "Compare the fingerprint of your public key with the one in the sender's mail. For another key, the sender runs ExalateInitiate@1 again with it.",
  },
  "wrong passphrase": {
    code: "EXA713",
    what: "does not open with the passphrase",
    remedy: "Check the passphrase with the sender, over another channel than the file.",
  },
  "passphrase too expensive": {
    code: "EXA712",
    what: "asks for more work to try a passphrase than age allows",
    remedy: sendAgain,
  },
};
