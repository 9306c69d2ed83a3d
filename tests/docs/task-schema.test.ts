import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sampleTask } from "./sample-task.ts";
import { type SchemaTask, stepSchema, withTasks, yamlName } from "./task-schema.ts";

describe("The schema of a step, created from its task.json", () => {
  const inputs = stepSchema(sampleTask).properties?.inputs;

  it("names the task with its major version", () => {
    assert.equal(yamlName(sampleTask), "Sample@2");
    assert.deepEqual(stepSchema(sampleTask).properties?.task, {
      description: "A sample",
      ignoreCase: "value",
      pattern: "^Sample@2$",
    });
  });

  it("names each input by its first alias", () => {
    assert.deepEqual(Object.keys(inputs?.properties ?? {}), [
      "node",
      "title",
      "force",
      "minutes",
      "mode",
      "project",
      "note",
      "extra",
    ]);
    assert.deepEqual(inputs?.properties?.title?.aliases, ["connectionTitle", "name"]);
  });

  it("requires inputs without a default and a rule", () => {
    assert.deepEqual(inputs?.required, ["node", "title"]);
    assert.equal(inputs?.additionalProperties, false);
  });

  it("has a form for each type of input", () => {
    const forms = Object.entries(inputs?.properties ?? {}).map(([name, { type, anyOf, ignoreCase }]) => [
      name,
      type ?? anyOf?.[0]?.enum,
      ignoreCase,
    ]);
    assert.deepEqual(forms, [
      ["node", "string", undefined],
      ["title", "string", "key"],
      ["force", "boolean", "key"],
      ["minutes", "integer", "key"],
      ["mode", ["script", "basic"], "key"],
      ["project", "string", "key"],
      ["note", "string", "key"],
      ["extra", "string", "key"],
    ]);
  });

  it("requires no inputs for a task without required inputs", () => {
    const idle: SchemaTask = { name: "Idle", friendlyName: "Idle", version: { Major: 1 } };
    assert.deepEqual(stepSchema(idle).required, ["task"]);
    assert.deepEqual(stepSchema(sampleTask).required, ["task", "inputs"]);
  });

  it("is added to a copy of the published schema", () => {
    const published = { definitions: { task: { properties: { task: { anyOf: [] } }, anyOf: [] } } };
    const extended = withTasks(published, [sampleTask]);
    assert.equal(extended.definitions?.task?.anyOf?.length, 1);
    assert.deepEqual(extended.definitions?.task?.properties?.task?.anyOf?.[0]?.enum, ["Sample@2"]);
    assert.equal(published.definitions.task.anyOf.length, 0);
  });

  it("is not added when the published schema has another form", () => {
    assert.throws(() => withTasks({ definitions: {} }, [sampleTask]), /no list of tasks/);
  });
});
