import type { Masker } from "./masker.ts";
import { isReadOnlySystemName } from "./read-only-names.ts";
import { type Expansion, expandVariable } from "./variable-expansion.ts";

/** A variable of the job, or of one task. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  readonly isReadOnly: boolean;
  /** Keep the case of the name in the environment instead of upper-casing it. */
  readonly preserveCase: boolean;
}

/** What may be said of a variable when it is set; every flag defaults to false. */
export interface VariableFlags {
  readonly isSecret?: boolean;
  readonly isReadOnly?: boolean;
  readonly preserveCase?: boolean;
}

/** A variable as it was set, and as it counts now: before the next expansion a value set by a step is not expanded. */
interface Stored {
  readonly given: Variable;
  readonly current: Variable;
}

/**
 * Named values, found in any case (Variables.cs). Setting a secret registers its value. A name that was secret once stays
 * secret, and one that was read-only stays so. Macros in values are expanded by `expand`, not by `set`.
 */
export class Variables {
  readonly #byName = new Map<string, Stored>();
  readonly #masker: Masker;

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  /** The value of a variable, secret or not. */
  get(name: string): string | undefined {
    return this.#current(name)?.value;
  }

  /** True when the variable is there and is a secret. */
  isSecret(name: string): boolean {
    return this.#current(name)?.isSecret ?? false;
  }

  /** True when the variable is there and must not be set again: set so, or a system name. */
  isReadOnly(name: string): boolean {
    const variable = this.#current(name);
    return variable !== undefined && (variable.isReadOnly || isReadOnlySystemName(variable.name));
  }

  /** Takes a variable that the job starts with: whoever loads it has registered the secrets. */
  load(name: string, value: string, flags: VariableFlags = {}): void {
    this.#store({ isSecret: false, isReadOnly: false, preserveCase: false, ...flags, name, value });
  }

  /** Sets or replaces a variable, without asking whether it is read-only: the command does that. */
  set(name: string, value: string, flags: VariableFlags = {}): void {
    const before = this.#current(name);
    const isSecret = flags.isSecret === true || before?.isSecret === true;
    if (isSecret) this.#masker.add(value);
    const isReadOnly = flags.isReadOnly === true || before?.isReadOnly === true;
    this.#store({ name, value, isSecret, isReadOnly, preserveCase: flags.preserveCase ?? false });
  }

  /** Forgets a variable; its value stays masked. */
  unset(name: string): void {
    this.#byName.delete(name.toLowerCase());
  }

  /** Every variable, in the order of their first setting. */
  all(): Variable[] {
    return [...this.#byName.values()].map(({ current }) => current);
  }

  /**
   * Expands the macros in every value as it was set, as the agent does when a job starts and again before each step. What
   * becomes a secret by that is registered. Returns a warning for each variable that cannot be expanded.
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

  // An expansion that changes nothing leaves the variable's flags alone.
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
