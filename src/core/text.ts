/** C0 and C1 control characters, and the line and paragraph separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** How much of a foreign text is shown, in characters. */
const longestQuote = 300;

/**
 * A text that can stand in a log line: no line break or other control character, and no marker that the agent would
 * take for a command (`##vso[`) or a format (`##[`).
 */
export function oneLine(text: string): string {
  return text.replace(controls, " ").replace(/##(?=\s*(vso)?\s*\[)/gi, "#_#");
}

/** A text from elsewhere made fit to be quoted: on one line, harmless, with bounded length. */
export function harmless(text: string): string {
  const line = oneLine(text).replace(/\s+/g, " ").trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}

/** Whether a text has control characters or line breaks. */
export function hasControls(text: string): boolean {
  return text.search(controls) >= 0;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.slice(-1).join("")}`;
}

/** The text with lone surrogates replaced, since they have no UTF-8 and make `encodeURIComponent` throw. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
