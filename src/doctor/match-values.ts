import type { Shape } from "./shape.ts";
import { spellingsIn } from "./spelling-of.ts";
import { type Side, synonyms, type ValueSynonyms } from "./synonyms.ts";
import { plainName, wordsOf } from "./words.ts";

/** Somewhere in a call that a domain value may stand. */
export interface Place {
  /** Name of the member or parameter. */
  readonly name: string;
  /** Names of what it stands in, outermost first. */
  readonly within: readonly string[];
  readonly shape: Shape;
}

/** Where a domain value stands. */
export interface Match<P extends Place> {
  readonly value: string;
  readonly place: P;
  /** Another place that is nearly as likely. */
  readonly rival: P | undefined;
}

/** Below it a name says too little. */
const leastScore = 4;

/** A rival this near makes a match unsure. */
const nearness = 1.5;

/** Where each of the values stands, as far as names, types, allowed texts and descriptions tell; each place counts once. */
export function matchValues<P extends Place>(values: readonly string[], places: readonly P[]): Match<P>[] {
  const read = places.map((place) => ({ place, said: wordsAt(place) }));
  const pairs = values
    .flatMap((value) => read.map(({ place, said }) => ({ value, place, score: likeness(value, place, said) })))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score);
  const taken = new Set<P>();
  const matches = new Map<string, { place: P; score: number }>();
  for (const { value, place, score } of pairs) {
    if (matches.has(value) || taken.has(place)) continue;
    matches.set(value, { place, score });
    taken.add(place);
  }
  return [...matches].map(([value, { place, score }]) => {
    const rival = pairs.find(
      (pair) => pair.value === value && !taken.has(pair.place) && pair.score >= score - nearness,
    );
    return { value, place, rival: rival?.place };
  });
}

interface PlaceWords {
  readonly plain: string;
  readonly own: readonly string[];
  /** Its own words, and those of what it stands in. */
  readonly all: readonly string[];
  readonly note: readonly string[];
}

function wordsAt({ name, within, shape: { note } }: Place): PlaceWords {
  const own = wordsOf(name);
  return { plain: plainName(name), own, all: [...own, ...within.flatMap(wordsOf)], note: wordsOf(note) };
}

/** How much a place looks as if a domain value stood there. */
function likeness(value: string, place: Place, said: PlaceWords): number {
  const known = synonyms.values[value];
  if (known === undefined || !isOfKind(known, place.shape)) return 0;
  const side = sideScore(known.side, said.all);
  if (side === undefined) return 0;
  const named = nameScore(known, said, side > 0) + spellingScore(known, place.shape);
  if (named <= 0) return 0;
  const strange = known.not?.some((word) => said.own.includes(word)) ? 6 : 0;
  return named + side + noteScore(known, said) - strange - place.within.length * 0.3;
}

/** Numbers may be texts and the other way round, and a description may not say. */
function isOfKind({ kind }: ValueSynonyms, { kind: described }: Shape): boolean {
  if (described === "anything" || described === kind) return true;
  const plain = ["text", "number"];
  return plain.includes(kind) && plain.includes(described);
}

function nameScore(known: ValueSynonyms, { plain, own }: PlaceWords, isOfSide: boolean): number {
  const at = known.names.indexOf(plain);
  if (at >= 0) return 8 - Math.min(at, 10) * 0.2;
  if (known.words.some((word) => own.includes(word))) return 5.5;
  return isOfSide && known.weak?.some((word) => own.includes(word)) ? 3.5 : 0;
}

function spellingScore({ spelling }: ValueSynonyms, shape: Shape): number {
  const choices = shape.items?.choices ?? shape.choices;
  if (spelling === undefined || choices.length === 0) return 0;
  return Object.keys(spellingsIn(choices, spelling)).length > 0 ? 6 : -6;
}

function noteScore({ words }: ValueSynonyms, { note }: PlaceWords): number {
  return words.some((word) => note.includes(word)) ? 0.8 : 0;
}

/** Undefined when the place belongs to the other side. */
function sideScore(wanted: Side | undefined, words: readonly string[]): number | undefined {
  const said = (["local", "remote"] as const).filter((side) =>
    synonyms.sides[side].some((word) => words.includes(word)),
  );
  if (wanted === undefined) return said.length === 0 ? 0 : -2.5;
  if (said.includes(wanted)) return 4;
  return said.length === 0 ? -1 : undefined;
}
