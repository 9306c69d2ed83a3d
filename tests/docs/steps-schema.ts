import type { JSONSchema } from "azure-pipelines-language-service";

/**
 * A schema in the form of the published one that contains only task steps, without any task. It checks the steps of this
 * extension where the published schema is missing.
 */
export const stepsSchema: JSONSchema = {
  type: "object",
  properties: { steps: { type: "array", items: { $ref: "#/definitions/task" } } },
  additionalProperties: false,
  definitions: {
    task: {
      type: "object",
      properties: { task: { anyOf: [] }, inputs: { type: "object" } },
      additionalProperties: true,
      firstProperty: ["task"],
      anyOf: [],
    },
  },
};
