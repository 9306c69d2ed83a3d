import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { previewTaskName } from "../../tools/package/preview.ts";
import { requireBuiltTasks, stepResults } from "../examples/built-tasks.ts";
import { exalateConnection, TwoNodes } from "../examples/two-nodes.ts";
import { agentTasks } from "../support/tasks.ts";

const file = fileURLToPath(new URL("../../pipelines/smoke-and-publish.yml", import.meta.url));

interface Pipeline {
  readonly stages: readonly { readonly jobs: readonly Job[] }[];
}

interface Job {
  readonly job: string;
  readonly variables: readonly { readonly name?: string; readonly value?: string }[];
  readonly steps: readonly { readonly task?: string }[];
}

/** The steps of the smoke test that run a task, with the tasks of the release, on nodes of this machine. */
function smokeTest(destination: string): string {
  const { stages }: Pipeline = parse(readFileSync(file, "utf8"));
  const [job] = stages.flatMap(({ jobs }) => jobs).filter((each) => each.job === "Smoke");
  assert.ok(job, "no job Smoke");
  const variables = [
    ...job.variables.filter(({ name }) => name !== undefined),
    { name: "smokeDestination", value: destination },
    { name: "smokeProject", value: "Fabrikam" },
  ];
  const steps = job.steps.filter(({ task }) => task !== undefined);
  const text = stringify({ variables, steps });
  return agentTasks.reduce((each, name) => each.replaceAll(`${previewTaskName(name)}@`, `${name}@`), text);
}

describe("The smoke test of a preview", () => {
  let nodes: TwoNodes;
  before(requireBuiltTasks);
  beforeEach(async () => {
    nodes = await TwoNodes.start();
  });
  afterEach(() => nodes.close());

  async function run(edit: (text: string) => string) {
    const connections = [exalateConnection("exalate-smoke", nodes.contoso, nodes.tokens.contoso)];
    const report = await nodes.run("smoke.yml", edit(smokeTest(nodes.fabrikam.url)), { connections });
    return { report, states: nodes.states(), numberOfCodes: nodes.codes().length };
  }
  const none = { contoso: [], fabrikam: [] };

  it("initiates a connection, and leaves none", async () => {
    const { report, states, numberOfCodes } = await run((text) => text);
    assert.deepEqual(stepResults(report), [
      "Initiate: Succeeded",
      "Check that it is pending: Succeeded",
      "Withdraw: Succeeded",
    ]);
    assert.deepEqual([states, numberOfCodes], [none, 1]);
  });

  it("leaves no connection when the check fails", async () => {
    const { report, states, numberOfCodes } = await run((text) =>
      text.replace("expect: pending", "expect: deactivated"),
    );
    assert.deepEqual(stepResults(report), [
      "Initiate: Succeeded",
      "Check that it is pending: Failed",
      "Withdraw: Succeeded",
    ]);
    assert.deepEqual([states, numberOfCodes], [none, 1]);
  });
});
