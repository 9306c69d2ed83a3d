import type { Command } from "./command-parser.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import { emptyGuid, parseGuid } from "./guid.ts";
import { addSecret, type CommandHandler } from "./step-context.ts";

/** `task.setendpoint`: changes URL, data or an authorization parameter of a connection for later steps. */
export const setEndpoint: CommandHandler = (context, command) => {
  if (command.data === "") throw new Error("Enter a valid value for setendpoint.");
  const field = required(command, "field").toLowerCase();
  // Registered before any check, so that the message of a refusal does not show the value.
  if (field === "authparameter") addSecret(context, command.data);
  const id = parseGuid(required(command, "id"));
  if (id === undefined) throw new Error("Invalid endpoint id.");
  if (id === emptyGuid) {
    context.log.warning(
      "Modification of system endpoint 'SystemVssConnection' is not allowed via setendpoint command.",
    );
    return;
  }
  const at = context.endpoints.findIndex((each) => parseGuid(each.id) === id);
  const endpoint = context.endpoints[at];
  if (endpoint === undefined) throw new Error(notDeclared(id));
  context.endpoints[at] = changed(endpoint, field, command);
};

function notDeclared(id: string): string {
  return `Service connection with id '${id}' is not declared in the pipeline job and therefore can't be referenced in task.setendpoint commands.`;
}

function changed(endpoint: ServiceEndpoint, field: string, command: Command): ServiceEndpoint {
  if (field === "url") {
    if (!URL.canParse(command.data)) throw new Error("Invalid endpoint Url.");
    return { ...endpoint, url: command.data };
  }
  const key = required(command, "key");
  if (field === "dataparameter") return { ...endpoint, data: withEntry(endpoint.data, key, command.data) };
  if (field === "authparameter") return { ...endpoint, parameters: withEntry(endpoint.parameters, key, command.data) };
  throw new Error("Invalid endpoint field. Valid values are url, dataParameter and authParameter");
}

// Keys are not case-sensitive; the first spelling stays.
function withEntry(entries: Readonly<Record<string, string>>, key: string, value: string): Record<string, string> {
  const known = Object.keys(entries).find((each) => each.toLowerCase() === key.toLowerCase());
  return { ...entries, [known ?? key]: value };
}

function required(command: Command, name: string): string {
  const value = command.properties.get(name);
  if (value !== undefined) return value;
  throw new Error(`Required field '${name}' is missing in ##vso[task.setendpoint] command.`);
}
