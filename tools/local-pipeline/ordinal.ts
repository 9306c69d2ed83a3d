/**
 * A text in upper case as .NET's invariant culture and ordinal comparison have it: one character for one, so that "ß"
 * stays, and none outside ASCII becomes one inside it.
 */
export function upperCase(text: string): string {
  return mapped(text, (character) => character.toUpperCase());
}

/** A text in lower case, by the rules of {@link upperCase}. */
export function lowerCase(text: string): string {
  return mapped(text, (character) => character.toLowerCase());
}

function mapped(text: string, change: (character: string) => string): string {
  return [...text].map((character) => oneForOne(character, change(character))).join("");
}

function oneForOne(character: string, changed: string): string {
  const entersAscii = character > "\u007f" && changed <= "\u007f";
  return changed.length === character.length && !entersAscii ? changed : character;
}
