import { systemClock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { UnexpectedAnswerFailure } from "../exalate/call-failures.ts";
import { checkApiRemedy } from "../exalate/profile/remedy.ts";
import type { OpenedNode } from "./opened-node.ts";

/** The variable that asks for the doctor's report, as System.Debug asks for the debug log. */
const doctorVariable = "Exalate.Doctor";

/** The time limit of the doctor, in milliseconds. */
const doctorMilliseconds = 30_000;

/** The time limit for explaining a failure, in milliseconds. */
const explanationMilliseconds = 5_000;

/**
 * Prints how well the node's API fits the profile when the variable `Exalate.Doctor` is true. Its code is loaded only here.
 * It does not change the result of the task.
 */
export async function doctorIfAsked(node: OpenedNode): Promise<void> {
  const { agent, within } = node;
  if (!/^true$/i.test(agent.variable(doctorVariable)?.trim() ?? "")) return;
  try {
    const { runDoctor } = await import("./run-doctor.ts");
    await within(doctorMilliseconds, (transport, signal) =>
      runDoctor({ ...node, transport, signal, clock: systemClock }),
    );
  } catch (error) {
    const why = error instanceof Failure ? error.message : "an unexpected error occurred";
    agent.log.info(`${doctorVariable}: the node's API could not be checked: ${why}`);
  }
}

/**
 * Adds to a failure what the node's own description says about the call, if the form of the call can be the cause. Returns
 * any other error unchanged. The description is requested once, for a few seconds; a failure of that is ignored.
 */
export async function explained(error: unknown, node: OpenedNode): Promise<unknown> {
  if (!(error instanceof UnexpectedAnswerFailure)) return error;
  const explanation = await explanationFor(error, node).catch(() => undefined);
  // A refused credential has another cause, unless the description has another call.
  const isRefusal = error.code === "EXA201" || error.code === "EXA202";
  if (explanation === undefined || (isRefusal && explanation === notDescribed)) return error;
  const remedy = isRefusal ? `${error.remedy} ${checkApiRemedy}` : error.remedy;
  return new Failure(error.code, `${error.happened} ${explanation}`, remedy);
}

const notDescribed = "No description of the node's API was found.";

async function explanationFor({ operation }: UnexpectedAnswerFailure, node: OpenedNode): Promise<string | undefined> {
  const { explainCall } = await import("./run-doctor.ts");
  const milliseconds = explanationMilliseconds;
  const look = await node.within(milliseconds, (transport, signal) =>
    explainCall(operation, { ...node, transport, signal, clock: systemClock, milliseconds }),
  );
  return look.isDescribed ? look.difference : notDescribed;
}
