import type { Masker } from "./masker.ts";
import { isReadOnlySystemName } from "./read-only-names.ts";

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

/** Named values, found in any case. Setting a secret registers its value; a name that was secret once stays secret. */
export class Variables {
  readonly #byName = new Map<string, Variable>();
  readonly #masker: Masker;

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  /** The value of a variable, secret or not. */
  get(name: string): string | undefined {
    return this.#byName.get(name.toLowerCase())?.value;
  }

  /** True when the variable is there and is a secret. */
  isSecret(name: string): boolean {
    return this.#byName.get(name.toLowerCase())?.isSecret ?? false;
  }

  /** True when the variable is there and must not be set again: set so, or a system name. */
  isReadOnly(name: string): boolean {
    const variable = this.#byName.get(name.toLowerCase());
    return variable !== undefined && (variable.isReadOnly || isReadOnlySystemName(variable.name));
  }

  /** Sets or replaces a variable, without asking whether it is read-only: the command does that. */
  set(name: string, value: string, flags: VariableFlags = {}): void {
    const isSecret = flags.isSecret === true || this.isSecret(name);
    if (isSecret) this.#masker.add(value);
    this.#byName.set(name.toLowerCase(), {
      name,
      value,
      isSecret,
      isReadOnly: flags.isReadOnly ?? false,
      preserveCase: flags.preserveCase ?? false,
    });
  }

  /** Forgets a variable; its value stays masked. */
  unset(name: string): void {
    this.#byName.delete(name.toLowerCase());
  }

  /** Every variable, in the order of their first setting. */
  all(): Variable[] {
    return [...this.#byName.values()];
  }
}
