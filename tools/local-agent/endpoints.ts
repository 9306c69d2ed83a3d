import { escapeByte } from "./percent-encoding.ts";
import { PipelineError } from "./pipeline-error.ts";

/** A service connection as the job knows it. */
export interface ServiceEndpoint {
  /** GUID; becomes lower case in the environment. */
  readonly id: string;
  readonly name: string;
  /** Endpoint type as `connectedService:<type>` names it. */
  readonly type: string;
  readonly url: string;
  /** Authorization scheme, such as `Token` or `UsernamePassword`. */
  readonly scheme: string;
  /** Authorization parameters; registered as secrets whether confidential or not. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Fields outside the authorization; never registered as secrets. */
  readonly data: Readonly<Record<string, string>>;
}

/** Where a connection is referenced, for the wording of the refusal. */
export interface ConnectionReference {
  readonly stepName: string;
  readonly inputName: string;
  /** The type the input asks for, without schemes. */
  readonly type: string;
}

/**
 * Finds the connection an input names, by name in any case or by id, as the server does when a run is queued.
 * @throws PipelineError when there is none, or one of another type.
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

/** The connections among comma-separated GUIDs; anything else in the value is ignored, as the agent does. */
export function endpointsOf(endpoints: readonly ServiceEndpoint[], value: string): ServiceEndpoint[] {
  const ids = value.split(",").map((id) => id.trim().toLowerCase());
  return endpoints.filter((each) => guid.test(each.id) && ids.includes(each.id.toLowerCase()));
}

/**
 * A URL as .NET's Uri.ToString() spells it: a bare host gets its slash, the default port goes, and escapes of
 * characters that need none are undone.
 * @throws TypeError when it is no absolute URL.
 */
export function toDotNetUrl(url: string): string {
  return new URL(url).href.replace(/(?:%[0-9A-F]{2})+/gi, unescapeHarmless);
}

// Delimiters, percent signs and control characters stay escaped, or the URL would mean something else.
function unescapeHarmless(escaped: string): string {
  const decoded = Buffer.from(escaped.replaceAll("%", ""), "hex").toString("utf8");
  if (decoded.includes("\uFFFD")) return escaped;
  return decoded.replace(/[\p{Cc}%#?/\\@:;&=+$,![\]'()*]/gu, escapeBytes);
}

function escapeBytes(character: string): string {
  return Array.from(Buffer.from(character, "utf8"), escapeByte).join("");
}
