import type { Command } from "./command-parser.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import type { CommandHandler } from "./step-context.ts";

/** `task.setendpoint`: changes URL, data or an authorization parameter of a connection for the later steps. */
export const setEndpoint: CommandHandler = (context, command) => {
  if (command.data === "") throw new Error("Enter a valid value for setendpoint.");
  const field = required(command, "field").toLowerCase();
  // Registered before anything can be refused, so that a refusal does not print it.
  if (field === "authparameter") context.masker.add(command.data);
  const id = required(command, "id").toLowerCase();
  const at = context.endpoints.findIndex((each) => each.id.toLowerCase() === id);
  const endpoint = context.endpoints[at];
  if (endpoint === undefined) throw new Error("Invalid endpoint id.");
  context.endpoints[at] = changed(endpoint, field, command);
};

function changed(endpoint: ServiceEndpoint, field: string, command: Command): ServiceEndpoint {
  if (field === "url") {
    if (!URL.canParse(command.data)) throw new Error("Invalid endpoint Url.");
    return { ...endpoint, url: command.data };
  }
  const entry = { [required(command, "key")]: command.data };
  if (field === "dataparameter") return { ...endpoint, data: { ...endpoint.data, ...entry } };
  if (field === "authparameter") return { ...endpoint, parameters: { ...endpoint.parameters, ...entry } };
  throw new Error("Invalid endpoint field. Valid values are url, dataParameter and authParameter");
}

function required(command: Command, name: string): string {
  const value = command.properties.get(name);
  if (value !== undefined) return value;
  throw new Error(`Required field '${name}' is missing in ##vso[task.setendpoint] command.`);
}
