/** The part of Microsoft's schema of task.json about the execution of a task. */
export interface ExecutionSchema {
  readonly properties: { readonly execution: { readonly properties: Readonly<Record<string, object>> } };
}

/**
 * Adds the handler HttpRequest to Microsoft's schema of task.json, which contains only the handlers of an agent. The
 * article "Server Task Authoring" of microsoft/azure-pipelines-tasks describes this request of Azure DevOps.
 */
export function withServerHandlers(schema: ExecutionSchema): ExecutionSchema {
  const execution = schema.properties.execution;
  const properties = { ...execution.properties, HttpRequest: httpRequest };
  return { ...schema, properties: { ...schema.properties, execution: { ...execution, properties } } };
}

const text = { type: "string" };
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

const httpRequest = {
  type: "object",
  additionalProperties: false,
  required: ["Execute"],
  properties: {
    Execute: {
      type: "object",
      additionalProperties: false,
      required: ["EndpointUrl", "Method"],
      properties: {
        EndpointId: text,
        EndpointUrl: text,
        Method: { enum: methods },
        Body: text,
        Headers: text,
        WaitForCompletion: { enum: ["true", "false"] },
        Expression: text,
      },
    },
  },
};
