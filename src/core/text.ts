/** Characters that end a line or control a terminal: C0 and C1 control characters, and line and paragraph separators. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Characters that are invisible or change how others are shown: bidirectional overrides, zero-width characters, tags,
 * lone surrogates. U+FE0E and U+FE0F are allowed, because many emoji contain them.
 */
const invisible = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}](?<![\ufe0e\ufe0f])/gu;

const plainAscii = /^[\x20-\x7e]*$/;

/** How much of a text from a server is shown, in characters. */
const longestQuote = 300;

/** How much of a text from a server is read to find out what is shown, in characters. */
const longestLook = 4096;

/** Longer than any escaped form of the longest code that a variable can hold, in characters. */
const longestSecret = 200_000;

/** Marks the place where a text was cut. */
export const cutMark = "…";

/**
 * Makes a text fit for one log line: no line break or other control character, invisible characters written as in
 * `<U+202E>`, and no marker that the agent reads as a command (`##vso[`) or a format (`##[`).
 */
export function singleLine(text: string): string {
  const visible = plainAscii.test(text) ? text : text.replace(controls, " ").replace(invisible, writtenOut);
  return visible.replace(/##(?=\s*(?:vso\s*)?\[)/gi, "#_#");
}

function writtenOut(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** JSON text in which the invisible characters are written as JSON escapes, so that its value stays the same. */
export function jsonEscaped(json: string): string {
  const unit = (text: string, at: number) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return json.replace(invisible, (character) =>
    [...character.split("").keys()].map((at) => unit(character, at)).join(""),
  );
}

/** The text without white space and without invisible characters, also those that {@link singleLine} has written out. */
export function withoutGaps(text: string): string {
  const bare = text.replace(/\s+/g, "").replace(/<U\+[0-9A-F]{4,6}>/g, "");
  return plainAscii.test(bare) ? bare : bare.replace(invisible, "").replace(controls, "");
}

/** Makes a text from a server or a user fit to be quoted: one line, nothing that acts, limited length. Reads only the beginning. */
export function harmless(text: string): string {
  const line = singleLine(cutAt(text, longestLook)).replace(/\s+/g, " ").trim();
  if (line.length > longestQuote) return `${cutAt(line, longestQuote)}${cutMark}`;
  return text.length > longestLook ? `${line}${cutMark}` : line;
}

/** The first `length` characters at most. A surrogate pair is not split. */
function cutAt(text: string, length: number): string {
  const splitsPair = text.length > length && /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, splitsPair ? length - 1 : length);
}

/**
 * Makes a text from a server fit to be quoted: secrets and anything that looks like one are removed, then it is made
 * harmless. The work is limited however long the text is, and no part of a secret is left where the text is cut.
 */
export function quotable(text: string, redact: (text: string) => string): string {
  return harmless(withoutTokens(redactedBeginning(text, redact)));
}

/** To find a secret that the cut splits, a longer part is redacted too: the two results differ from there on. */
function redactedBeginning(text: string, redact: (text: string) => string): string {
  if (text.length <= longestLook) return redact(text);
  const further = redact(text.slice(0, longestLook + longestSecret));
  if (further === "***") return further;
  const shared = sharedBeginning(redact(text.slice(0, longestLook)), further);
  return `${withoutLastWord(shared)}${cutMark}`;
}

function sharedBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

/** A word that the cut splits may be the beginning of a token. */
function withoutLastWord(text: string): string {
  let length = text.length;
  while (/[\w+/=.-]/.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}

/** The text without this character at its end, however often it is repeated. */
export function withoutEnding(text: string, character: string): string {
  let length = text.length;
  while (text[length - 1] === character) length -= 1;
  return text.slice(0, length);
}

/** A JSON Web Token, or a sequence too long and too mixed for a word, a name or a path. */
const tokenLike = /[\w-]{8,}\.[\w-]{8,}\.[\w-]*|[A-Za-z0-9+/_=-]{20,}/g;

/** Sequences that may be shown: a GUID, a shorter id, the first label of an Exalate cloud host, the words of a path. */
const showable = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}|[a-z]+node(-\w{4}){4}|\d?(\/[a-z-]+)+\/?)$/i;

/**
 * The text with `***` in place of everything that looks like a token or a code: a server may quote a secret in an error
 * that is not registered yet.
 */
export function withoutTokens(text: string): string {
  return text.replace(tokenLike, (run) =>
    showable.test(run) || !/\d/.test(run) || !/[A-Za-z]/.test(run) ? run : "***",
  );
}

/** Whether a text has control characters or line breaks. */
export function hasControls(text: string): boolean {
  return !plainAscii.test(text) && text.search(controls) >= 0;
}

/** Whether a text has control characters, line breaks or invisible characters. */
export function hasInvisible(text: string): boolean {
  return !plainAscii.test(text) && (hasControls(text) || text.search(invisible) >= 0);
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.slice(-1).join("")}`;
}

/** The text with lone surrogates replaced: they cannot be written as UTF-8 and make `encodeURIComponent` throw. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
