import { wellFormed, withoutEnding } from "./text.ts";

/** A shorter part of a secret would mask half of any log without protecting anything; in characters. */
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
 * The number of lines of a secret that are masked one by one. The longest code that a variable can hold has this many
 * lines of 64 characters. Without a limit, a node could fill the agent's masker with any number of entries.
 */
const mostLines = 512;

function linesOf(value: string): string[] {
  return value.split(/\r\n|\r|\n/, mostLines).map((line) => line.trim());
}

/** The base64 of each line is masked too, because a code with line breaks may be encoded line by line. */
function wholeAndLines(value: string): string[] {
  return [...new Set([value, value.trim(), ...linesOf(value), value.replace(/\s+/g, "")])];
}

/**
 * Every form in which a secret could appear in a log or an error: as it is, trimmed, without white space, each of its
 * first 512 lines, and each of these as base64 (padded, unpadded, URL-safe), URL-encoded and JSON-escaped. Longest first,
 * so that replacing them in order leaves no part of a longer one. Parts shorter than four characters are left out.
 */
export function secretForms(value: string): string[] {
  const forms = wholeAndLines(value).flatMap((piece) => [piece, ...base64Forms(piece), ...escapedForms(piece)]);
  const usable = forms.filter((form) => form.length >= shortestForm || form === value).filter((form) => form !== "");
  return [...new Set(usable)].sort((a, b) => b.length - a.length);
}
