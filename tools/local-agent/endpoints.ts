import { escapeByte } from "./percent-encoding.ts";
import { PipelineError } from "./pipeline-error.ts";

/** A service connection of the job. */
export interface ServiceEndpoint {
  /** GUID; becomes lower case in the environment. */
  readonly id: string;
  readonly name: string;
  /** Type of the connection, as in `connectedService:<type>`. */
  readonly type: string;
  readonly url: string;
  /** Authorization scheme, such as `Token` or `UsernamePassword`. */
  readonly scheme: string;
  /** Authorization parameters. They are registered as secrets even when they are not confidential. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Other fields. They are never registered as secrets. */
  readonly data: Readonly<Record<string, string>>;
}

/** The input that references a connection, for messages. */
export interface ConnectionReference {
  readonly stepName: string;
  readonly inputName: string;
  /** The type that the input needs, without schemes. */
  readonly type: string;
}

/**
 * Finds the connection of an input by name, in any case, or by id, as the server does when a run is queued.
 * @throws PipelineError when there is none, or it has another type
 */
export function findEndpoint(
  endpoints: readonly ServiceEndpoint[],
  nameOrId: string,
  reference: ConnectionReference,
): ServiceEndpoint {
  const wanted = nameOrId.toLowerCase();
  const found = endpoints.find((each) => each.name.toLowerCase() === wanted || each.id.toLowerCase() === wanted);
  const start = `The pipeline is not valid. Step ${reference.stepName} input ${reference.inputName}`;
  if (found === undefined) {
    throw new PipelineError(
      `${start} references service connection ${nameOrId} which could not be found. The service connection does not exist, has been disabled or has not been authorized for use.`,
    );
  }
  if (found.type.toLowerCase() !== reference.type.toLowerCase()) {
    throw new PipelineError(
      `${start} expects a service connection of type ${reference.type} but the provided service connection ${nameOrId} is of type ${found.type}.`,
    );
  }
  return found;
}

const guid = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;

/** The connections with the given comma-separated GUIDs; ignores anything else in the value, as the agent does. */
export function endpointsOf(endpoints: readonly ServiceEndpoint[], value: string): ServiceEndpoint[] {
  const ids = value.split(",").map((id) => id.trim().toLowerCase());
  return endpoints.filter((each) => guid.test(each.id) && ids.includes(each.id.toLowerCase()));
}

/**
 * Formats a URL like .NET's Uri.ToString(): adds a slash after a bare host, removes the default port, and unescapes
 * characters that need no escaping.
 * @throws TypeError when it is not an absolute URL
 */
export function toDotNetUrl(url: string): string {
  return new URL(url).href.replace(/(?:%[0-9A-F]{2})+/gi, unescapeHarmless);
}

// Delimiters, percent signs and control characters stay escaped, because unescaping would change the URL's meaning.
function unescapeHarmless(escaped: string): string {
  const decoded = Buffer.from(escaped.replaceAll("%", ""), "hex").toString("utf8");
  if (decoded.includes("\uFFFD")) return escaped;
  return decoded.replace(/[\p{Cc}%#?/\\@:;&=+$,![\]'()*]/gu, escapeBytes);
}

function escapeBytes(character: string): string {
  return Array.from(Buffer.from(character, "utf8"), escapeByte).join("");
}
