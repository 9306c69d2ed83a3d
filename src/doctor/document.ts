import { type JsonObject, objectOf } from "../core/json.ts";
import { atPointer } from "../core/json-pointer.ts";

/** How many members of an object and entries of a list are looked at, beside the paths of a document. */
export const mostMembers = 800;

/** A reference that leads to another is followed so far; a ring of them ends there. */
const mostHops = 16;

/**
 * Follows the references (`$ref`) of a document into the document itself; any other leads to nothing. What many places
 * refer to is looked up once, since a small document can refer to a large part of it thousands of times.
 */
export class References {
  readonly #document: unknown;
  readonly #found = new Map<string, JsonObject>();
  readonly #members = new WeakMap<object, readonly (readonly [string, unknown])[]>();

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The object that a value is or refers to; an empty one for anything else. */
  resolve(value: unknown): JsonObject {
    let found = objectOf(value);
    for (let hops = 0; typeof found.$ref === "string"; hops++) {
      if (hops >= mostHops || !found.$ref.startsWith("#/")) return {};
      found = this.#at(found.$ref);
    }
    return found;
  }

  /** The first members of an object, by their names. */
  membersOf(value: unknown): readonly (readonly [string, unknown])[] {
    const owner = objectOf(value);
    const known = this.#members.get(owner);
    const members = known ?? Object.entries(owner).slice(0, mostMembers);
    if (known === undefined) this.#members.set(owner, members);
    return members;
  }

  /** The names of {@link membersOf}. */
  namesIn(value: unknown): string[] {
    return this.membersOf(value).map(([name]) => name);
  }

  #at(reference: string): JsonObject {
    const known = this.#found.get(reference);
    const found = known ?? objectOf(atPointer(this.#document, decoded(reference.slice(1))));
    if (known === undefined) this.#found.set(reference, found);
    return found;
  }
}

function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}
