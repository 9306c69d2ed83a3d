import type { InitiateOptions } from "../../src/commands/initiate-options.ts";

/** What a step asks for that leaves everything at its default. */
export const sampleOptions: InitiateOptions = {
  localShortName: "ado",
  destinationShortName: "jira",
  connectionName: "ado_to_jira",
  destinationUrl: "https://jira.contoso.com",
  private: false,
  project: "Fabrikam",
  mode: "script",
  ifExists: "reuse",
  storeIn: "none",
};
