/** What ends a line or steers a terminal: C0 and C1 control characters, and the line and paragraph separators. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * What shows as nothing or changes how its neighbours show: bidirectional overrides, zero-width characters, tags, lone
 * surrogates. U+FE0E and U+FE0F are left alone, since many emoji hold them.
 */
const unseen = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}](?<![\ufe0e\ufe0f])/gu;

const plainAscii = /^[\x20-\x7e]*$/;

/** How much of a foreign text is shown, in characters. */
const longestQuote = 300;

/** How much of a foreign text is looked at to find out what of it is shown, in characters. */
const longestLook = 4096;

/** More than any escaped spelling of the longest code that a variable can hold, in characters. */
const longestSecret = 200_000;

/** Stands where a text was cut. */
export const cutMark = "…";

/**
 * A text that can stand in a log line: no line break or other control character, characters that nobody sees spelled as
 * in `<U+202E>`, and no marker that the agent would take for a command (`##vso[`) or a format (`##[`).
 */
export function singleLine(text: string): string {
  const seen = plainAscii.test(text) ? text : text.replace(controls, " ").replace(unseen, spelled);
  return seen.replace(/##(?=\s*(?:vso\s*)?\[)/gi, "#_#");
}

function spelled(sign: string): string {
  return `<U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** JSON text with what {@link singleLine} would spell as escapes, so that it still says the same. */
export function jsonEscaped(json: string): string {
  const unit = (text: string, at: number) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return json.replace(unseen, (sign) => [...sign.split("").keys()].map((at) => unit(sign, at)).join(""));
}

/** The text without white space, and without what {@link singleLine} would spell or has spelled. */
export function withoutGaps(text: string): string {
  const bare = text.replace(/\s+/g, "").replace(/<U\+[0-9A-F]{4,6}>/g, "");
  return plainAscii.test(bare) ? bare : bare.replace(unseen, "").replace(controls, "");
}

/** A text from elsewhere made fit to be quoted: on one line, harmless, with bounded length. Only its beginning is read. */
export function harmless(text: string): string {
  const line = singleLine(cutAt(text, longestLook)).replace(/\s+/g, " ").trim();
  if (line.length > longestQuote) return `${cutAt(line, longestQuote)}${cutMark}`;
  return text.length > longestLook ? `${line}${cutMark}` : line;
}

/** At most so many characters from the beginning, without half of a pair of surrogates at the end. */
function cutAt(text: string, length: number): string {
  const splitsPair = text.length > length && /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, splitsPair ? length - 1 : length);
}

/**
 * What a server says, fit to be quoted: secrets and whatever looks like one taken out, then made harmless. However long
 * the text is, the work is bounded, and no part of a secret stays where it is cut.
 */
export function quotable(text: string, redact: (text: string) => string): string {
  return harmless(withoutTokens(redactedBeginning(text, redact)));
}

/** A secret that the cut divides is told by looking further than is shown: there the two readings part. */
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

/** The word that a cut divides may be the beginning of a token. */
function withoutLastWord(text: string): string {
  let length = text.length;
  while (length > 0 && /[\w+/=.-]/.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}

/** The text without a sign at its end, however often it stands there. */
export function withoutEnding(text: string, sign: string): string {
  let length = text.length;
  while (length > 0 && text[length - 1] === sign) length -= 1;
  return text.slice(0, length);
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

/** Whether a text has control characters, line breaks, or characters that nobody sees. */
export function hasUnseen(text: string): boolean {
  return hasControls(text) || text.search(unseen) >= 0;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.slice(-1).join("")}`;
}

/** The text with lone surrogates replaced, since they have no UTF-8 and make `encodeURIComponent` throw. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
