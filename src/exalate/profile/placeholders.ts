/**
 * A placeholder in a path, query or body of a node API profile: `{name}` stands for the value with that domain name.
 */
const placeholder = /\{([A-Za-z]+)\}/g;

/** The names of all placeholders in a text, in order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map(([, name = ""]) => name);
}

/** The name of the placeholder when it is the whole text; undefined for any other value. */
export function wholePlaceholder(value: unknown): string | undefined {
  return typeof value === "string" ? /^\{([A-Za-z]+)\}$/.exec(value)?.[1] : undefined;
}

/** The text with each placeholder replaced. */
export function replacePlaceholders(text: string, replacement: (name: string) => string): string {
  return text.replace(placeholder, (_, name: string) => replacement(name));
}
