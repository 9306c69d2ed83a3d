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

/** The line that identifies a YAML text as an API description. */
const yamlMark = /^["']?(swagger|openapi)["']?[ \t]*:/m;

/** The value of a JSON text, or of a YAML text that looks like a description; undefined for any other text. */
export async function parseDocument(text: string): Promise<unknown> {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return yamlMark.test(text) ? yaml(text) : undefined;
  }
}

/** Loads the YAML library only for a node that needs it. */
async function yaml(text: string): Promise<unknown> {
  const { yamlDocument } = await import("./yaml-document.ts");
  return yamlDocument(text);
}
