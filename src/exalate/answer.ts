import { parseJson } from "../core/json.ts";
import { atSteps, pointerSteps } from "../core/json-pointer.ts";
import { hasControls } from "../core/text.ts";
import type { HttpAnswer } from "../http/http.ts";
import type { Sources } from "./profile/node-api.ts";
import { exalateSpelling, type Spellings } from "./profile/spellings.ts";

/** Where a source of a profile leads: to a header, or to a member of the body. */
interface Place {
  /** In lower case. */
  readonly header: string | undefined;
  readonly steps: readonly string[];
}

/** By source. A profile has few of them, and each is read for every entry of a list. */
const places = new Map<string, Place>();

function placeOf(source: string): Place {
  const known = places.get(source);
  if (known !== undefined) return known;
  const header = /^header:(.+)$/.exec(source)?.[1]?.toLowerCase();
  const place = { header, steps: header === undefined && source !== "/" ? pointerSteps(source) : [] };
  places.set(source, place);
  return place;
}

const bodies = new WeakMap<HttpAnswer, { readonly body: unknown }>();

/** The body of an answer: its JSON value if it parses, else its text; undefined when empty. It is parsed only once. */
export function bodyOf(answer: HttpAnswer): unknown {
  const known = bodies.get(answer) ?? { body: parsedBody(answer) };
  bodies.set(answer, known);
  return known.body;
}

function parsedBody(answer: HttpAnswer): unknown {
  const text = answer.body.trim();
  if (text === "") return undefined;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** The most texts that are read from a list. Real lists of words are shorter. */
const mostTexts = 100;

/** The longest text that can be a name, an id or a status, in characters. */
const longestText = 1000;

/**
 * Reads domain values from an answer: for each name, the first of its sources that exists and is not null, else what an
 * earlier call of the same operation has answered by that name. Texts are
 * returned as the node wrote them, because they are compared and sent back; code that shows a text removes secrets from
 * it. Words of a vocabulary are returned in Exalate's own spelling.
 */
export class AnswerReader {
  readonly #answer: HttpAnswer;
  readonly #sources: Sources;
  readonly #document: unknown;
  readonly #spellings: Spellings;
  readonly #earlier: Readonly<Record<string, unknown>>;

  constructor(
    answer: HttpAnswer,
    sources: Sources,
    document: unknown = bodyOf(answer),
    spellings: Spellings = {},
    earlier: Readonly<Record<string, unknown>> = {},
  ) {
    this.#answer = answer;
    this.#earlier = earlier;
    this.#sources = sources;
    this.#document = document;
    this.#spellings = spellings;
  }

  /** Whether any source of a name exists, even if it is null. */
  has(name: string): boolean {
    return (this.#sources[name] ?? []).some((source) => this.#at(source) !== undefined);
  }

  /** The value of a domain name, of any type. */
  value(name: string): unknown {
    for (const source of this.#sources[name] ?? []) {
      const value = this.#at(source);
      if (value !== undefined && value !== null) return value;
    }
    return this.#earlier[name];
  }

  /**
   * The value as text; numbers count, because ids can be numbers, and so do true and false, because a status can be one.
   * Undefined when it is empty, of another type, longer than any name, or has control characters.
   */
  text(name: string): string | undefined {
    const value = this.value(name);
    const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    if (typeof text !== "string" || text === "" || text.length > longestText || hasControls(text)) return undefined;
    return exalateSpelling(this.#spellings, name, text);
  }

  /** The unchanged value of a secret, which the caller must register. Undefined when it is empty or not a text. */
  secret(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === "string" && value.trim() !== "" ? value : undefined;
  }

  /** The value as a count: a whole number of 0 or more. */
  count(name: string): number | undefined {
    const value = this.value(name);
    return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
  }

  /** The texts of a list; undefined when the value is not a list. */
  texts(name: string): string[] | undefined {
    const value = this.value(name);
    const texts = Array.isArray(value) ? value.filter(isShortText).slice(0, mostTexts) : undefined;
    return texts?.map((text) => exalateSpelling(this.#spellings, name, text));
  }

  /** A reader for each item of a list; undefined when the value is not a list. */
  items(name: string, sources: Sources): AnswerReader[] | undefined {
    const value = this.value(name);
    return Array.isArray(value)
      ? value.map((item) => new AnswerReader(this.#answer, sources, item, this.#spellings))
      : undefined;
  }

  #at(source: string): unknown {
    const { header, steps } = placeOf(source);
    return header === undefined ? atSteps(this.#document, steps) : this.#answer.headers[header];
  }
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}
