/** An unsuccessful answer of Azure DevOps. Its words are as the server sent them, with any secrets. */
export class RefusedAnswer extends Error {
  override readonly name = "RefusedAnswer";
  readonly status: number;
  /** Host that answered, with its port. */
  readonly host: string;
  /** The server's message, or the target of a redirect; not redacted. */
  readonly words: string;

  constructor(status: number, host: string, words: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.host = host;
    this.words = words;
  }
}

/** A request to Azure DevOps that got no complete answer. */
export class UnansweredRequest extends Error {
  override readonly name = "UnansweredRequest";
  /** Host that was asked, with its port. */
  readonly host: string;
  /** The network's error code, such as `ECONNREFUSED`; `TIMEOUT` when the time limit was reached. */
  readonly code: string;

  constructor(host: string, code: string) {
    super(code);
    this.host = host;
    this.code = code;
  }
}

/** The code was written, but was missing when the variables were read again. */
export class OverwrittenError extends Error {
  override readonly name = "OverwrittenError";
}
