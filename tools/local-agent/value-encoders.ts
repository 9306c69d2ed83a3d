import { escapeByte } from "./percent-encoding.ts";

/** Encoders for the forms that the agent masks in addition to each registered secret. */
export const valueEncoders: readonly ((value: string) => string)[] = [escapeAsJson, escapeAsUriData, undoBackslashes];

// Newtonsoft escapes three separators that JSON.stringify does not.
function escapeAsJson(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// Byte by byte, because encodeURIComponent throws on a lone surrogate and does not escape !'()* as .NET does.
function escapeAsUriData(value: string): string {
  return Array.from(Buffer.from(value, "utf8"), escapeUriByte).join("");
}

function escapeUriByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9\-._~]/.test(character) ? character : escapeByte(byte);
}

// The agent's "backslash escape" removes escapes, for a shell that prints the value unescaped.
function undoBackslashes(value: string): string {
  return value.replaceAll("\\\\", "\\").replaceAll("\\'", "'").replaceAll('\\"', '"').replaceAll("\\t", "\t");
}
