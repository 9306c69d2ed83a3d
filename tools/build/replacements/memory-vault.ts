/**
 * The vault of azure-pipelines-task-lib with its values kept in memory alone. The library's own encrypts each value
 * with a key that it writes to a file of the agent's temporary folder, and reads that file again at every use: a third
 * of a task's start, and unsafe when two tasks share the folder. As with the library's own, the secrets leave the
 * environment, so that nothing which dumps it can show them.
 */
export class Vault {
  readonly #values = new Map<string, string>();

  /** Keeps a value under a name in any case; an empty one takes the name away. Tells whether it was kept. */
  storeSecret(name: string, value: string): boolean {
    const key = name.toLowerCase();
    if (name === "" || value === "") {
      this.#values.delete(key);
      return false;
    }
    this.#values.set(key, value);
    return true;
  }

  /** The value kept under a name in any case. */
  retrieveSecret(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }
}
