/**
 * Converts a text to upper case by the rules of .NET's invariant culture and ordinal comparison: each character becomes
 * exactly one, so "ß" stays, and no character outside ASCII becomes an ASCII character.
 */
export function upperCase(text: string): string {
  return mapped(text, (character) => character.toUpperCase());
}

/** Converts a text to lower case by the rules of {@link upperCase}. */
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
