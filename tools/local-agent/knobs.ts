import { isTruthy } from "./booleans.ts";
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

  /** A whole number of the switch's own unit; `byDefault` when unset or no number. */
  number(name: string, byDefault: number): number {
    const value = Number.parseInt(this.#text(name) ?? "", 10);
    return Number.isNaN(value) ? byDefault : value;
  }

  #text(name: string): string | undefined {
    return this.#variables.get(name) ?? this.#environment[name];
  }
}
