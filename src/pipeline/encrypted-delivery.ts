import type { InitiateResult } from "../commands/initiate.ts";
import type { InitiateOptions } from "../commands/initiate-options.ts";
import { Failure } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import type { Readers } from "../delivery/encryption.ts";
import { invitationFileName, safeName } from "../delivery/file-name.ts";
import { invitationIn } from "../delivery/invitation.ts";
import type { Agent } from "./agent.ts";
import { checkDelivery, type DeliveryLimits } from "./delivery-checks.ts";
import { type Delivered, deliverySummary, type EncryptedFile, logLines } from "./delivery-summary.ts";
import { writeStepFile } from "./job-files.ts";
import { loadAge } from "./load-age.ts";

/**
 * Encrypts the code of a connection for the partner, keeps the file with the run, and sets the output `encryptedInvitation`.
 * Undefined when there is no code. Raises EXA306 and EXA709.
 */
export type Delivery = (result: InitiateResult, nodeUrl: URL) => Promise<Delivered | undefined>;

/** Checks what is asked for, before anything is initiated; undefined when nothing is to be encrypted. Raises EXA102 and EXA7xx. */
export async function prepareDelivery(
  agent: Agent,
  options: InitiateOptions,
  passphrase: Secret | undefined,
  limits: DeliveryLimits,
  blank: readonly string[] = [],
): Promise<Delivery | undefined> {
  const readers = await checkDelivery(options, passphrase, limits, blank);
  return readers && ((result, nodeUrl) => deliver(agent, options, readers, result, nodeUrl));
}

async function deliver(
  agent: Agent,
  options: InitiateOptions,
  readers: Readers,
  { invitationCode, connectionName }: InitiateResult,
  nodeUrl: URL,
): Promise<Delivered | undefined> {
  if (invitationCode === undefined) {
    agent.log.info("There is no invitation code to encrypt.");
    return undefined;
  }
  // A secret in the name would be in the names of the file and the artifact.
  const shownName = agent.forSummary(connectionName);
  const fileName = invitationFileName(shownName);
  const path = await encryptedFile(agent, fileName, usable(invitationCode), readers);
  agent.setOutput("encryptedInvitation", path);
  const artifact = `${safeName(shownName)}.invitation`;
  const kept = agent.keepFile(path, artifact) === "artifact" ? { artifact } : {};
  const file: EncryptedFile = { fileName, readers, ...kept };
  for (const line of logLines(file, options.publishCode)) agent.log.info(line);
  return deliverySummary({ file, options, nodeUrl, sender: senderOf(agent) }, agent.forSummary);
}

function usable(code: Secret): string {
  const bytes = new TextEncoder().encode(code.reveal());
  try {
    return invitationIn(bytes);
  } catch {
    throw new Failure(
      "EXA306",
      `The connection is pending, but its invitation code is empty, too long (${bytes.length} bytes) or not a text, and cannot be encrypted.`,
      "Look at the connection in the node's Exalate console, or remove it there.",
    );
  }
}

/** Writes the encrypted code to a file of this step and returns its path. Raises EXA709. */
async function encryptedFile(agent: Agent, fileName: string, code: string, readers: Readers): Promise<string> {
  const { encryptText } = await loadAge();
  try {
    return writeStepFile(agent, fileName, await encryptText(code, readers));
  } catch (error) {
    const cause = error instanceof Error ? ("code" in error ? String(error.code) : error.name) : typeof error;
    throw new Failure(
      "EXA709",
      `The connection is pending, but its code could not be encrypted into the agent's temporary folder (${cause}).`,
      'Check the free space, the memory and the permissions of the agent, and run the step again with "ifExists: reuse": it reads the code of the pending connection again.',
    );
  }
}

/** The person who started the run. A run by schedule or trigger has an account of the service, without a mail address. */
function senderOf(agent: Agent): string | undefined {
  for (const prefix of ["Release.Deployment", "Build"]) {
    const mail = agent.variable(`${prefix}.RequestedForEmail`) ?? "";
    const name = agent.variable(`${prefix}.RequestedFor`) ?? "";
    if (mail !== "") return harmless(name === "" ? mail : `${name} (${mail})`);
  }
  return undefined;
}
