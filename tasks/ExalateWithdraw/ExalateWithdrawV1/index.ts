import { withdrawInputs } from "../../../src/commands/input-tables.ts";
import { withdraw, withdrawKey } from "../../../src/commands/withdraw.ts";
import { withNode } from "../../../src/pipeline/node-access.ts";
import { readInputs } from "../../../src/pipeline/read-inputs.ts";
import { runTask } from "../../../src/pipeline/run-task.ts";
import { createTaskLibAgent } from "../../../src/pipeline/task-lib-agent.ts";

void runTask(createTaskLibAgent(), (run) =>
  withNode(run, async ({ client }) => {
    const { agent, progress } = run;
    const key = withdrawKey(readInputs(agent, withdrawInputs));
    await withdraw(key, { node: client, log: agent.log, progress });
  }),
);
