import type { StoreIn } from "../commands/initiate-options.ts";
import { Failure } from "../core/failure.ts";
import { holdsPrivateKey } from "../core/private-keys.ts";
import type { Secret } from "../core/secret.ts";
import type { Readers } from "../delivery/age.ts";
import { shortenedKey } from "../delivery/fingerprint.ts";
import { goodPassphrase, passphraseProblem } from "../delivery/passphrase.ts";
import { privateKeyIn, type RecipientProblem, readRecipients } from "../delivery/recipients.ts";
import { loadAge } from "./load-age.ts";

/** What the admin of a service connection allows. */
export interface DeliveryLimits {
  /** The public keys that may be named, one a line; "" allows any. */
  readonly allowedRecipients: string;
  readonly requiresEncryption: boolean;
}

/** What the inputs ask for. */
export interface AskedDelivery {
  readonly encryptFor: string;
  readonly publishCode: boolean;
  readonly storeIn: StoreIn["kind"];
}

/**
 * Checks the inputs against each other and against the admin's limits. Returns whom the code is encrypted for; undefined
 * for nobody. Raises EXA102 and EXA701 to EXA708, and EXA715 on a Node that cannot encrypt.
 */
export async function checkDelivery(
  asked: AskedDelivery,
  passphrase: Secret | undefined,
  limits: DeliveryLimits,
): Promise<Readers | undefined> {
  const isEncrypted = asked.encryptFor !== "" || passphrase !== undefined;
  const privateKey = privateKeyIn(asked.encryptFor);
  if (privateKey !== undefined) throw privateKeyGiven(privateKey);
  if (asked.encryptFor !== "" && passphrase !== undefined) throw both();
  if (limits.requiresEncryption && (!isEncrypted || asked.publishCode)) throw encryptionRequired(isEncrypted);
  if (!asked.publishCode) checkNowhereElse(asked, isEncrypted);
  if (!isEncrypted) return undefined;
  const { isRecipient } = await loadAge();
  return passphrase === undefined
    ? recipientsOf(asked.encryptFor, limits, isRecipient)
    : passphraseOf(passphrase.reveal(), limits, isRecipient);
}

type IsRecipient = (text: string) => boolean;

function both(): Failure {
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

function checkNowhereElse({ storeIn }: AskedDelivery, isEncrypted: boolean): void {
  if (!isEncrypted)
    throw new Failure(
      "EXA702",
      '"publishCode: false" keeps the code out of every variable, but it is not encrypted either: nobody could use it.',
      'Set "encryptFor" to the public key of the partner, or "passphrase", or remove "publishCode: false".',
    );
  if (storeIn !== "none")
    throw new Failure(
      "EXA702",
      `"publishCode: false" keeps the code out of every variable, but "storeIn: ${storeIn}" stores it in one.`,
      "Remove one of them.",
    );
}

function recipientsOf(text: string, { allowedRecipients }: DeliveryLimits, isRecipient: IsRecipient): Readers {
  const { recipients, problem } = readRecipients(text, isRecipient);
  if (problem) throw wrongRecipient(problem);
  if (recipients.length === 0) throw noRecipient();
  const allowed = allowedOf(allowedRecipients, isRecipient);
  const other = allowed && recipients.find((recipient) => !allowed.includes(recipient));
  if (other !== undefined) throw notAllowed(`The public key ${shortenedKey(other)} in "encryptFor" is`);
  return { kind: "recipients", recipients };
}

function noRecipient(): Failure {
  return new Failure(
    "EXA703",
    'The input "encryptFor" has no public key, only comments or separators.',
    'Give a public key of age: one line that begins with "age1".',
  );
}

const exposed =
  'Take the private key out of the pipeline and treat it as known to others: its owner makes a new key pair and sends only the public key, which begins with "age1".';

function privateKeyGiven(entry: number): Failure {
  return new Failure(
    "EXA704",
    `The input "encryptFor" contains a private key (entry ${entry}), where a public key belongs. It is masked, and nothing was initiated.`,
    exposed,
  );
}

function wrongRecipient({ entry, what }: RecipientProblem): Failure {
  return new Failure(
    "EXA703",
    `Entry ${entry} of the input "encryptFor" ${what}.`,
    'Use the public key of the partner: one line that begins with "age1". The page open-invitation.html and the program age-keygen make one.',
  );
}

function notAllowed(subject: string): Failure {
  return new Failure(
    "EXA707",
    `${subject} not among the "Allowed recipients" of the service connection.`,
    "Use an allowed public key. Or ask the admin of the service connection to add the key, after its owner has confirmed the fingerprint.",
  );
}

/** Undefined where the admin sets no limit. */
function allowedOf(text: string, isRecipient: IsRecipient): readonly string[] | undefined {
  if (text === "") return undefined;
  const privateKey = privateKeyIn(text);
  if (privateKey !== undefined)
    throw unreadableLimit(
      `Entry ${privateKey} of "Allowed recipients" of the service connection is a private key.`,
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
  if (/^\$[([].*[)\]]$/.test(passphrase))
    throw new Failure(
      "EXA102",
      'The input "passphrase" is the text of a variable that was not expanded, because it does not exist in this job.',
      "Check the spelling of the variable, and that its variable group is referenced in this pipeline.",
    );
  if (allowedOf(allowedRecipients, isRecipient) !== undefined)
    throw notAllowed("A passphrase opens the invitation for everybody who knows it, and is");
  if (isRecipient(passphrase))
    throw unusablePassphrase("is a public key, not a passphrase", 'Give it as "encryptFor".');
  if (holdsPrivateKey(passphrase))
    throw unusablePassphrase("is a private key, not a passphrase", `Give the public key as "encryptFor". ${exposed}`);
  const problem = passphraseProblem(passphrase);
  if (problem) throw unusablePassphrase(problem, goodPassphrase);
  return { kind: "passphrase", passphrase };
}

function unusablePassphrase(problem: string, remedy: string): Failure {
  return new Failure("EXA705", `The passphrase ${problem}.`, remedy);
}
