/**
 * The part of JSON Schema, as Swagger 2.0 uses it, that the node needs. The same schemas check request bodies and are
 * published in the Swagger document.
 */
export interface Schema {
  readonly type: "object" | "array" | "string" | "boolean" | "integer";
  /** How a refusal calls the value. */
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  /** In characters, that is Unicode code points. */
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** What members that `properties` does not name are; none unless given. */
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  /** Swagger 2.0 has no null type; this is the customary way to say that null is possible. */
  readonly "x-nullable"?: true;
}

/** An object with exactly these members, the named ones required. */
export function objectOf(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** An object with members of any name and one kind. */
export function mapOf(additionalProperties: Schema): Schema {
  return { type: "object", additionalProperties };
}

/** A list of one kind of item. */
export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** A text, described for the reader of the Swagger document. */
export function textOf(description: string): Schema {
  return { type: "string", description };
}

/** What a refusal says. */
export const refusalSchema = objectOf({ message: textOf("What is wrong") });

/** Tells whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Tells what is wrong with a value.
 * @param name how to call the value when the schema has no title
 * @returns a sentence, or null when the value is right
 */
export function violation(schema: Schema, value: unknown, name = "The body"): string | null {
  const called = schema.title ?? name;
  if (value === null && schema["x-nullable"]) return null;
  if (!isOfType(schema.type, value)) return `${called} must be of type ${schema.type}`;
  if (typeof value === "string") return textViolation(schema, value, called);
  if (Array.isArray(value)) return firstOf(value, (item) => violation(schema.items ?? schema, item, called));
  return isObject(value) ? objectViolation(schema, value) : null;
}

function isOfType(type: Schema["type"], value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function textViolation(schema: Schema, value: string, called: string): string | null {
  if (schema.maxLength !== undefined && [...value].length > schema.maxLength) return `${called} is too long`;
  if (schema.enum && !schema.enum.includes(value)) return `${called} must be one of ${schema.enum.join(", ")}`;
  return null;
}

function objectViolation(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: Record<string, unknown>,
): string | null {
  const missing = required.find((member) => !(member in value));
  if (missing !== undefined) return `The member "${missing}" is missing`;
  return firstOf(Object.entries(value), ([member, inner]) => {
    const schema = Object.hasOwn(properties, member) ? properties[member] : additionalProperties;
    return schema ? violation(schema, inner, `The member "${member}"`) : `The member "${member}" is not known`;
  });
}

function firstOf<T>(values: readonly T[], judge: (value: T) => string | null): string | null {
  for (const value of values) {
    const wrong = judge(value);
    if (wrong !== null) return wrong;
  }
  return null;
}
