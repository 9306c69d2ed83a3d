/** A place in a pipeline's file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a pipeline's file, and where: its message starts with file, line and column. */
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
