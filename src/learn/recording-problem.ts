/** A recording that nothing can be learned from. The message is one line and holds nothing of the recording's content. */
export class RecordingProblem extends Error {
  override readonly name = "RecordingProblem";
}
