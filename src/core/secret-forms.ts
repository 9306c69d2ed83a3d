import { wellFormed, withoutEnding } from "./text.ts";

/** A shorter piece of a secret would mask half of any log without protecting anything; in characters. */
export const shortestForm = 4;

/** UTF-8 as base64, as the agent does for job-start secrets (Agent.Worker/Worker.cs). */
function base64Forms(value: string): string[] {
  const padded = Buffer.from(value, "utf8").toString("base64");
  return [padded, withoutEnding(padded, "="), Buffer.from(value, "utf8").toString("base64url")];
}

function escapedForms(value: string): string[] {
  const form = new URLSearchParams({ "": value }).toString().slice(1);
  return [JSON.stringify(value).slice(1, -1), encodeURIComponent(wellFormed(value)), form];
}

/**
 * How many lines of a secret are looked for each by itself. The longest code that a variable can hold has as many lines
 * of 64 characters; without a bound, a node could fill the agent's masker with any number of entries.
 */
const mostLines = 512;

function linesOf(value: string): string[] {
  return value.split(/\r\n|\r|\n/, mostLines).map((line) => line.trim());
}

/** Lines whose base64 is found too, since a wrapped code may be encoded line by line. */
function wholeAndLines(value: string): string[] {
  return [...new Set([value, value.trim(), ...linesOf(value), value.replace(/\s+/g, "")])];
}

/**
 * Every form in which a secret could show in a log or an error: itself, trimmed, without white space, each of its first
 * 512 lines, and each of these as base64 (padded, unpadded, URL-safe), URL-escaped and JSON-escaped. Longest first, so that replacing
 * them in order leaves no part of a longer one behind. Pieces below four characters are left out.
 */
export function secretForms(value: string): string[] {
  const forms = wholeAndLines(value).flatMap((piece) => [piece, ...base64Forms(piece), ...escapedForms(piece)]);
  const usable = forms.filter((form) => form.length >= shortestForm || form === value).filter((form) => form !== "");
  return [...new Set(usable)].sort((a, b) => b.length - a.length);
}
