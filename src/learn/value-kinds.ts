import { isObject, type JsonObject, jsonOrUndefined } from "../core/json.ts";

const uuid = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const isoTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/;
const jwt = /^([\w-]{8,})\.([\w-]{8,})\.[\w-]*$/;

/** One word in lower or in upper case, as the words of an enumeration are written. */
export function isPlainWord(text: string): boolean {
  return text.length <= 40 && /^([a-z]+([_-][a-z]+)*|[A-Z]+([_-][A-Z]+)*)$/.test(text);
}

/** A version, a language or a media type: it has digits or mixed case, and still identifies nothing. */
export function isCommonConstant(text: string): boolean {
  return /^(v?\d{1,2}(\.\d{1,3}){0,3}|[a-z]{2}[-_][A-Z]{2}|[a-z]+\/[\w.+-]+)$/.test(text);
}

/** Whether a text is a JSON Web Token. */
export function isJwt(text: string): boolean {
  return jwtPayload(text) !== undefined;
}

/** The claims of a JSON Web Token; undefined for any other text. */
export function jwtPayload(text: string): JsonObject | undefined {
  const payload = jwt.exec(text)?.[2];
  if (payload === undefined) return undefined;
  const claims = jsonOrUndefined(Buffer.from(payload, "base64url").toString("utf8"));
  return isObject(claims) ? claims : undefined;
}

/** Whether a text looks generated: long and mixed, as a token, a hash or a random id. */
export function isRandomText(text: string): boolean {
  if (uuid.test(text) || jwt.test(text)) return true;
  return text.split(/[^A-Za-z0-9]+/).some(isRandomRun) || isLongOpaque(text);
}

function isRandomRun(run: string): boolean {
  const changes = [...run.matchAll(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g)].length;
  return (
    changes >= 3 || (changes >= 1 && /^[0-9a-f]{12,}$/i.test(run)) || /^\d{9,}$/.test(run) || isUnpronounceable(run)
  );
}

/** A long word with upper case letters in the middle of it or without vowels, which no name has. */
function isUnpronounceable(run: string): boolean {
  const capitals = [...run.matchAll(/(?<=[a-z])[A-Z]/g)].length;
  return run.length >= 16 && (capitals >= 5 || /[bcdfghjklmnpqrstvwxz]{7}/i.test(run));
}

/** Whether a text has no white space but line breaks and is longer than names and words are. */
export function isLongOpaque(text: string): boolean {
  const bare = text.replace(/[\r\n]+/g, "");
  return (
    bare.length >= 24 &&
    /^[\w+/=.~:-]+$/.test(bare) &&
    /\d/.test(bare) &&
    /[A-Za-z]/.test(bare) &&
    !/^https?:/i.test(bare)
  );
}

/** Twenty minutes, in milliseconds: a page may have been open for a while before it sends a time. */
const nearby = 1_200_000;

/** What kind of value was made for one call alone, as a phrase; undefined for a value that can be a constant. */
export function oneOffKind(value: string | number, startedAt: number | undefined): string | undefined {
  const text = String(value);
  if (isTime(text, startedAt)) return "a time";
  if (typeof value === "number") return /^\d{9,}$/.test(text) ? "a long number" : undefined;
  if (uuid.test(text)) return "a random id (UUID)";
  if (isJwt(text)) return "a token";
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return "an e-mail address";
  return isRandomText(text) ? "a random text" : undefined;
}

function isTime(text: string, startedAt: number | undefined): boolean {
  if (isoTime.test(text) || (/\d:\d\d/.test(text) && /\d{4}/.test(text) && !Number.isNaN(Date.parse(text))))
    return true;
  if (!/^\d{10}(\d{3})?(\.\d+)?$/.test(text) || startedAt === undefined) return false;
  const time = Number(text) * (text.split(".")[0]?.length === 10 ? 1000 : 1);
  return Math.abs(time - startedAt) < nearby;
}

/** The letters and digits of a text in lower case: what remains equal when a text is written in another form. */
export function bareText(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
