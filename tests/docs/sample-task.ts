import type { SchemaTask } from "./task-schema.ts";

/** A task with an input of every kind, for tests of the checks. */
export const sampleTask: SchemaTask = {
  name: "Sample",
  friendlyName: "A sample",
  version: { Major: 2 },
  inputs: [
    { name: "node", type: "connectedService:exalate", label: "Node", required: true },
    { name: "name", aliases: ["title", "connectionTitle"], type: "string", required: true, defaultValue: "" },
    { name: "force", type: "boolean", defaultValue: false },
    { name: "minutes", type: "int", required: true, defaultValue: "10" },
    { name: "mode", type: "pickList", options: { script: "Script", basic: "Basic" }, defaultValue: "script" },
    { name: "project", type: "pickList" },
    { name: "note", type: "multiLine" },
    { name: "extra", type: "string", required: true, visibleRule: "force = true" },
  ],
};
