/** A place in a pipeline file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error in a pipeline file. Its message starts with file, line and column. */
export class PipelineFileError extends Error {
  override readonly name = "PipelineFileError";
  readonly at: Place;
  /** The message without the place. */
  readonly sentence: string;

  constructor(at: Place, sentence: string) {
    super(`${at.file}:${at.line}:${at.column}: ${sentence}`);
    this.at = at;
    this.sentence = sentence;
  }
}
