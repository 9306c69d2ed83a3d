import type { InitiateOptions } from "../../src/commands/initiate-options.ts";
import type { InputTable } from "../../src/commands/input-tables.ts";
import type { TypedInputs } from "../../src/commands/inputs.ts";
import type { InitiateRequest } from "../../src/exalate/connection.ts";

const localAndRemote = {
  localShortName: "ado",
  destinationShortName: "jira",
  connectionName: "ado_to_jira",
  project: "Fabrikam",
  mode: "script",
} as const;

/** The request of a step that uses every default. */
export const sampleRequest: InitiateRequest = {
  ...localAndRemote,
  destinationUrl: "https://jira.contoso.com",
  private: false,
};

/** The options of a step that uses every default. */
export const sampleOptions: InitiateOptions = {
  request: sampleRequest,
  ifExists: "reuse",
  storeIn: { kind: "none" },
  encryptFor: "",
  publishCode: true,
};

/** The same for a destination without a URL. */
export const privateOptions: InitiateOptions = { ...sampleOptions, request: { ...localAndRemote, private: true } };

/** The inputs of a task, all empty. */
export function emptyInputs<Table extends InputTable>(table: Table): TypedInputs<Table> {
  return Object.fromEntries(Object.keys(table).map((name) => [name, ""])) as TypedInputs<Table>;
}
