import { isCommonConstant, isRandomText } from "./value-kinds.ts";

/** Names of headers, parameters and members with a secret, and endings of names that only speak of one. */
const secretNames =
  /pass(?:word|wd|phrase)|pwd|secret|token|jwt|credential|authori[sz]ation|api[-_]?key|csrf|xsrf|session|cookie/i;
const secretWords = /^(?:auth|sig|signature|sid|pin|pat|pass|nonce|otp|creds?)$/;
const aboutSecrets =
  /(?:type|kind|mode|method|name|url|uri|endpoint|header|param|parameter|field|place|source|scope|status|state|provider|protocol|version|expir\w*|ttl|timeout|length|count|format|prefix|policy|required|enabled|algorithm|level|role)$/i;
const timesOfSecrets = /(?:[_-](?:at|in)|At|In)$/;

/** Names of what is a secret in some APIs and a word of an enumeration in others. */
const doubtfulWords = /^(?:key|state|access)$/;

/** Words that protocols use where others have a secret, and the mark with which a person replaced one. */
const publicWords =
  /^(?:true|false|1|null|none|basic|bearer|password|token|jwt|pat|undefined|oauth2?|apikey|no-?check|fetch|required|\{EDIT\})$/i;

/** Headers name a scheme before what they hold. */
const credentialWithScheme = /^(?:basic|bearer|digest|negotiate|token|apikey)\s+\S/i;

const shortestMixed = 8;
const longestWords = 24;

/** Whether a name is that of a secret, and not of something about one. */
export function isSecretName(name: string): boolean {
  if (aboutSecrets.test(name) || timesOfSecrets.test(name)) return false;
  return secretNames.test(name) || wordsIn(name).some((word) => secretWords.test(word));
}

/** Whether a value stands where others have a secret, and is only a word of a protocol. */
export function isPublicWord(value: string): boolean {
  return publicWords.test(value);
}

/** Whether a value that a call sends can be a secret, by the names that lead to it or by its looks. */
export function isSecretSent(value: string | number, steps: readonly string[]): boolean {
  const text = String(value);
  if (text === "" || isPublicWord(text)) return false;
  const names = steps.slice(1).filter((step) => !/^\d+$/.test(step));
  const name = names.at(-1) ?? "";
  if (isSecretName(name) || (steps[0] === "headers" && credentialWithScheme.test(text))) return true;
  if (typeof value === "number") return false;
  return isMixedText(text) || (isDoubtfulName(name, names.slice(0, -1)) && !isWords(text));
}

function isDoubtfulName(name: string, outer: readonly string[]): boolean {
  if (wordsIn(name).some((word) => doubtfulWords.test(word))) return true;
  return outer.some(isSecretName) && !aboutSecrets.test(name);
}

/** Whether a part of a path can be a secret, by its looks or by the part before it. */
export function isSecretSegment(segment: string, before: string | undefined): boolean {
  if (isMixedText(segment) || isRandomText(segment)) return true;
  const isAfterSecret = before !== undefined && (isSecretName(before) || isDoubtfulName(before, []));
  return isAfterSecret && !isWords(segment) && !isCommonConstant(segment) && !/^\d*$/.test(segment);
}

function wordsIn(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Runs of one kind: a word with or without a capital, capitals, digits. */
function runsIn(text: string): string[] {
  return text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
}

/** Whether a text consists of a few words, such as those of an enumeration. */
function isWords(text: string): boolean {
  if (text.length > longestWords || /\d/.test(text)) return false;
  return runsIn(text).every((run) => /[aeiouy]/i.test(run) || /^[A-Z]{1,3}$/.test(run));
}

/** Whether a text mixes small and capital letters as no word does. */
function isMixedText(text: string): boolean {
  if (text.length < shortestMixed || !/^[\w+/=.~-]+$/.test(text)) return false;
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false;
  const runs = runsIn(text);
  const words = runs.filter((run) => run.length >= 3 && /[a-z]/.test(run) && /[aeiouy]/i.test(run));
  return words.join("").length * 2 < text.length || (runs.length >= 4 && text.length < runs.length * 3);
}
