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

/** Whether an error is a `LostWrite`, told by its name as below. */
export function isLostWrite(error: unknown): error is LostWrite {
  return error instanceof Error && error.name === "LostWrite";
}

/** Whether an error is a `RefusedAnswer`, told by its name: a file bundled on its own has a class of its own. */
export function isRefusedAnswer(error: unknown): error is RefusedAnswer {
  return error instanceof Error && error.name === "RefusedAnswer";
}

/** Whether an error is a `LostRequest`, told by its name as above. */
export function isLostRequest(error: unknown): error is LostRequest {
  return error instanceof Error && error.name === "LostRequest";
}
