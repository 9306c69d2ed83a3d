import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from "../core/json.ts";
import { placeholdersIn } from "../exalate/profile/placeholders.ts";
import { mostMembers, type References } from "./document.ts";

/** What kind of JSON value stands somewhere; `anything` where the description does not say. */
export type Kind = "object" | "list" | "text" | "number" | "boolean" | "anything";

/** A member of a described object. */
export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

/** The form of a JSON value, as far as it is described. */
export interface Shape {
  readonly kind: Kind;
  readonly members: ReadonlyMap<string, Member>;
  /** Of a list. */
  readonly items: Shape | undefined;
  /** The texts that are allowed; empty when any is. */
  readonly choices: readonly string[];
  /** The value to send where nothing else is known: the only one allowed, or the default. */
  readonly constant: string | number | boolean | undefined;
  /** What the description says about it, in the node's words. */
  readonly note: string;
}

/** A value of which nothing is described. */
export const anything: Shape = {
  kind: "anything",
  members: new Map(),
  items: undefined,
  choices: [],
  constant: undefined,
  note: "",
};

/** Deeper levels of a schema say nothing that a connection needs; references may go round. */
const deepest = 7;

/** How many values of one schema are looked at. */
const mostValues = 800;

/** More allowed texts than any vocabulary that a connection needs has. */
const mostChoices = 24;

/** A longer name of a member, or an allowed text, is none that anybody uses, in characters. */
const longestName = 100;

/** How much of a title and a description is kept, in characters. */
const longestNote = 600;

/** The shape that a schema of Swagger 2.0 or OpenAPI 3 describes; references that go round end at a depth. */
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
    if (depth > deepest) return anything;
    const own = this.#references.resolve(schema);
    const parts = this.#readAll(own.allOf, depth + 1);
    const ways = [...this.#readAll(own.oneOf, depth + 1), ...this.#readAll(own.anyOf, depth + 1)];
    return joined([this.#plain(own, depth), ...parts, ...ways.map(withoutRequired)]);
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

/** OpenAPI 3.1 may name several types, of which null is one. */
function kindOf(schema: JsonObject, hasMembers: boolean): Kind {
  const names = [schema.type, ...listOf(schema.type)].filter((name) => typeof name === "string" && name !== "null");
  const named = names.map((name) => kinds.get(String(name))).find((kind) => kind !== undefined);
  if (named !== undefined) return named;
  if (hasMembers || isObject(schema.properties)) return "object";
  return schema.items === undefined ? "anything" : "list";
}

/** Whether a text can be a constant of a template: with a name in braces it would be taken for a value of ours. */
export function isPlain(text: string): boolean {
  return placeholdersIn(text).length === 0;
}

function constantOf(schema: JsonObject): Shape["constant"] {
  const allowed = listOf(schema.enum);
  const value = schema.const ?? (allowed.length === 1 ? allowed[0] : schema.default);
  if (typeof value === "string" && !isPlain(value)) return undefined;
  return ["string", "number", "boolean"].includes(typeof value) ? (value as Shape["constant"]) : undefined;
}

/** Of alternatives nobody knows which counts, so that none of their members is sure to be required. */
function withoutRequired(shape: Shape): Shape {
  const members = [...shape.members].map(([name, member]): [string, Member] => [name, { ...member, required: false }]);
  return { ...shape, members: new Map(members) };
}

/** In one go: joined one after the other, the parts would be copied once for each that follows. */
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
