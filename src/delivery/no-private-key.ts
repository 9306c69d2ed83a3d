/** Raised when something that was given as a private key is none. Its texts contain nothing of what was given. */
export class NoPrivateKey extends Error {
  override readonly name = "NoPrivateKey";
  /** What it is instead. An unusable private key is damaged, or of another program or a plugin of age. */
  readonly what: "an unusable private key" | "a public key" | "an encrypted invitation" | "something else";

  constructor(what: NoPrivateKey["what"]) {
    super(what);
    this.what = what;
  }
}
