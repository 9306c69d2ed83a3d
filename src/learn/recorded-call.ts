/** One request of a browser and its answer, as the recording has them. */
export interface RecordedCall {
  /** When it was sent, in milliseconds since 1970; undefined when the recording does not say. */
  readonly startedAt: number | undefined;
  /** In upper case. */
  readonly method: string;
  /** Without user information and fragment. */
  readonly url: URL;
  /** Names as recorded. */
  readonly requestHeaders: readonly RecordedHeader[];
  /** The decoded text; undefined when there is none or it was not recorded. */
  readonly requestBody: string | undefined;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly answerHeaders: readonly RecordedHeader[];
  /** The decoded text (base64 undone); undefined when empty or not recorded. */
  readonly answerBody: string | undefined;
  /**
   * Whether the answer had a body that the recording does not hold (size above 0, text missing), or that was longer than
   * what is kept.
   */
  readonly isAnswerBodyMissing: boolean;
}

/** One header of a request or an answer. */
export interface RecordedHeader {
  readonly name: string;
  readonly value: string;
}
