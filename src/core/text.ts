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

/** A JSON Web Token, or a run of signs too long and too mixed for a word, a name or a path. */
const tokenLike = /[\w-]{8,}\.[\w-]{8,}\.[\w-]*|[A-Za-z0-9+/_=-]{20,}/g;

/** What may be shown: a GUID, a shorter id, the first label of an Exalate cloud node, the words of a path. */
const showable = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}|[a-z]+node(-\w{4}){4}|\d?(\/[a-z-]+)+\/?)$/i;

/**
 * The text with everything that looks like a token or a code replaced by `***`: what a server quotes in an error may be
 * a secret that nobody has registered yet.
 */
export function withoutTokens(text: string): string {
  return text.replace(tokenLike, (run) =>
    showable.test(run) || !/\d/.test(run) || !/[A-Za-z]/.test(run) ? run : "***",
  );
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
