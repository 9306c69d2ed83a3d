import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from "../core/json.ts";
import { placeholdersIn } from "../exalate/profile/placeholders.ts";
import { mostMembers, type References } from "./document.ts";

/** The kind of a JSON value; `anything` when the description does not say. */
export type Kind = "object" | "list" | "text" | "number" | "boolean" | "anything";

/** A member of a described object. */
export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

/** The described form of a JSON value. */
export interface Shape {
  readonly kind: Kind;
  readonly members: ReadonlyMap<string, Member>;
  /** The shape of a list's items. */
  readonly items: Shape | undefined;
  /** The allowed texts; empty when every text is allowed. */
  readonly choices: readonly string[];
  /** The value to send when there is no other: the only allowed value, or the default. */
  readonly constant: string | number | boolean | undefined;
  /** Title and description, in the node's words. */
  readonly note: string;
}

/** A value that is not described. */
export const anything: Shape = {
  kind: "anything",
  members: new Map(),
  items: undefined,
  choices: [],
  constant: undefined,
  note: "",
};

/** How many levels of a schema are read. References can form a cycle. */
const mostLevels = 7;

/** How many values of one schema are read. */
const mostValues = 800;

/** How many allowed texts are read, more than any vocabulary has. */
const mostChoices = 24;

/** The longest member name and allowed text that is read, in characters. */
const longestName = 100;

/** How much of a title and a description is kept, in characters. */
const longestNote = 600;

/** The shape that a schema of Swagger 2.0 or OpenAPI 3 describes. Reading stops at a fixed depth, so cycles end. */
export function shapeOf(schema: unknown, references: References): Shape {
  return new ShapeReader(references).read(schema, 0);
}

class ShapeReader {
  readonly #references: References;
  #values = 0;

  constructor(references: References) {
    this.#references = references;
  }

  read(schema: unknown, depth: number): Shape {
    this.#values++;
    if (depth > mostLevels) return anything;
    const own = this.#references.resolve(schema);
    const parts = this.#readAll(own.allOf, depth + 1);
    const alternatives = [...this.#readAll(own.oneOf, depth + 1), ...this.#readAll(own.anyOf, depth + 1)];
    return joined([this.#plain(own, depth), ...parts, ...alternatives.map(withoutRequired)]);
  }

  get #isEnough(): boolean {
    return this.#values >= mostValues;
  }

  #readAll(schemas: unknown, depth: number): Shape[] {
    const read: Shape[] = [];
    for (const schema of listOf(schemas)) {
      if (this.#isEnough) break;
      read.push(this.read(schema, depth));
    }
    return read;
  }

  #plain(schema: JsonObject, depth: number): Shape {
    const members = this.#members(schema, depth);
    const items = schema.items === undefined || this.#isEnough ? undefined : this.read(schema.items, depth + 1);
    return {
      kind: kindOf(schema, members.size > 0),
      members,
      items,
      choices: textsOf(listOf(schema.enum).slice(0, mostChoices)).filter(({ length }) => length <= longestName),
      constant: constantOf(schema),
      note: noteOf([textOf(schema.title), textOf(schema.description)]),
    };
  }

  #members(schema: JsonObject, depth: number): Map<string, Member> {
    const required = new Set(textsOf(listOf(schema.required).slice(0, mostMembers)));
    const members = new Map<string, Member>();
    for (const [name, member] of this.#references.membersOf(schema.properties)) {
      if (this.#isEnough) break;
      const isRequired = required.has(name) && !isReadOnly(member);
      if (name.length <= longestName) members.set(name, { shape: this.read(member, depth + 1), required: isRequired });
    }
    return members;
  }
}

function noteOf(texts: readonly string[]): string {
  let note = "";
  for (const text of texts) {
    if (note.length >= longestNote) break;
    note = `${note} ${text.slice(0, longestNote)}`.trim();
  }
  return note.slice(0, longestNote);
}

function isReadOnly(schema: unknown): boolean {
  return objectOf(schema).readOnly === true;
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ["object", "object"],
  ["array", "list"],
  ["string", "text"],
  ["integer", "number"],
  ["number", "number"],
  ["boolean", "boolean"],
]);

/** OpenAPI 3.1 can name several types, including null. */
function kindOf(schema: JsonObject, hasMembers: boolean): Kind {
  const names = [schema.type, ...listOf(schema.type)].filter((name) => typeof name === "string" && name !== "null");
  const named = names.map((name) => kinds.get(String(name))).find((kind) => kind !== undefined);
  if (named !== undefined) return named;
  if (hasMembers || isObject(schema.properties)) return "object";
  return schema.items === undefined ? "anything" : "list";
}

/** Whether a text can be a constant in a template: a name in braces would be read as a placeholder. */
export function isPlain(text: string): boolean {
  return placeholdersIn(text).length === 0;
}

function constantOf(schema: JsonObject): Shape["constant"] {
  const allowed = listOf(schema.enum);
  const value = schema.const ?? (allowed.length === 1 ? allowed[0] : schema.default);
  if (typeof value === "string" && !isPlain(value)) return undefined;
  return ["string", "number", "boolean"].includes(typeof value) ? (value as Shape["constant"]) : undefined;
}

/** It is not known which alternative applies, so none of their members counts as required. */
function withoutRequired(shape: Shape): Shape {
  const members = [...shape.members].map(([name, member]): [string, Member] => [name, { ...member, required: false }]);
  return { ...shape, members: new Map(members) };
}

/** Joins all parts at once. Joining them one by one would copy the earlier ones again and again. */
function joined(shapes: readonly Shape[]): Shape {
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) return only;
  return {
    kind: shapes.find(({ kind }) => kind !== "anything")?.kind ?? "anything",
    members: new Map(shapes.flatMap(({ members }) => [...members])),
    items: shapes.find(({ items }) => items !== undefined)?.items,
    choices: [...new Set(shapes.flatMap(({ choices }) => choices))].slice(0, mostChoices),
    constant: shapes.find(({ constant }) => constant !== undefined)?.constant,
    note: noteOf(shapes.map(({ note }) => note)),
  };
}
