import { Exchange } from "./exchange.ts";
import { type LeafPlace, visitLeaves } from "./json-leaves.ts";
import type { RecordedCall } from "./recorded-call.ts";

/** Where a text is in a recorded answer. */
export interface AnswerPlace extends LeafPlace {
  readonly exchange: Exchange;
  /** The answer's header that holds it, instead of the body. */
  readonly header?: string;
}

/** How many places of one text are kept: polls repeat the same answers. */
const mostPlaces = 300;

/** Longer texts are no values that a call sends again. In characters. */
const longestText = 20_000;

/** From this length on, a text is also found when its line breaks differ. In characters. */
const shortestWrapped = 24;

/** One recording, with the places of the texts that matter in its answers. */
export class Side {
  /** Every call, of all origins. */
  readonly all: readonly Exchange[];
  /** The calls of the node, in order. */
  readonly exchanges: readonly Exchange[];
  readonly origin: string;
  readonly #places: ReadonlyMap<string, readonly AnswerPlace[]>;

  private constructor(all: readonly Exchange[], places: ReadonlyMap<string, readonly AnswerPlace[]>, origin: string) {
    this.all = all;
    this.#places = places;
    this.origin = origin;
    this.exchanges = all.filter(({ call }) => call.url.origin === origin);
  }

  /** A recording of which the node's origin is not known yet. */
  static of(calls: readonly RecordedCall[], wanted: ReadonlySet<string>): Side {
    const all = calls.map((call, index) => new Exchange(call, index));
    return new Side(all, placesOf(all, wanted), "");
  }

  /** The same recording, with the node at this origin. */
  at(origin: string): Side {
    return new Side(this.all, this.#places, origin);
  }

  /** The places of a text in the successful answers, the earliest first. */
  everyPlace(text: string): readonly AnswerPlace[] {
    return this.#places.get(text) ?? this.#places.get(withoutBreaks(text)) ?? [];
  }

  /** The places of a text in the node's successful answers before a call. */
  places(text: string, before = Number.POSITIVE_INFINITY): readonly AnswerPlace[] {
    return this.everyPlace(text).filter(
      ({ exchange }) => exchange.index < before && exchange.call.url.origin === this.origin,
    );
  }
}

/** The text as it is compared: a code can have other line breaks in a text field than in an answer. */
export function withoutBreaks(text: string): string {
  return text.length < shortestWrapped ? text : text.replace(/\s+/g, "");
}

/** Every text that the calls of a recording send, and that can come from an answer. */
export function textsSent(calls: readonly RecordedCall[]): string[] {
  return calls.flatMap((call) => {
    const headers = call.requestHeaders.flatMap(({ value }) => [value, withoutScheme(value)]);
    return [...new Exchange(call, 0).sentTexts, ...headers].filter(isKept).map(withoutBreaks);
  });
}

/** The credentials in an Authorization header without their scheme. */
export function withoutScheme(value: string): string {
  return value.replace(/^[A-Za-z]+ +(?=\S)/, "");
}

function isKept(text: string): boolean {
  return text !== "" && text.length <= longestText;
}

function placesOf(all: readonly Exchange[], wanted: ReadonlySet<string>): Map<string, AnswerPlace[]> {
  const places = new Map<string, AnswerPlace[]>();
  const add = (text: string, place: () => AnswerPlace) => {
    const key = wanted.has(text) ? text : withoutBreaks(text);
    if (!wanted.has(key)) return;
    const known = places.get(key) ?? [];
    if (known.length < mostPlaces) known.push(place());
    places.set(key, known);
  };
  const seen = new Set<string>();
  for (const exchange of all.filter(({ isSuccess }) => isSuccess)) {
    for (const { name, value } of exchange.call.answerHeaders)
      for (const text of new Set([value, withoutScheme(value)]))
        add(text, () => ({ exchange, header: name, steps: [], lists: [] }));
    if (isRepeated(exchange, seen)) continue;
    visitLeaves(exchange.answer, (value, steps, lists) => {
      if (typeof value !== "string" && typeof value !== "number") return;
      add(String(value), () => ({ exchange, steps: [...steps], lists: [...lists] }));
    });
  }
  return places;
}

/** Whether an earlier call of the same address had the same answer, as polls have. */
function isRepeated({ call }: Exchange, seen: Set<string>): boolean {
  const key = `${call.method} ${call.url.href}\n${call.requestBody ?? ""}\n${call.answerBody ?? ""}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}
