/** A recording that cannot be used. Its message is one line and holds nothing of the recording. */
export class RecordingProblem extends Error {}
