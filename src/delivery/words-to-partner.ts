import type { Readers } from "./age.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What the words to the partner tell. */
export interface WordsFacts {
  readonly connectionName: string;
  readonly fileName: string;
  readonly readers: Readers;
  /** The host of the node that initiated. */
  readonly nodeHost: string;
  /** The short names of the two sides, as the inputs give them. */
  readonly localShortName: string;
  readonly destinationShortName: string;
  /** Name and mail address of the person who started the run; undefined when no person did. */
  readonly sender: string | undefined;
}

/** The lines of a mail to the partner: what the file is, how to open it, where to paste the code, whom to tell. */
export function wordsToPartner(facts: WordsFacts): string[] {
  const { connectionName, fileName, localShortName, destinationShortName, sender, nodeHost } = facts;
  return [
    `Subject: Your invitation to the Exalate connection "${connectionName}"`,
    "",
    `The attached file ${fileName} contains the invitation code of an Exalate connection from ${localShortName} (${nodeHost}) to ${destinationShortName}.`,
    ...whoCanOpen(facts.readers),
    "",
    "1. Open the file in one of two ways:",
    `   - Open the page open-invitation.html in a browser. It works without network. Give it the file and ${keyWords(facts.readers)}.`,
    `   - Or use the program age (https://age-encryption.org): ${command(facts)}`,
    '2. In the Exalate console of your node, choose "Accept invitation", paste the code, and choose "Next".',
    `3. Choose your project in which items from ${localShortName} will be created, and choose "Confirm".`,
    `4. Tell ${sender ?? "us"} that the connection is active, or what went wrong.`,
    "",
    `Or let Azure Pipelines do all of it: ExalateAccept@1 takes the file as invitationFile and ${keyWords(facts.readers)} as decryptionKey.`,
    ...neverSend(facts.readers),
  ];
}

function whoCanOpen(readers: Readers): string[] {
  if (readers.kind === "passphrase") return ["It is encrypted. The passphrase that we agreed on opens it."];
  const [first = "", ...others] = readers.recipients.map(fingerprintOf);
  if (others.length === 0)
    return ["It is encrypted. Only the private key of the public key with this fingerprint opens it:", `  ${first}`];
  return [
    "It is encrypted. Only the private key of one of the public keys with these fingerprints opens it:",
    ...[first, ...others].map((fingerprint) => `  ${fingerprint}`),
  ];
}

function keyWords(readers: Readers): string {
  return readers.kind === "passphrase" ? "the passphrase" : "your private key";
}

function command({ readers, fileName }: WordsFacts): string {
  return readers.kind === "passphrase" ? `age -d "${fileName}"` : `age -d -i YOUR-KEY-FILE "${fileName}"`;
}

function neverSend(readers: Readers): string[] {
  return readers.kind === "passphrase"
    ? ["Never send the code or the passphrase to anybody."]
    : [
        "Never send the code or your private key to anybody. If your key does not open the file, send us your public key again.",
      ];
}
