import { isTruthy } from "./booleans.ts";
import { parseInt32 } from "./numbers.ts";
import type { Variables } from "./variables.ts";

/** The agent's switches: a job variable of that name, else a variable of the agent's own environment. */
export class Knobs {
  readonly #variables: Variables;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(variables: Variables, environment: Readonly<Record<string, string>>) {
    this.#variables = variables;
    this.#environment = environment;
  }

  /** True when the switch is on; `byDefault` when nobody set it. */
  flag(name: string, byDefault = false): boolean {
    const text = this.#text(name);
    return text === undefined ? byDefault : isTruthy(text);
  }

  /** A whole number of the switch's own unit; `byDefault` when nobody set it. @throws Error when it is no number. */
  number(name: string, byDefault: number): number {
    const text = this.#text(name);
    return text === undefined ? byDefault : (parseInt32(text) ?? notANumber(name, text));
  }

  // An empty value counts as none.
  #text(name: string): string | undefined {
    return this.#variables.get(name) || this.#environment[name] || undefined;
  }
}

function notANumber(name: string, text: string): never {
  throw new Error(`The input string '${text}' was not in a correct format: ${name} must be a whole number.`);
}
