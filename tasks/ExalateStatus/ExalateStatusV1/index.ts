import { awaitStatus, statusOptions } from "../../../src/commands/await-status.ts";
import { statusInputs } from "../../../src/commands/input-tables.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { watchTiming, withNode } from "../../../src/pipeline/node-access.ts";
import { publishConnection } from "../../../src/pipeline/publish-connection.ts";
import { readInputs } from "../../../src/pipeline/read-inputs.ts";
import { runTask } from "../../../src/pipeline/run-task.ts";
import { createTaskLibAgent } from "../../../src/pipeline/task-lib-agent.ts";

void runTask(createTaskLibAgent(), (run) =>
  withNode(
    run,
    async ({ client }) => {
      const { agent, progress, signal } = run;
      const options = statusOptions(readInputs(agent, statusInputs));
      const ports = { node: client, log: agent.log, progress, signal, clock: systemClock, random: Math.random };
      publishConnection(agent, await awaitStatus(options, ports));
    },
    watchTiming,
  ),
);
