/** One request of a browser and its answer, as the recording has them. */
export interface RecordedCall {
  /** When it was sent, in milliseconds since 1970; undefined when the recording does not say. */
  readonly startedAt: number | undefined;
  /** In upper case. */
  readonly method: string;
  /** Without user information and fragment. */
  readonly url: URL;
  /** With the names as recorded. */
  readonly requestHeaders: readonly RecordedHeader[];
  /** Decoded text; undefined when there is none or it was not recorded. */
  readonly requestBody: string | undefined;
  /** The HTTP status; 0 for no answer. */
  readonly status: number;
  readonly answerHeaders: readonly RecordedHeader[];
  /** Decoded text, with base64 undone; undefined when it is empty or was not recorded. */
  readonly answerBody: string | undefined;
  /** Whether the answer had a body that the recording does not hold, or one longer than what is kept. */
  readonly isAnswerBodyMissing: boolean;
}

/** A header of a recorded request or answer. */
export interface RecordedHeader {
  readonly name: string;
  readonly value: string;
}
