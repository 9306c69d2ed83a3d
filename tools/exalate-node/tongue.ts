import type { Dialect, Renaming } from "./dialect.ts";
import { reshaped, reshapedSchema, type Shape } from "./reshape.ts";
import { refusalSchema, type Schema } from "./schema.ts";

/** The member that tells the reason of a refusal. */
const reason = "message";

/** What an operation calls a query parameter or a placeholder of its path: of a place, only the last name. */
export function theirName(dialect: Dialect, operation: string, name: string): string {
  return (dialect.fields?.[operation]?.[name] ?? name).replace(/^.*\//, "");
}

/** How the requests of an operation are shaped. */
export function requestShape(dialect: Dialect, operation: string): Shape {
  return shapeOf(dialect, dialect.fields?.[operation] ?? {}, []);
}

/** How the answers of an operation are shaped. */
export function answerShape(dialect: Dialect, operation: string): Shape {
  return shapeOf(dialect, dialect.fields?.[operation] ?? {}, dialect.envelope === undefined ? [] : [dialect.envelope]);
}

/** The JSON of a refusal. */
export function refusalOf(dialect: Dialect, message: string): unknown {
  return reshaped(shapeOf(dialect, {}, []), { [reason]: message });
}

/** The schema of {@link refusalOf}. */
export function refusalSchemaOf(dialect: Dialect): Schema {
  return reshapedSchema(shapeOf(dialect, {}, []), refusalSchema);
}

function shapeOf(dialect: Dialect, names: Renaming, root: readonly string[]): Shape {
  return {
    place: (name, inside) =>
      name === reason ? placeOf(dialect.refusal ?? reason) : [...root, ...placed(names, name, inside)],
    convert: (name, value) => convert(dialect, name, value),
    convertSchema: (name, schema) => convertSchema(dialect, name, schema),
    get entries() {
      return shapeOf(dialect, names, []);
    },
  };
}

function placed(names: Renaming, name: string, inside: readonly string[]): readonly string[] {
  const theirs = names[name] ?? name;
  return theirs.startsWith("/") ? placeOf(theirs) : [...inside.map((outer) => names[outer] ?? outer), theirs];
}

function placeOf(text: string): string[] {
  return text.split("/").filter((name) => name !== "");
}

function convert(dialect: Dialect, name: string, value: unknown): unknown {
  if (isNumericId(dialect, name)) return Number(value);
  return typeof value === "string" ? theirWord(wordsFor(dialect, name), value) : value;
}

function convertSchema(dialect: Dialect, name: string, schema: Schema): Schema {
  if (isNumericId(dialect, name)) return { ...schema, type: "integer" };
  const words = wordsFor(dialect, name);
  return schema.enum ? { ...schema, enum: schema.enum.map((word) => theirWord(words, word)) } : schema;
}

/** A caller's own text may be the name of something that every object has. */
function theirWord(words: Renaming, word: string): string {
  return (Object.hasOwn(words, word) ? words[word] : undefined) ?? word;
}

/** Our word for theirs. */
export function ourWord(dialect: Dialect, name: string, value: unknown): unknown {
  const found = Object.entries(wordsFor(dialect, name)).find(([, theirs]) => theirs === value);
  return found ? found[0] : value;
}

function isNumericId({ ids }: Dialect, name: string): boolean {
  return ids === "number" && name === "id";
}

function wordsFor({ spellings = {} }: Dialect, name: string): Renaming {
  if (name === "status") return spellings.status ?? {};
  return name === "mode" || name === "modes" ? (spellings.mode ?? {}) : {};
}
