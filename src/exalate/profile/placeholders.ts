/**
 * A placeholder in a template of a node API profile: `{name}` stands for the value with that domain name, and
 * `{name:number}` for the same value as a JSON number.
 */
const placeholder = /\{([A-Za-z]+)(:number)?\}/g;

/** The name in the placeholder that marks what a person still has to fill in. */
export const unfinished = "EDIT";

/** The names of all placeholders in a text, in order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map(([, name = ""]) => name);
}

/** A placeholder that is a whole text. */
export interface WholePlaceholder {
  readonly name: string;
  /** Whether its value is sent as a JSON number. */
  readonly isNumber: boolean;
}

/** The placeholder that is the whole text; undefined for any other value. */
export function wholePlaceholder(value: unknown): WholePlaceholder | undefined {
  const [, name, type] = (typeof value === "string" && /^\{([A-Za-z]+)(:number)?\}$/.exec(value)) || [];
  return name === undefined ? undefined : { name, isNumber: type !== undefined };
}

/** The text with each placeholder replaced. */
export function replacePlaceholders(text: string, replacement: (name: string) => string): string {
  return text.replace(placeholder, (_, name: string) => replacement(name));
}

/** The names of all placeholders in the texts of a template, at any depth. */
export function placeholdersOf(template: unknown): string[] {
  if (typeof template === "string") return placeholdersIn(template);
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap(placeholdersOf);
}
