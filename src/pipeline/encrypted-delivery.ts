import type { InitiateResult } from "../commands/initiate.ts";
import type { InitiateOptions } from "../commands/initiate-options.ts";
import { Failure } from "../core/failure.ts";
import { markdownBlock, markdownCode, markdownTable } from "../core/markdown.ts";
import type { Secret } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import type { Readers } from "../delivery/age.ts";
import { invitationFileName, safeName } from "../delivery/file-name.ts";
import { fingerprintOf, shortenedKey } from "../delivery/fingerprint.ts";
import { longestInvitation } from "../delivery/invitation.ts";
import { wordsToPartner } from "../delivery/words-to-partner.ts";
import type { Agent } from "./agent.ts";
import { checkDelivery, type DeliveryLimits } from "./delivery-checks.ts";
import { writeStepFile } from "./job-files.ts";
import { loadAge } from "./load-age.ts";

/** What the summary says of the code when it is encrypted. */
export interface Delivered {
  /** A sentence on where the code is. */
  readonly whereTheCodeIs: string;
  /** Markdown: who can open the file, and the words to send with it. */
  readonly markdown: readonly string[];
}

/** Encrypts the code of a connection for the partner. */
export interface Delivery {
  /**
   * Encrypts the code, keeps the file with the run, and sets the output `encryptedInvitation`. Undefined when there is no code.
   * Raises EXA306 and EXA709.
   */
  deliver(result: InitiateResult, nodeUrl: URL): Promise<Delivered | undefined>;
}

/** Checks what is asked for, before anything is initiated; undefined when nothing is to be encrypted. Raises EXA102 and EXA7xx. */
export async function prepareDelivery(
  agent: Agent,
  options: InitiateOptions,
  passphrase: Secret | undefined,
  limits: DeliveryLimits,
): Promise<Delivery | undefined> {
  const readers = await checkDelivery({ ...options, storeIn: options.storeIn.kind }, passphrase, limits);
  return readers && { deliver: (result, nodeUrl) => deliver(agent, options, readers, result, nodeUrl) };
}

/** The encrypted file, and the artifact that holds it; without one it is attached to the log of the step. */
interface KeptFile {
  readonly fileName: string;
  readonly artifact?: string;
}

function placeOf({ artifact }: KeptFile, quoted: (text: string) => string): string {
  return artifact === undefined
    ? 'with the log of this step ("Download all logs as zip")'
    : `with this run, as the artifact ${quoted(artifact)}`;
}

async function deliver(
  agent: Agent,
  { request, publishCode }: InitiateOptions,
  readers: Readers,
  result: InitiateResult,
  nodeUrl: URL,
): Promise<Delivered | undefined> {
  const { invitationCode, connectionName } = result;
  if (invitationCode === undefined) {
    agent.log.info("There is no invitation code to encrypt.");
    return undefined;
  }
  const fileName = invitationFileName(connectionName);
  const { encryptText } = await loadAge();
  const path = write(agent, fileName, await encryptText(usable(invitationCode), readers));
  agent.setOutput("encryptedInvitation", path);
  const artifact = `${safeName(connectionName)}.invitation`;
  const kept = agent.keepFile(path, artifact) === "artifact" ? { artifact } : {};
  const file: KeptFile = { fileName, ...kept };
  for (const line of logLines(readers, file, publishCode)) agent.log.info(line);
  const { localShortName, destinationShortName } = request;
  const words = {
    connectionName,
    fileName,
    readers,
    nodeHost: nodeUrl.host,
    sender: senderOf(agent),
    localShortName,
    destinationShortName,
  };
  return {
    whereTheCodeIs: whereTheCodeIs(fileName, publishCode),
    markdown: summary(readers, file, wordsToPartner(words), agent.forSummary),
  };
}

function usable(code: Secret): string {
  const text = code.reveal().trim();
  const { length } = new TextEncoder().encode(text);
  if (length > 0 && length <= longestInvitation) return text;
  throw new Failure(
    "EXA306",
    `The connection is initiated and pending, but its invitation code ${length === 0 ? "is empty" : `is ${length} bytes long, too long to be an invitation`}.`,
    "Look at the connection in the node's Exalate console, or remove it there.",
  );
}

function write(agent: Agent, fileName: string, text: string): string {
  try {
    return writeStepFile(agent, fileName, text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Failure(
      "EXA709",
      `The connection is initiated and pending, but the encrypted invitation could not be written to the agent's temporary folder${code}.`,
      "Check the free space and the permissions of the agent's work folder, and run the step again: it reads the code of the pending connection again.",
    );
  }
}

/** The person who started the run. A run by schedule or trigger has an account of the service, without a mail address. */
function senderOf(agent: Agent): string | undefined {
  const first = (...names: string[]) => names.map((name) => agent.variable(name) ?? "").find((value) => value !== "");
  const mail = first("Release.Deployment.RequestedForEmail", "Build.RequestedForEmail");
  const name = first("Release.Deployment.RequestedFor", "Build.RequestedFor");
  return mail === undefined ? undefined : harmless(name === undefined ? mail : `${name} (${mail})`);
}

function whoCanOpen(readers: Readers): string {
  if (readers.kind === "passphrase") return "whoever knows the passphrase";
  const { length } = readers.recipients;
  return length === 1 ? "the owner of this public key" : `the owner of each of these ${length} public keys`;
}

function logLines(readers: Readers, file: KeptFile, publishCode: boolean): string[] {
  const keys = readers.kind === "passphrase" ? [] : readers.recipients;
  return [
    `Encrypted the invitation code. ${capitalized(whoCanOpen(readers))} can open it${keys.length > 0 ? ":" : "."}`,
    ...keys.map((key) => `  ${shortenedKey(key)}  fingerprint ${fingerprintOf(key)}`),
    `The file ${file.fileName} is kept ${placeOf(file, (name) => `"${name}"`)}. Its path in this job is the output encryptedInvitation.`,
    ...(publishCode ? [] : ['No variable holds the code ("publishCode: false").']),
  ];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whereTheCodeIs(fileName: string, publishCode: boolean): string {
  const file = `in the encrypted file ${markdownCode(fileName)}`;
  return publishCode
    ? `It is a secret variable of this run, and ${file}.`
    : `It is only ${file}: no variable of this run holds it.`;
}

function summary(
  readers: Readers,
  file: KeptFile,
  words: readonly string[],
  shown: (text: string) => string,
): string[] {
  const code = (text: string) => markdownCode(shown(text));
  return [
    "#### The encrypted invitation",
    "",
    ...markdownTable([
      ["File", `${code(file.fileName)}, kept ${placeOf(file, code)}`],
      ["Who can open it", whoCanOpen(readers)],
      ...(readers.kind === "passphrase" ? [] : readers.recipients.map(keyRow)),
    ]),
    "",
    ...(readers.kind === "passphrase" ? [] : [compare, ""]),
    "Send the file to the partner with these words:",
    "",
    ...markdownBlock(words.map(shown)),
    "",
  ];
}

const compare =
  "**Before you approve or send it**, compare each fingerprint with the owner of the key by phone: a key that somebody else put in its place could open the invitation.";

function keyRow(key: string): [string, string] {
  return [markdownCode(shortenedKey(key)), `fingerprint ${markdownCode(fingerprintOf(key))}`];
}
