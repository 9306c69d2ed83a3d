/** Reads a whole number as .NET's Int32.TryParse does: blanks around it and a sign are fine, anything else is not. */
export function parseInt32(text: string): number | undefined {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/**
 * Reads the value of an enumeration as .NET's Enum.TryParse does: a number, a name, or names with commas between, whose
 * numbers are joined bit by bit. The names stand in the order of their numbers, from 0. The number may have no name.
 */
export function parseEnumNumber(text: string, names: readonly string[], ignoresCase = false): number | undefined {
  const number = parseInt32(text);
  if (number !== undefined) return number;
  const spell = (name: string) => (ignoresCase ? name.trim().toLowerCase() : name.trim());
  const numbers = text.split(",").map((part) => names.findIndex((name) => spell(name) === spell(part)));
  return numbers.includes(-1) ? undefined : numbers.reduce((joined, each) => joined | each, 0);
}
