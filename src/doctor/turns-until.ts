import { Failure } from "../core/failure.ts";
import { Turns } from "../core/turns.ts";

/** Turns for work on a node's description. They raise EXA405 when its time is over or the step was stopped. */
export function turnsUntil(isOver: () => boolean, { host }: URL): Turns {
  return new Turns(() => (isOver() ? tooLarge(host) : undefined));
}

function tooLarge(host: string): Failure {
  return new Failure(
    "EXA405",
    `The API description of the node at ${host} is too large to be checked in time.`,
    "Compare the calls by hand with the node's own description at <node>/swagger.",
  );
}
