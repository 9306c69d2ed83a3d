/**
 * A replacement for the vault of azure-pipelines-task-lib that keeps values only in memory. The library's own vault
 * encrypts each value with a key in a file of the agent's temporary folder and reads this file at every use. This takes
 * a third of a task's start time and is unsafe when two tasks share the folder. As with the library's own vault,
 * secrets are removed from the environment, so that a dump of it cannot show them.
 */
export class Vault {
  readonly #values = new Map<string, string>();

  /** Stores a value; the name is not case-sensitive, an empty value removes it. Returns whether a value was stored. */
  storeSecret(name: string, value: string): boolean {
    const key = name.toLowerCase();
    if (name === "" || value === "") {
      this.#values.delete(key);
      return false;
    }
    this.#values.set(key, value);
    return true;
  }

  /** The stored value of a name in any case. */
  retrieveSecret(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }
}
