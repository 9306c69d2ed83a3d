/** Node looks for this method when it prints an object (`util.inspect`, `console.log`). */
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** A secret value that shows as `***` wherever it is printed, joined to a string or put into JSON. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that has to send or publish it. */
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

/** Knows every secret of a run: makes them known to the agent, and takes them out of any text. */
export interface SecretKeeper {
  /** Makes a value known as secret in all its forms, before anything can print it, and wraps it. */
  register(value: string): Secret;
  /** The text with every form of every registered secret replaced by `***`. */
  redact(text: string): string;
  /** Whether the text holds a registered secret that is too long to stand in it by chance. */
  holdsLongSecret(text: string): boolean;
}
