/** An answer of Azure DevOps that is no success. Its words are as the server sent them: not redacted yet. */
export class RefusedAnswer extends Error {
  override readonly name = "RefusedAnswer";
  readonly status: number;
  /** Host, with port, that answered. */
  readonly host: string;
  /** What the server said, or where it redirected to; not redacted. */
  readonly words: string;

  constructor(status: number, host: string, words: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.host = host;
    this.words = words;
  }
}

/** A request of Azure DevOps that got no whole answer. */
export class LostRequest extends Error {
  override readonly name = "LostRequest";
  /** Host, with port, that was asked. */
  readonly host: string;
  /** The network's error code, such as `ECONNREFUSED`; `TIMEOUT` when the time was over. */
  readonly code: string;

  constructor(host: string, code: string) {
    super(code);
    this.host = host;
    this.code = code;
  }
}

/** A code that was written, and was gone when it was looked for. */
export class LostWrite extends Error {
  override readonly name = "LostWrite";
}
