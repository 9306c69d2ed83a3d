import { Failure } from "../core/failure.ts";
import { shownUrl } from "../core/shown-url.ts";
import { anyOf, harmless } from "../core/text.ts";
import type { Connection, InitiateRequest } from "../exalate/connection.ts";
import { checkApiRemedy, nodeApiPage } from "../exalate/profile/remedy.ts";

/** `"name" (id 7)`, for a sentence. */
export function titleOf({ connectionName, connectionId }: Connection): string {
  return `"${connectionName}" (id ${connectionId})`;
}

/** EXA206: the destination does not offer the mode. */
export function modeNotOffered(request: InitiateRequest, modes: readonly string[]): Failure {
  const offered = modes.length === 0 ? "none" : anyOf(modes.map(harmless));
  return new Failure(
    "EXA206",
    `The destination ${request.destinationUrl} does not offer ${request.mode} mode; it offers ${offered}.`,
    'Choose an offered mode in the input "mode", or check the license of the destination: Script mode needs a paid or evaluation license.',
  );
}

/** EXA207: the node cannot reach the destination. */
export function destinationUnreachable(request: InitiateRequest, nodeUrl: URL): Failure {
  return new Failure(
    "EXA207",
    `The node at ${nodeUrl.host} finds no Exalate node at the destination ${request.destinationUrl}.`,
    'Check "destinationUrl" (its Exalate node URL is the safest) and that the destination is up. If this node cannot reach the ' +
      'destination at any address, set "private: true" and leave out "destinationUrl".',
  );
}

/** EXA301: there is a connection of the name, and `ifExists` is `fail`. */
export function connectionExists(existing: Connection, nodeUrl: URL): Failure {
  return new Failure(
    "EXA301",
    `A connection ${titleOf(existing)} exists on ${nodeUrl.host} and is ${existing.status}, but "ifExists: fail" asks for a new one.`,
    'Use another "connectionName", or set "ifExists: reuse" to continue with the existing connection.',
  );
}

/** EXA302: the connection of the name leads to another destination. */
export function leadsElsewhere(existing: Connection, request: InitiateRequest, nodeUrl: URL): Failure {
  const there = harmless(
    shownUrl(existing.destinationUrl ?? "") ?? "a private destination, or one that the node does not show",
  );
  return new Failure(
    "EXA302",
    `The connection ${titleOf(existing)} on ${nodeUrl.host} leads to ${there}, not to ${request.destinationUrl ?? "a private destination"}.`,
    'Use another "connectionName". If both addresses are the same instance, use its Exalate node URL as "destinationUrl". ' +
      'To replace a pending connection, set "ifExists: replace".',
  );
}

/** EXA213: the node reported that it initiated a connection, which its list does not have. */
export function notListed(connectionName: string, nodeUrl: URL): Failure {
  return new Failure(
    "EXA213",
    `The node at ${nodeUrl.host} reported that it initiated the connection "${connectionName}", but its list of connections has none of that name.`,
    `Look in the node's Exalate console. If the connection is there, run the step again. ${checkApiRemedy}`,
  );
}

/** EXA213: the connection that the node initiated has another name than it was given. */
export function listedByOtherName(listed: Connection, connectionName: string, nodeUrl: URL): Failure {
  const title = `"${harmless(listed.connectionName)}" (id ${harmless(listed.connectionId)})`;
  return new Failure(
    "EXA213",
    `The node at ${nodeUrl.host} reported that it initiated the connection "${connectionName}", but lists it as ${title}.`,
    `Remove that connection in the node's Exalate console if it is the new one: the name was probably sent in the wrong place. ${checkApiRemedy}`,
  );
}

/** EXA213: the connection that the node initiated is neither pending nor active. */
export function notPending({ connectionName, connectionId, status }: Connection, nodeUrl: URL): Failure {
  return new Failure(
    "EXA213",
    `The node at ${nodeUrl.host} reported that it initiated the connection "${connectionName}" (id ${harmless(connectionId)}), but its status is ${harmless(status)}, not PENDING.`,
    `Look at it in the node's Exalate console. If it is pending there, ${harmless(status)} is this node's word for it: name it in "spellings" of the API overrides (see ${nodeApiPage}), and run the step again, which continues with the connection.`,
  );
}

/** EXA304: the connection of the name is neither pending nor active. */
export function neitherPendingNorActive(existing: Connection, nodeUrl: URL): Failure {
  return new Failure(
    "EXA304",
    `The connection ${titleOf(existing)} exists on ${nodeUrl.host} and is ${harmless(existing.status)}.`,
    'Activate or remove it in the node\'s Exalate console, or use another "connectionName".',
  );
}

/** EXA305: another run has just initiated a connection of the name. */
export function nameTaken(connectionName: string, nodeUrl: URL): Failure {
  return new Failure(
    "EXA305",
    `Another run has just initiated a connection named "${connectionName}" on ${nodeUrl.host}. This run leaves none behind.`,
    'Run the step again: it finds that connection and follows "ifExists".',
  );
}
