import { type JsonObject, objectOf } from "../core/json.ts";
import { atPointer } from "../core/json-pointer.ts";

/** How many members of an object or entries of a list are read. The paths of a document have their own limit. */
export const mostMembers = 800;

/** How many references are followed in a row, so that a cycle ends. */
const mostHops = 16;

/**
 * Resolves the references (`$ref`) of a document within the document itself; any other reference resolves to an empty
 * object. Each target is looked up once, because a small document can refer to a large part thousands of times.
 */
export class References {
  readonly #document: unknown;
  readonly #found = new Map<string, JsonObject>();
  readonly #members = new WeakMap<object, readonly (readonly [string, unknown])[]>();

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The object that a value is or refers to; an empty object for any other value. */
  resolve(value: unknown): JsonObject {
    let found = objectOf(value);
    for (let hops = 0; typeof found.$ref === "string"; hops++) {
      if (hops >= mostHops || !found.$ref.startsWith("#/")) return {};
      found = this.#at(found.$ref);
    }
    return found;
  }

  /** The first members of an object, with their names. */
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
