/** Reads a whole number like .NET's Int32.TryParse, with optional sign and blanks around it. */
export function parseInt32(text: string): number | undefined {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/**
 * Reads the value of an enumeration like .NET's Enum.TryParse: a number, a name, or names separated by commas. The
 * numbers of several names are combined by bitwise OR. `names` are in the order of their numbers, from 0. The result
 * can be a number without a name.
 */
export function parseEnumNumber(text: string, names: readonly string[], ignoresCase = false): number | undefined {
  const number = parseInt32(text);
  if (number !== undefined) return number;
  const spell = (name: string) => (ignoresCase ? name.trim().toLowerCase() : name.trim());
  const numbers = text.split(",").map((part) => names.findIndex((name) => spell(name) === spell(part)));
  return numbers.includes(-1) ? undefined : numbers.reduce((combined, each) => combined | each, 0);
}
