import { isObject } from "../../src/core/json.ts";
/**
 * The part of Swagger 2.0's JSON Schema that the node needs. The node checks request bodies with these schemas and
 * publishes them in the Swagger document.
 */
export interface Schema {
  readonly type: "object" | "array" | "string" | "boolean" | "integer";
  /** Name of the value in refusals. */
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  /** In Unicode code points. */
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Schema of members that `properties` does not name; none are allowed when absent. */
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  /** Null is allowed. Swagger 2.0 has no null type; this is the usual extension for it. */
  readonly "x-nullable"?: true;
}

/** An object with only these members; `required` lists the required ones. */
export function objectOf(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** An object with members of any name, all with the same schema. */
export function mapOf(additionalProperties: Schema): Schema {
  return { type: "object", additionalProperties };
}

/** A list of items with the same schema. */
export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** A text with a description for readers of the Swagger document. */
export function textOf(description: string): Schema {
  return { type: "string", description };
}

/** The body of a refusal. */
export const refusalSchema = objectOf({ message: textOf("What is wrong") });

/**
 * Checks a value against a schema.
 * @param name the value's name in the result when the schema has no title
 * @returns what is wrong with the value, or null when it is valid
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

function firstOf<T>(values: readonly T[], check: (value: T) => string | null): string | null {
  for (const value of values) {
    const wrong = check(value);
    if (wrong !== null) return wrong;
  }
  return null;
}
