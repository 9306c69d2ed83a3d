/** Why an encrypted invitation cannot be opened. */
export type Reason =
  /** The file is something else. */
  | "not an age file"
  /** The beginning is that of an age file, but characters are missing or changed. */
  | "damaged"
  | "needs a passphrase"
  | "needs an identity"
  | "wrong identity"
  | "wrong passphrase"
  /** Trying a passphrase would take more memory and time than age allows. */
  | "passphrase too expensive"
  /** Trying a passphrase took more memory than there is. */
  | "not enough memory"
  /** It was opened, and contains something else than an invitation code. */
  | "not an invitation";

/** Raised when an encrypted invitation cannot be opened. Its texts contain nothing of the file or the key. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}
