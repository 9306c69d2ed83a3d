import type { Shape } from "./shape.ts";
import { plainName, type Side, spellingsIn, synonyms, type ValueSynonyms, wordsOf } from "./synonyms.ts";

/** A place in a call that can have a domain value. */
export interface Place {
  /** Name of the member or parameter. */
  readonly name: string;
  /** Names of the objects around it, outermost first. */
  readonly within: readonly string[];
  readonly shape: Shape;
}

/** A domain value and its place. */
export interface Match<P extends Place> {
  readonly value: string;
  readonly place: P;
  /** Another place that is nearly as likely. */
  readonly rival: P | undefined;
}

/** A lower score is not a match. */
const leastScore = 4;

/** A match is uncertain when another place has a score that is lower by at most this. */
const rivalDistance = 1.5;

/** Finds the place of each value by names, types, allowed texts and descriptions. Each place is used once. */
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
      (pair) => pair.value === value && !taken.has(pair.place) && pair.score >= score - rivalDistance,
    );
    return { value, place, rival: rival?.place };
  });
}

interface PlaceWords {
  readonly plain: string;
  readonly own: readonly string[];
  /** Its own words and those of the objects around it. */
  readonly all: readonly string[];
  readonly note: readonly string[];
}

function wordsAt({ name, within, shape: { note } }: Place): PlaceWords {
  const own = wordsOf(name);
  return { plain: plainName(name), own, all: [...own, ...within.flatMap(wordsOf)], note: wordsOf(note) };
}

/** How likely it is that a place has a domain value, as a score. */
function likeness(value: string, place: Place, said: PlaceWords): number {
  const known = synonyms.values[value];
  if (known === undefined || !isOfKind(known, place.shape)) return 0;
  const side = sideScore(known.side, said.all);
  if (side === undefined) return 0;
  const named = nameScore(known, said, side > 0) + spellingScore(known, place.shape);
  if (named <= 0) return 0;
  const penalty = known.not?.some((word) => said.own.includes(word)) ? 6 : 0;
  return named + side + noteScore(known, said) - penalty - place.within.length * 0.3;
}

/** A number can be sent as a text and a text as a number, and a description can leave the type open. */
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

/** The score for the side of a place; undefined when it belongs to the other side. */
function sideScore(wanted: Side | undefined, words: readonly string[]): number | undefined {
  const said = (["local", "remote"] as const).filter((side) =>
    synonyms.sides[side].some((word) => words.includes(word)),
  );
  if (wanted === undefined) return said.length === 0 ? 0 : -2.5;
  if (said.includes(wanted)) return 4;
  return said.length === 0 ? -1 : undefined;
}
