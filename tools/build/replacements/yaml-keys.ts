/**
 * A replacement for what yaml uses to write a list or a map that is the key of another map, as the name of a member. Writes it
 * as JSON.
 */
export function stringifyCollection(collection: object): string {
  return JSON.stringify(collection);
}

/** The settings that yaml passes on while it writes. */
export function createStringifyContext(): object {
  return { options: {} };
}
