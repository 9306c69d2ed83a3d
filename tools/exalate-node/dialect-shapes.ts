import type { Dialect, Renaming } from "./dialect.ts";
import { reshaped, reshapedSchema, type Shape } from "./reshape.ts";
import { refusalSchema, type Schema } from "./schema.ts";

/** The member that contains the reason of a refusal. */
const reason = "message";

/** The dialect's name of a query parameter or placeholder; for a path, only its last part. */
export function nameInDialect(dialect: Dialect, operation: string, name: string): string {
  return (dialect.fields?.[operation]?.[name] ?? name).replace(/^.*\//, "");
}

/** The shape of an operation's requests. */
export function requestShape(dialect: Dialect, operation: string): Shape {
  return shapeOf(dialect, dialect.fields?.[operation] ?? {}, []);
}

/** The shape of an operation's answers. */
export function answerShape(dialect: Dialect, operation: string): Shape {
  return shapeOf(dialect, dialect.fields?.[operation] ?? {}, dialect.envelope === undefined ? [] : [dialect.envelope]);
}

/** The JSON body of a refusal. */
export function refusalOf(dialect: Dialect, message: string): unknown {
  return reshaped(shapeOf(dialect, {}, []), { [reason]: message });
}

/** The path of the reason in a refusal. */
export function refusalPlace({ refusal = reason }: Dialect): readonly string[] {
  return pathOf(refusal);
}

/** The schema of {@link refusalOf}. */
export function refusalSchemaOf(dialect: Dialect): Schema {
  return reshapedSchema(shapeOf(dialect, {}, []), refusalSchema);
}

function shapeOf(dialect: Dialect, names: Renaming, root: readonly string[]): Shape {
  return {
    place: (name, inside) =>
      name === reason ? refusalPlace(dialect) : [...root, ...pathInDialect(names, name, inside)],
    convert: (name, value) => convert(dialect, name, value),
    convertSchema: (name, schema) => convertSchema(dialect, name, schema),
    get entries() {
      return shapeOf(dialect, names, []);
    },
  };
}

function pathInDialect(names: Renaming, name: string, inside: readonly string[]): readonly string[] {
  const renamed = names[name] ?? name;
  return renamed.startsWith("/") ? pathOf(renamed) : [...inside.map((outer) => names[outer] ?? outer), renamed];
}

function pathOf(text: string): string[] {
  return text.split("/").filter((name) => name !== "");
}

function convert(dialect: Dialect, name: string, value: unknown): unknown {
  if (isNumericId(dialect, name)) return Number(value);
  return typeof value === "string" ? wordInDialect(wordsFor(dialect, name), value) : value;
}

function convertSchema(dialect: Dialect, name: string, schema: Schema): Schema {
  if (isNumericId(dialect, name)) return { ...schema, type: "integer" };
  const words = wordsFor(dialect, name);
  return schema.enum ? { ...schema, enum: schema.enum.map((word) => wordInDialect(words, word)) } : schema;
}

/**
 * The dialect's word for a usual one. `hasOwn`, because a caller's text can be the name of a built-in object member.
 */
function wordInDialect(words: Renaming, word: string): string {
  return (Object.hasOwn(words, word) ? words[word] : undefined) ?? word;
}

/** The usual word for the dialect's one. */
export function usualWord(dialect: Dialect, name: string, value: unknown): unknown {
  const found = Object.entries(wordsFor(dialect, name)).find(([, word]) => word === value);
  return found ? found[0] : value;
}

function isNumericId({ ids }: Dialect, name: string): boolean {
  return ids === "number" && name === "id";
}

function wordsFor({ spellings = {} }: Dialect, name: string): Renaming {
  if (name === "status") return spellings.status ?? {};
  return name === "mode" || name === "modes" ? (spellings.mode ?? {}) : {};
}
