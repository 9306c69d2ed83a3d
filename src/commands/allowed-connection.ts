import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import { type AllowedDestinations, parseAddress } from "../exalate/address.ts";
import type { Connection } from "../exalate/connection.ts";

/** EXA108: the service connection does not allow this destination. */
export function notAllowed(what: string, allowed: AllowedDestinations): Failure {
  return new Failure(
    "EXA108",
    `${what} is not among the destinations that the service connection allows: ${allowed.text}.`,
    'Use an allowed destination, or ask an administrator of the service connection to extend "Allowed destinations" (the word private allows private destinations).',
  );
}

/** Raises EXA108 unless the node shows that the connection leads to an allowed destination. */
export function checkConnectionAllowed(connection: Connection, allowed: AllowedDestinations): void {
  if (!isAllowed(connection, allowed)) throw notAllowed(destinationText(connection), allowed);
}

function isAllowed({ destinationUrl, private: isPrivate }: Connection, allowed: AllowedDestinations): boolean {
  if (destinationUrl === undefined) return isPrivate === true && allowed.allowsPrivate;
  try {
    return allowed.allows(parseAddress(destinationUrl, "the connection"));
  } catch {
    return false;
  }
}

function destinationText({ connectionName, destinationUrl, private: isPrivate }: Connection): string {
  const where = destinationUrl
    ? ` (${harmless(destinationUrl)})`
    : isPrivate
      ? " (private)"
      : ", which the node does not show,";
  return `The destination of the connection "${connectionName}"${where}`;
}
