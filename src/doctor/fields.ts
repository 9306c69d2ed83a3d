import { isObject, type JsonObject, listOf, objectOf, textsOf } from "../core/json.ts";
import { pointerTo } from "../core/json-pointer.ts";
import { mostMembers, type References } from "./document.ts";

/** A value in a described JSON document that has no described members. */
export interface Field {
  /** `object`, `array`, `string`, `integer`, `number`, `boolean`; undefined when the description does not say. */
  readonly type: string | undefined;
  readonly required: boolean;
  /** JSON pointers of the optional objects around it: it is required only where they are sent. */
  readonly around: readonly string[];
  /** The allowed texts; empty when every text is allowed. */
  readonly choices: readonly string[];
  /** The default of a number, or else its minimum. */
  readonly start: number | undefined;
  /** The fields of each entry of a list. */
  readonly items: () => Fields;
}

/** The fields of a document by their JSON pointers; a document without members has a single field at `/`. */
export type Fields = ReadonlyMap<string, Field>;

/** How many levels of a schema are read. References can form a cycle. */
const mostLevels = 7;

/** How many values of one schema are read. */
const mostValues = 800;

/** How many allowed texts are read, more than any vocabulary has. */
const mostChoices = 24;

/** The longest member name and allowed text that is read, in characters. */
const longestName = 100;

/** The fields that a schema of Swagger 2.0 or OpenAPI 3 describes. Reading stops at a fixed depth, so cycles end. */
export function fieldsOf(schema: unknown, references: References): Fields {
  const reader = new FieldReader(references);
  reader.read(schema, { steps: [], required: true, around: [], depth: 0, isPart: false });
  return reader.fields;
}

interface Position extends Pick<Field, "required" | "around"> {
  readonly steps: readonly string[];
  readonly depth: number;
  /** Whether the schema is only a part of one, or has parts itself (`allOf`, `oneOf`, `anyOf`). */
  readonly isPart: boolean;
}

class FieldReader {
  readonly fields = new Map<string, Field>();
  readonly #references: References;
  #values = 0;

  constructor(references: References) {
    this.#references = references;
  }

  read(schema: unknown, at: Position): void {
    this.#values++;
    const own = at.depth > mostLevels ? {} : this.#references.resolve(schema);
    const all = listOf(own.allOf);
    const parts = [...all, ...listOf(own.oneOf), ...listOf(own.anyOf)].slice(0, mostMembers);
    for (const [index, part] of parts.entries()) {
      if (this.#isEnough) break;
      // It is not known which alternative applies, so none of their members counts as required.
      const around = index < all.length ? at.around : [...at.around, "alternative"];
      this.read(part, { ...at, around, depth: at.depth + 1, isPart: true });
    }
    const members = this.#references.membersOf(own.properties);
    if (members.length > 0) this.#readMembers(members, own, at);
    else this.#addField(own, { ...at, isPart: at.isPart || parts.length > 0 });
  }

  get #isEnough(): boolean {
    return this.#values >= mostValues;
  }

  #readMembers(members: readonly (readonly [string, unknown])[], { required }: JsonObject, at: Position): void {
    const needed = new Set(textsOf(listOf(required).slice(0, mostMembers)));
    const around = at.required || at.steps.length === 0 ? at.around : [...at.around, pointerTo(at.steps)];
    for (const [name, member] of members) {
      if (this.#isEnough) break;
      const isNeeded = needed.has(name) && objectOf(member).readOnly !== true;
      const position = { steps: [...at.steps, name], required: isNeeded, around, depth: at.depth + 1, isPart: false };
      if (name.length <= longestName) this.read(member, position);
    }
  }

  #addField(schema: JsonObject, { steps, required, around, isPart }: Position): void {
    const type = typeOf(schema);
    if (isPart && (type === undefined || type === "object")) return;
    const pointer = pointerTo(steps) || "/";
    const choices = textsOf(listOf(schema.enum).slice(0, mostChoices)).filter(({ length }) => length <= longestName);
    const start = [schema.default, schema.minimum].find((each) => typeof each === "number");
    const before = this.fields.get(pointer)?.choices ?? [];
    const items = () => (schema.items === undefined ? new Map() : fieldsOf(schema.items, this.#references));
    this.fields.set(pointer, { type, required, around, choices: [...before, ...choices], start, items });
  }
}

const types = ["object", "array", "string", "integer", "number", "boolean"];

/** OpenAPI 3.1 can name several types, including null. */
function typeOf(schema: JsonObject): string | undefined {
  const named = [schema.type, ...listOf(schema.type)].find((type) => types.some((known) => known === type));
  if (typeof named === "string") return named;
  if (isObject(schema.properties)) return "object";
  return schema.items === undefined ? (schema.enum === undefined ? undefined : "string") : "array";
}

/** How many entries of an answered list are read. */
const mostItems = 50;

/** The fields of a value that a node has answered. A list has the fields of its first entry, with the texts of all. */
export function fieldsIn(value: unknown): Fields {
  const fields = new Map<string, Field>();
  addFields(value, [], fields);
  return fields;
}

function addFields(value: unknown, steps: readonly string[], fields: Map<string, Field>): void {
  const members = isObject(value) && steps.length < mostLevels ? Object.entries(value).slice(0, mostMembers) : [];
  for (const [name, member] of members) addFields(member, [...steps, name], fields);
  if (members.length > 0) return;
  const type = Array.isArray(value) ? "array" : value === null ? undefined : typeof value;
  const items = () => itemFields(listOf(value).slice(0, mostItems));
  const field = { type, required: false, around: [], choices: textsOf([value]), start: undefined, items };
  fields.set(pointerTo(steps) || "/", field);
}

function itemFields(items: readonly unknown[]): Fields {
  const all = items.map(fieldsIn);
  const textsAt = (pointer: string) => [...new Set(all.flatMap((fields) => fields.get(pointer)?.choices ?? []))];
  return new Map([...(all[0] ?? [])].map(([pointer, field]) => [pointer, { ...field, choices: textsAt(pointer) }]));
}

/** Whether there is a value at a JSON pointer, or the description leaves it open. */
export function isThere(fields: Fields, pointer: string): boolean {
  if (fields.has(pointer)) return true;
  return [...fields].some(([at, { type }]) => {
    const isAround = at === "/" || pointer.startsWith(`${at}/`);
    return isAround && (type === undefined || type === "object");
  });
}
