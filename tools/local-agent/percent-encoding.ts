/** The URL escape of a byte: `%` and two upper-case hexadecimal digits. */
export function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
