import { atPointer } from "../exalate/answer.ts";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value when it is a JSON object; else an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a list; else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a text; else "". */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((entry) => typeof entry === "string");
}

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
