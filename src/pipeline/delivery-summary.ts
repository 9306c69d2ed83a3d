import type { InitiateOptions } from "../commands/initiate-options.ts";
import { documentationPage } from "../core/documentation.ts";
import { markdownBlock, markdownCode, markdownTable } from "../core/markdown.ts";
import type { Readers } from "../delivery/encryption.ts";
import { fingerprintOf, shortenedKey } from "../delivery/fingerprint.ts";
import { mailToPartner } from "../delivery/mail-to-partner.ts";

/** What the summary says of the code when it is encrypted. */
export interface Delivered {
  /** Where the code is, to continue a sentence. */
  readonly whereTheCodeIs: string;
  /** Whether only the partner can accept, because no variable of the run holds the code. */
  readonly isForPartnerOnly: boolean;
  /** Markdown: who can open the file, and the mail to send with it. */
  readonly markdown: readonly string[];
}

/** An encrypted invitation that was kept with the run. */
export interface EncryptedFile {
  readonly fileName: string;
  readonly readers: Readers;
  /** The artifact that holds it; without one it is attached to the log of the step. */
  readonly artifact?: string;
}

/** What the summary is made of. */
export interface DeliveryFacts {
  readonly file: EncryptedFile;
  readonly options: Pick<InitiateOptions, "request" | "publishCode">;
  readonly nodeUrl: URL;
  /** Name and mail address of the person who started the run; undefined when no person did. */
  readonly sender: string | undefined;
}

/** The lines of the log: who can open the file, and where it is. */
export function logLines(file: EncryptedFile, publishCode: boolean): string[] {
  const keys = keysOf(file);
  const whoCan = whoCanOpen(file);
  return [
    `Encrypted the invitation code. ${whoCan.charAt(0).toUpperCase()}${whoCan.slice(1)} can open it${keys.length > 0 ? ":" : "."}`,
    ...keys.map((key) => `  ${shortenedKey(key)}  fingerprint ${fingerprintOf(key)}`),
    `The file ${file.fileName} is kept ${placeOf(file, (name) => `"${name}"`)}. Its path in this job is the output encryptedInvitation.`,
    ...(publishCode ? [] : ['No variable holds the code ("publishCode: false").']),
  ];
}

/** What the summary says. `shown` removes the secrets from each text, before it becomes Markdown. */
export function deliverySummary(facts: DeliveryFacts, shown: (text: string) => string): Delivered {
  const { file, options, nodeUrl, sender } = facts;
  const code = (text: string) => markdownCode(shown(text));
  const mail = mailToPartner({ ...file, request: options.request, nodeHost: nodeUrl.host, sender });
  const inFile = `in the encrypted file ${code(file.fileName)}`;
  return {
    whereTheCodeIs: options.publishCode
      ? `a secret variable of this run, and ${inFile}`
      : `only ${inFile}: no variable of this run holds it`,
    isForPartnerOnly: !options.publishCode,
    markdown: [
      "#### The encrypted invitation",
      "",
      ...markdownTable([
        ["File", `${code(file.fileName)}, kept ${placeOf(file, code)}`],
        ["Who can open it", whoCanOpen(file)],
        ...keysOf(file).map(keyRow),
      ]),
      "",
      ...(keysOf(file).length > 0 ? [compare, ""] : []),
      "Send the file to the partner with this mail. If the partner does not have the page `open-invitation.html` yet, send it too:",
      `${documentationPage("docs/partner.md")} says where it is.`,
      "",
      ...markdownBlock(mail.map(shown)),
      "",
    ],
  };
}

function keysOf({ readers }: EncryptedFile): readonly string[] {
  return readers.kind === "passphrase" ? [] : readers.recipients;
}

function whoCanOpen(file: EncryptedFile): string {
  const { length } = keysOf(file);
  if (length === 0) return "whoever knows the passphrase";
  return length === 1 ? "the owner of this public key" : `the owner of each of these ${length} public keys`;
}

function placeOf({ artifact }: EncryptedFile, quoted: (text: string) => string): string {
  return artifact === undefined
    ? 'with the log of this step ("Download all logs as zip")'
    : `with this run, as the artifact ${quoted(artifact)}`;
}

const compare =
  "**Before you approve or send it**, compare each fingerprint with the owner of the key by phone: a key that somebody else put in its place could open the invitation.";

function keyRow(key: string): [string, string] {
  return [markdownCode(shortenedKey(key)), `fingerprint ${markdownCode(fingerprintOf(key))}`];
}
