/** Node calls this method when it prints an object (`util.inspect`, `console.log`). */
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** A secret value. It appears as `***` wherever it is printed, joined to a string or written as JSON. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the code that has to send or publish it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "***";
  }

  toJSON(): string {
    return "***";
  }

  [inspect](): string {
    return "***";
  }
}

/** Knows every secret of a run. It makes them known to the agent and removes them from text. */
export interface SecretKeeper {
  /** Makes a value known as secret in all its forms, and returns it wrapped. Call it before anything can print the value. */
  register(value: string): Secret;
  /** The text with `***` in place of every form of every registered secret. */
  redact(text: string): string;
  /** Whether the text contains a registered secret that is too long to occur by chance. */
  holdsLongSecret(text: string): boolean;
}
