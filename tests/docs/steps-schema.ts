import type { JSONSchema } from "azure-pipelines-language-service";

/**
 * A schema in the form of the published one that knows nothing but steps of tasks, and no task yet: with it the steps
 * of this extension can be checked wherever the published schema is not at hand.
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
