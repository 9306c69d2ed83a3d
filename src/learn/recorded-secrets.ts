import { isObject, jsonOrUndefined } from "../core/json.ts";
import type { RecordedCall, RecordedHeader } from "./recorded-call.ts";
import { isPublicWord, isSecretName } from "./secret-values.ts";

/** Values of a recording that must not be shown. */
export interface RecordedSecrets {
  /** Too long or too mixed to occur by chance in another text. */
  readonly distinctive: ReadonlySet<string>;
  /** Ordinary words and the like, such as a short password: secret where one stands alone. */
  readonly plain: ReadonlySet<string>;
}

/** Names of passwords, which are secret however short they are, and names of codes. */
const passwordNames = /(?:pass(?:word|wd|phrase)?|pwd|secret|^pat)$/i;
const codeNames = /code|invit|key|signature|nonce/i;

const shortestDistinctive = 6;
const longestWord = 15;
const shortestCode = 8;
const shortestUnnamed = 20;

/** No more values are collected that are secret only by their looks, and no longer part of a value. */
const mostUnnamed = 100_000;
const longestSecret = 100_000;

const webToken = /eyJ[\w-]{5,}\.[\w-]{4,}\.[\w-]*/g;
const tokenCharacters = /^[\w+/=.~-]+$/;

/** The secrets of recorded calls, by where they stand and by what they look like, except for values that are known. */
export function recordedSecrets(calls: readonly RecordedCall[], known: readonly string[]): RecordedSecrets {
  const found = new FoundSecrets(new Set(known));
  for (const call of calls) {
    for (const header of [...call.requestHeaders, ...call.answerHeaders]) addHeader(found, header);
    for (const [name, value] of call.url.searchParams) found.add(name, value);
    for (const part of call.url.pathname.split("/")) found.add("", part);
    addBody(found, call.requestBody ?? "");
    addBody(found, call.answerBody ?? "");
  }
  return found;
}

class FoundSecrets implements RecordedSecrets {
  readonly distinctive = new Set<string>();
  readonly plain = new Set<string>();
  readonly #known: ReadonlySet<string>;
  #unnamed = 0;

  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  /** Takes a value that may be secret by its name or its looks. */
  add(name: string, whole: string): void {
    const value = whole.trim().slice(0, longestSecret);
    if (this.#known.has(value)) return;
    if (isSecretName(name)) this.#addNamed(name, value);
    else if (codeNames.test(name) ? isCode(value) : looksMade(value)) this.#addUnnamed(value);
  }

  #addNamed(name: string, value: string): void {
    if (isDistinctive(value) || passwordNames.test(name)) this.addSecret(value);
  }

  /** Takes a value that is secret. */
  addSecret(value: string): void {
    if (value === "" || isPublicWord(value) || this.#known.has(value)) return;
    (isDistinctive(value) ? this.distinctive : this.plain).add(value);
  }

  #addUnnamed(value: string): void {
    if (this.#unnamed >= mostUnnamed || this.distinctive.has(value)) return;
    this.#unnamed += 1;
    this.distinctive.add(value);
  }
}

function isDistinctive(value: string): boolean {
  return value.length > longestWord || (value.length >= shortestDistinctive && /[^a-z]/i.test(value));
}

/** Whether a value was made by a machine, as keys and codes are. */
function isCode(value: string): boolean {
  const bare = withoutBreaks(value);
  const digits = bare.replace(/\D/g, "").length;
  return bare.length >= shortestCode && tokenCharacters.test(bare) && digits >= 3 && digits < bare.length;
}

/** A code may be broken into lines. */
function withoutBreaks(value: string): string {
  return value.replace(/[\r\n]+/g, "");
}

/** Whether a value looks like a key or a code although nothing calls it one: a long part of it is one run. */
function looksMade(value: string): boolean {
  const parts = withoutBreaks(value).split(/[^A-Za-z0-9+/=]/);
  return isCode(value) && parts.some((part) => part.length >= shortestUnnamed && isCode(part));
}

function addHeader(found: FoundSecrets, { name, value }: RecordedHeader): void {
  addWebTokens(found, value);
  if (/^(?:set-)?cookie$/i.test(name)) addCookies(found, name, value);
  else if (/authorization$/i.test(name)) addAuthorization(found, value);
  else found.add(name, value);
}

function addAuthorization(found: FoundSecrets, value: string): void {
  const [, scheme = "", credential = ""] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  found.addSecret(credential === "" ? value : credential);
  if (/^basic$/i.test(scheme))
    found.addSecret(
      Buffer.from(credential, "base64")
        .toString()
        .replace(/^[^:]*:/, ""),
    );
}

function addCookies(found: FoundSecrets, name: string, value: string): void {
  const pairs = value.split(";");
  for (const pair of /^set-/i.test(name) ? pairs.slice(0, 1) : pairs) {
    const [cookie = "", ...rest] = pair.split("=");
    const worth = rest.join("=").trim();
    if (worth.length > longestWord) found.addSecret(worth);
    else found.add(cookie.trim(), worth);
  }
}

function addBody(found: FoundSecrets, body: string): void {
  if (body === "") return;
  addWebTokens(found, body);
  const value = jsonOrUndefined(body);
  if (value !== undefined) addValues(found, value);
  else if (/^[\w.[\]%-]+=[^\s{}<>]*$/.test(body))
    for (const [name, text] of new URLSearchParams(body)) found.add(name, text);
  else found.add("", body);
}

/** Without recursion, because a recorded value may be nested deeply. */
function addValues(found: FoundSecrets, document: unknown): void {
  const open: [name: string, value: unknown][] = [["", document]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, value] = next;
    if (typeof value === "string" || typeof value === "number") found.add(name, String(value));
    else if (Array.isArray(value)) for (const entry of value) open.push([name, entry]);
    else if (isObject(value)) for (const member of Object.entries(value)) open.push(member);
  }
}

/** Each part of a web token is a secret too: claims name a person. */
function addWebTokens(found: FoundSecrets, text: string): void {
  for (const [token] of text.matchAll(webToken)) {
    found.addSecret(token);
    for (const part of token.split(".").slice(1)) if (part.length > longestWord) found.addSecret(part);
  }
}
