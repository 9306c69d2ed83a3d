import type { Masker } from "./masker.ts";
import { isReadOnlySystemName } from "./read-only-names.ts";
import { type Expansion, expandVariable } from "./variable-expansion.ts";

/** A variable of the job, or of one task. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  readonly isReadOnly: boolean;
  /** Keep the case of the name in the environment, instead of upper case. */
  readonly preserveCase: boolean;
}

/** The flags of a variable when it is set; each is false by default. */
export interface VariableFlags {
  readonly isSecret?: boolean;
  readonly isReadOnly?: boolean;
  readonly preserveCase?: boolean;
}

/** A variable as it was set, and its current value. A value that a step sets is not expanded until the next step. */
interface Stored {
  readonly given: Variable;
  readonly current: Variable;
}

/**
 * Variables by name in any case (Variables.cs). Setting a secret registers its value. A variable that was once secret
 * or read-only stays so. `expand` expands macros in values, `set` does not.
 */
export class Variables {
  readonly #byName = new Map<string, Stored>();
  readonly #masker: Masker;

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  /** The value of a variable, even of a secret. */
  get(name: string): string | undefined {
    return this.#current(name)?.value;
  }

  /** True when the variable exists and is a secret. */
  isSecret(name: string): boolean {
    return this.#current(name)?.isSecret ?? false;
  }

  /** True when the variable exists and is read-only, by its flag or as a system variable. */
  isReadOnly(name: string): boolean {
    const variable = this.#current(name);
    return variable !== undefined && (variable.isReadOnly || isReadOnlySystemName(variable.name));
  }

  /** Adds a variable that the job starts with. The caller must have registered secrets. */
  load(name: string, value: string, flags: VariableFlags = {}): void {
    this.#store({ isSecret: false, isReadOnly: false, preserveCase: false, ...flags, name, value });
  }

  /** Sets or replaces a variable. Does not check whether it is read-only; the command does. */
  set(name: string, value: string, flags: VariableFlags = {}): void {
    const before = this.#current(name);
    const isSecret = flags.isSecret === true || before?.isSecret === true;
    if (isSecret) this.#masker.add(value);
    const isReadOnly = flags.isReadOnly === true || before?.isReadOnly === true;
    this.#store({ name, value, isSecret, isReadOnly, preserveCase: flags.preserveCase ?? false });
  }

  /** Removes a variable; its value stays masked. */
  unset(name: string): void {
    this.#byName.delete(name.toLowerCase());
  }

  /** All variables, in the order in which they were first set. */
  all(): Variable[] {
    return [...this.#byName.values()].map(({ current }) => current);
  }

  /**
   * Expands the macros in all values, as the agent does when a job starts and before each step. Registers values that
   * become secret. Returns a warning for each variable that cannot be expanded.
   */
  expand(): string[] {
    const given = new Map([...this.#byName].map(([key, stored]) => [key, stored.given]));
    const warnings: string[] = [];
    for (const [key, variable] of given) {
      const expansion = expandVariable(variable, given);
      if ("warning" in expansion) warnings.push(expansion.warning);
      this.#byName.set(key, { given: variable, current: this.#expanded(variable, expansion) });
    }
    return warnings;
  }

  // An expansion that changes nothing does not change the flags either.
  #expanded(variable: Variable, expansion: Expansion): Variable {
    if ("warning" in expansion || expansion.value === variable.value) return variable;
    if (expansion.isSecret) this.#masker.add(expansion.value);
    return { ...variable, ...expansion };
  }

  #store(variable: Variable): void {
    this.#byName.set(variable.name.toLowerCase(), { given: variable, current: variable });
  }

  #current(name: string): Variable | undefined {
    return this.#byName.get(name.toLowerCase())?.current;
  }
}
