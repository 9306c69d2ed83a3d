import { atPointer } from "../answer.ts";

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

/** A reference that leads to another is followed so far; a ring of them ends there. */
const mostHops = 16;

/** Follows the references (`$ref`) of a document into the document itself; any other leads to nothing. */
export class References {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The object that a value is or refers to; an empty one for anything else. */
  resolve(value: unknown): JsonObject {
    let found = objectOf(value);
    for (let hops = 0; typeof found.$ref === "string"; hops++) {
      if (hops >= mostHops || !found.$ref.startsWith("#/")) return {};
      found = objectOf(atPointer(this.#document, decoded(found.$ref.slice(1))));
    }
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
