import { isTruthy } from "./booleans.ts";
import { parseInt32 } from "./numbers.ts";
import type { Variables } from "./variables.ts";

/** The agent's knobs: a job variable with the knob's name, or else a variable of the agent's own environment. */
export class Knobs {
  readonly #variables: Variables;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(variables: Variables, environment: Readonly<Record<string, string>>) {
    this.#variables = variables;
    this.#environment = environment;
  }

  /** True when the knob is on; `byDefault` when it is not set. */
  flag(name: string, byDefault = false): boolean {
    const text = this.#text(name);
    return text === undefined ? byDefault : isTruthy(text);
  }

  /** A whole number in the knob's own unit; `byDefault` when it is not set. @throws Error when it is not a number. */
  number(name: string, byDefault: number): number {
    const text = this.#text(name);
    return text === undefined ? byDefault : (parseInt32(text) ?? notANumber(name, text));
  }

  // An empty value counts as not set.
  #text(name: string): string | undefined {
    return this.#variables.get(name) || this.#environment[name] || undefined;
  }
}

function notANumber(name: string, text: string): never {
  throw new Error(`The input string '${text}' was not in a correct format: ${name} must be a whole number.`);
}
