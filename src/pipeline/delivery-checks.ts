import type { InitiateOptions } from "../commands/initiate-options.ts";
import { documentationPage } from "../core/documentation.ts";
import { Failure } from "../core/failure.ts";
import { holdsPrivateKey } from "../core/private-keys.ts";
import type { Secret } from "../core/secret.ts";
import type { Readers } from "../delivery/encryption.ts";
import { shortenedKey } from "../delivery/fingerprint.ts";
import { mostRecipients } from "../delivery/invitation.ts";
import { goodPassphrase, passphraseProblem } from "../delivery/passphrase.ts";
import { type RecipientProblem, readRecipients } from "../delivery/recipients.ts";
import { expandedSecret } from "./expanded-secret.ts";
import { loadAge } from "./load-age.ts";

/** What the admin of a service connection allows. */
export interface DeliveryLimits {
  /** The public keys that may be named, one a line; "" allows any. */
  readonly allowedRecipients: string;
  readonly requiresEncryption: boolean;
}

type Asked = Pick<InitiateOptions, "encryptFor" | "publishCode" | "storeIn">;
type IsRecipient = (text: string) => boolean;

/**
 * Checks the inputs against each other and against the admin's limits. `blank` are the names of those that were given but
 * have only white space. Returns whom the code is encrypted for; undefined for nobody. Raises EXA102, EXA701 to EXA708, and
 * EXA715.
 */
export async function checkDelivery(
  asked: Asked,
  passphrase: Secret | undefined,
  limits: DeliveryLimits,
  blank: readonly string[],
): Promise<Readers | undefined> {
  if (blank.includes("encryptFor")) throw noRecipient();
  if (blank.includes("passphrase"))
    throw unusablePassphrase("is blank", "Check that its variable has a value in this job.");
  const isEncrypted = asked.encryptFor !== "" || passphrase !== undefined;
  if (asked.encryptFor !== "" && passphrase !== undefined) throw keysAndPassphrase();
  if (limits.requiresEncryption && (!isEncrypted || asked.publishCode)) throw encryptionRequired(isEncrypted);
  if (!asked.publishCode && !isEncrypted) throw codeNowhere();
  if (!asked.publishCode && asked.storeIn.kind !== "none") throw codeInVariable(asked.storeIn.kind);
  if (!isEncrypted) return undefined;
  const { isRecipient } = await loadAge();
  return passphrase === undefined
    ? recipientsOf(asked.encryptFor, limits, isRecipient)
    : passphraseOf(passphrase.reveal(), limits, isRecipient);
}

function keysAndPassphrase(): Failure {
  return new Failure(
    "EXA701",
    'The inputs "encryptFor" and "passphrase" are both set, but age encrypts either for public keys or with a passphrase.',
    'Remove one of them. If the partner has a public key, use "encryptFor".',
  );
}

function encryptionRequired(isEncrypted: boolean): Failure {
  return new Failure(
    "EXA706",
    isEncrypted
      ? 'The service connection requires encryption, but "publishCode" is true: the code would also be a variable.'
      : "The service connection requires encryption, but the step does not encrypt the invitation code.",
    `${isEncrypted ? "Set" : 'Set "encryptFor" to the public key of the partner, and'} "publishCode: false". Or ask the admin of the service connection to clear "Encryption required".`,
  );
}

function codeNowhere(): Failure {
  return new Failure(
    "EXA702",
    '"publishCode: false" keeps the code out of every variable, but it is not encrypted either: nobody could use it.',
    'Set "encryptFor" to the public key of the partner, or "passphrase", or remove "publishCode: false".',
  );
}

function codeInVariable(storeIn: string): Failure {
  return new Failure(
    "EXA702",
    `"publishCode: false" keeps the code out of every variable, but "storeIn: ${storeIn}" stores it in one.`,
    "Remove one of them.",
  );
}

function recipientsOf(text: string, { allowedRecipients }: DeliveryLimits, isRecipient: IsRecipient): Readers {
  const { recipients, problem } = readRecipients(text, isRecipient);
  if (problem) throw wrongRecipient(problem);
  if (recipients.length === 0) throw noRecipient();
  if (recipients.length > mostRecipients) throw tooManyRecipients(recipients.length);
  const allowed = allowedOf(allowedRecipients, isRecipient);
  const other = allowed && recipients.find((recipient) => !allowed.includes(recipient));
  if (other !== undefined) throw recipientNotAllowed(other);
  return { kind: "recipients", recipients };
}

function tooManyRecipients(count: number): Failure {
  return new Failure(
    "EXA703",
    `The input "encryptFor" has ${count} public keys; a file can have ${mostRecipients}.`,
    "Give only the keys of those who accept this invitation.",
  );
}

function noRecipient(): Failure {
  return new Failure(
    "EXA703",
    'The input "encryptFor" has no public key: it is blank, or has only comments.',
    'Give a public key of age: one line that begins with "age1". If it comes from a variable, check that the variable has a value in this job.',
  );
}

function wrongRecipient({ entry, what }: RecipientProblem): Failure {
  return new Failure(
    "EXA703",
    `Entry ${entry} of the input "encryptFor" ${what}.`,
    `Use the public key of the partner: one line that begins with "age1". The program age-keygen makes one, and so does the page open-invitation.html (see ${documentationPage("docs/partner.md")}).`,
  );
}

function recipientNotAllowed(recipient: string): Failure {
  return new Failure(
    "EXA707",
    `The public key ${shortenedKey(recipient)} in "encryptFor" is not among the "Allowed recipients" of the service connection.`,
    "Use an allowed public key. Or ask the admin of the service connection to add the key, after its owner has confirmed the fingerprint.",
  );
}

/** Undefined where the admin sets no limit. */
function allowedOf(text: string, isRecipient: IsRecipient): readonly string[] | undefined {
  if (text === "") return undefined;
  if (holdsPrivateKey(text))
    throw unreadableLimit(
      '"Allowed recipients" of the service connection contains a private key.',
      "Ask its admin to remove it and to treat it as known to others: everybody who may use the service connection could read it.",
    );
  const { recipients, problem } = readRecipients(text, isRecipient);
  if (problem === undefined) return recipients;
  throw unreadableLimit(
    `Entry ${problem.entry} of "Allowed recipients" of the service connection ${problem.what}.`,
    'Ask its admin to enter public keys of age, one a line, each beginning with "age1".',
  );
}

function unreadableLimit(happened: string, remedy: string): Failure {
  return new Failure("EXA708", happened, remedy);
}

function passphraseOf(passphrase: string, { allowedRecipients }: DeliveryLimits, isRecipient: IsRecipient): Readers {
  expandedSecret("passphrase", passphrase);
  if (isRecipient(passphrase))
    throw unusablePassphrase("is a public key, not a passphrase", 'Give it as "encryptFor".');
  if (holdsPrivateKey(passphrase))
    throw unusablePassphrase(
      "is a private key, not a passphrase",
      'Give the public key as "encryptFor". Take the private key out of the pipeline and treat it as known to others: its owner makes a new key pair.',
    );
  const problem = passphraseProblem(passphrase);
  if (problem) throw unusablePassphrase(problem, goodPassphrase);
  if (allowedOf(allowedRecipients, isRecipient) !== undefined) throw passphraseNotAllowed();
  return { kind: "passphrase", passphrase };
}

function unusablePassphrase(problem: string, remedy: string): Failure {
  return new Failure("EXA705", `The passphrase ${problem}.`, remedy);
}

function passphraseNotAllowed(): Failure {
  return new Failure(
    "EXA707",
    'The service connection limits who can open an invitation to its "Allowed recipients", but everybody who knows the passphrase could.',
    'Use "encryptFor" with an allowed public key instead of "passphrase".',
  );
}
