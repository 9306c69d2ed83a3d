import type { Learned } from "./learned.ts";
import type { RecordedCall } from "./recorded-call.ts";
import { RecordingProblem } from "./recording-problem.ts";
import type { TypedValues } from "./typed-values.ts";

/** What was recorded on each side. */
export interface Recordings {
  readonly initiating: readonly RecordedCall[];
  readonly accepting: readonly RecordedCall[] | undefined;
  /** The origin of the node that initiates; undefined when not given. */
  readonly nodeOrigin: string | undefined;
}

/** Learns a node's API from recordings and what was typed. Raises RecordingProblem when they show nothing of a node. */
export function learnApi(_recordings: Recordings, _typed: TypedValues): Promise<Learned> {
  throw new RecordingProblem("Nothing of an Exalate node is in the recording.");
}
