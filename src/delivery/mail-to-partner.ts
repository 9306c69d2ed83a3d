import type { Readers } from "./encryption.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What the mail to the partner tells. */
export interface MailFacts {
  readonly fileName: string;
  readonly readers: Readers;
  /** What was initiated, as the inputs say. */
  readonly request: {
    readonly connectionName: string;
    readonly localShortName: string;
    readonly destinationShortName: string;
  };
  /** The host of the node that initiated. */
  readonly nodeHost: string;
  /** Name and mail address of the person who started the run; undefined when no person did. */
  readonly sender: string | undefined;
}

/** The lines of a mail to the partner: what the file is, how to open it, where to paste the code, whom to tell. */
export function mailToPartner({ fileName, readers, request, nodeHost, sender }: MailFacts): string[] {
  const { connectionName, localShortName, destinationShortName } = request;
  const key = readers.kind === "passphrase" ? "the passphrase" : "your private key";
  return [
    `Subject: Your invitation to the Exalate connection "${connectionName}"`,
    "",
    `The attached file ${fileName} contains the invitation code of an Exalate connection from ${localShortName} (${nodeHost}) to ${destinationShortName}.`,
    ...whoCanOpen(readers),
    "",
    "1. Open the file in one of two ways:",
    `   - Open the page open-invitation.html, which you get from us, in a browser. It works without network. Give it the file and ${key}.`,
    `   - Or use the program age (https://age-encryption.org): ${command(readers, fileName)}`,
    '2. In the Exalate console of your node, choose "Accept invitation", paste the code, and choose "Next".',
    `3. Choose your project in which items from ${localShortName} will be created, and choose "Confirm".`,
    `4. Tell ${sender ?? "us"} that the connection is active, or what went wrong.`,
    "",
    `Or let Azure Pipelines do all of it: ExalateAccept@1 takes the file as invitationFile and ${key} as decryptionKey.`,
    `Never send the code or ${key} to anybody.`,
    ...(readers.kind === "passphrase"
      ? []
      : ["If your private key does not open the file, send us your public key again."]),
  ];
}

function whoCanOpen(readers: Readers): string[] {
  if (readers.kind === "passphrase") return ["It is encrypted. The passphrase that we agreed on opens it."];
  const fingerprints = readers.recipients.map((recipient) => `  ${fingerprintOf(recipient)}`);
  const keys =
    fingerprints.length === 1
      ? "the public key with this fingerprint"
      : "one of the public keys with these fingerprints";
  return [`It is encrypted. Only the private key of ${keys} opens it:`, ...fingerprints];
}

function command(readers: Readers, fileName: string): string {
  return readers.kind === "passphrase" ? `age -d "${fileName}"` : `age -d -i YOUR-KEY-FILE "${fileName}"`;
}
