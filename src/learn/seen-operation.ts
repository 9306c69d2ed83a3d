import type { OperationName } from "../exalate/profile/operations.ts";
import type { Chain } from "./chain.ts";
import type { NodeRecording } from "./node-recording.ts";
import type { Problem } from "./resolve-call.ts";

/** An operation whose call was found in a recording. */
export interface SeenOperation {
  readonly name: OperationName;
  readonly recording: NodeRecording;
  readonly chain: Chain;
  /** The place of each value in the answer of the operation's own call. */
  readonly result: Readonly<Record<string, string>>;
  /** The same for an answer of an earlier call of the chain, by the position of the call. */
  readonly earlierResults?: ReadonlyMap<number, Readonly<Record<string, string>>>;
  readonly item?: Readonly<Record<string, string>>;
  /** A recorded entry of the list that `item` is about. */
  readonly entry?: unknown;
  readonly only?: Readonly<Record<string, readonly (string | boolean)[]>>;
  readonly shownBy: string;
  /** What is left open besides the problems of the calls. */
  readonly problems?: readonly Problem[];
  readonly remarks?: readonly string[];
}
