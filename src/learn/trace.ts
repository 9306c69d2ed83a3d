import { Echoes } from "./echoes.ts";
import type { Exchange } from "./exchange.ts";
import type { Scalar } from "./json-leaves.ts";
import type { AnswerPlace, Side } from "./side.ts";
import { isCommonConstant, isPlainWord } from "./value-kinds.ts";

/** A value of an earlier answer, by the name that it gets. */
export interface Use {
  readonly name: string;
  readonly place: AnswerPlace;
}

/** Where a value is sent. */
export interface SentValue {
  readonly exchange: Exchange;
  readonly steps: readonly string[];
  /** Whether it must not be kept as a constant. */
  readonly must: boolean;
  /** The position of a segment in the path. */
  readonly position: number | undefined;
}

const idName =
  /(^_?|[a-z]_)(id|uid|uuid|guid|key|ref|token|ticket|draft|handle|session|cursor|nonce|csrf)$|(Id|ID|Key|Uid|Uuid|Ref|Token|Ticket|Draft)$/;

/**
 * Finds the earlier answers that values come from. Only places outside of lists count, because the position in a list
 * says nothing about another run.
 */
export class Tracer {
  readonly #side: Side;
  readonly #isSupplier: (exchange: Exchange, user: Exchange) => boolean;
  readonly #reserved: ReadonlySet<string>;
  readonly #names = new Map<string, string>();
  readonly #isAbout: (exchange: Exchange) => boolean;
  #echoes: Echoes | undefined;

  /** `isAbout`: whether a call sends what the operation is about. `reserved`: names that captured values must not have. */
  constructor(
    side: Side,
    isSupplier: (exchange: Exchange, user: Exchange) => boolean,
    isAbout: (exchange: Exchange) => boolean,
    reserved: ReadonlySet<string>,
  ) {
    this.#side = side;
    this.#isAbout = isAbout;
    this.#isSupplier = isSupplier;
    this.#reserved = reserved;
  }

  /** The place and the name of a value that an answer of the same wizard has under the same name; a sentence for one of a list. */
  echo(value: Scalar, { exchange, steps }: Pick<SentValue, "exchange" | "steps">): Use | string | undefined {
    this.#echoes ??= new Echoes(this.#side, this.#isAbout);
    const places = this.#echoes
      .of(value, steps, exchange)
      .filter((place) => this.#isSupplier(place.exchange, exchange));
    const [best] = places.filter(({ lists }) => lists.length === 0).sort(byTrust);
    if (best !== undefined) return { name: this.#nameOf(best), place: best };
    return places.length > 0 ? ofList : undefined;
  }

  /** The place and the name of a value; a sentence when a person must decide; undefined for a constant. */
  trace(value: string | number, sent: SentValue): Use | string | undefined {
    const text = String(value);
    const all = this.#side.places(text, sent.exchange.index).filter((place) => isAnswered(place, text, sent));
    const places = all.filter(({ exchange }) => this.#isSupplier(exchange, sent.exchange));
    const [best] = places.filter(({ lists }) => lists.length === 0).sort(byTrust);
    if (best !== undefined && isDoubtfulNumber(value, best, sent))
      return `This can be a constant, or the value "${nameIn(best)}" of an earlier answer: write which.`;
    const named = all.find((place) => nameIn(place) === sent.steps.at(-1));
    if (![best ?? places[0] ?? all[0], named].some((place) => isWorthTracing(value, place, sent))) return undefined;
    if (best !== undefined) return { name: this.#nameOf(best), place: best };
    return all.length === 0 ? undefined : places.length === 0 ? ofOtherCall : ofList;
  }

  #nameOf(place: AnswerPlace): string {
    const key = `${place.exchange.index} ${place.header ?? ""} ${place.steps.join("/")}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const taken = new Set([...this.#reserved, ...this.#names.values()]);
    const name = freeName(place, taken);
    this.#names.set(key, name);
    return name;
  }
}

const ofList =
  "This was chosen from a list in an earlier answer, which overrides cannot do: write the value that the node needs.";
const ofOtherCall =
  "This comes from the answer of a call that belongs to something else and must not be made again: write the value that the node needs.";

/** Whether an answer gives a text, instead of repeating what was sent. */
function isAnswered({ exchange }: AnswerPlace, text: string, { position }: SentValue): boolean {
  return !exchange.sentTexts.has(text) && (position === undefined || exchange.segments[position] !== text);
}

/** Reads first, since repeating them changes nothing; then the earliest. */
function byTrust(one: AnswerPlace, other: AnswerPlace): number {
  const changes = ({ exchange }: AnswerPlace) => (exchange.isRead ? 0 : 1);
  return (
    changes(one) - changes(other) || one.exchange.index - other.exchange.index || one.steps.length - other.steps.length
  );
}

function freeName({ header, steps }: AnswerPlace, taken: ReadonlySet<string>): string {
  const words = (header ?? steps.at(-1) ?? "").split(/[^A-Za-z]+/).filter((word) => word !== "");
  const [first = "value", ...others] = words;
  const base =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  let name = taken.has(base) ? `${base}Value` : base;
  while (taken.has(name)) name += "X";
  return name;
}

function isWorthTracing(value: string | number, place: AnswerPlace | undefined, sent: SentValue): boolean {
  if (place === undefined) return false;
  if (sent.must) return true;
  if (/^-?\d+$/.test(String(value))) return isIdNumber(Number(value), place, sent);
  const text = String(value);
  if (isPlainWord(text)) return idName.test(nameIn(place));
  if (/^[A-Z][a-z]+$/.test(text) && place.lists.length > 0) return false;
  return !isCommonConstant(text);
}

function nameIn({ header, steps }: AnswerPlace): string {
  return header ?? steps.at(-1) ?? "";
}

/** A small number is an id when names say so, or when a changing call just made it. */
function isIdNumber(number: number, place: AnswerPlace, { steps, position }: SentValue): boolean {
  const [sentName, name] = [steps.at(-1) ?? "", nameIn(place)];
  const isNamed = idName.test(name) && (idName.test(sentName) || position !== undefined);
  const isOfSupplier =
    sentName.length > 2 &&
    place.exchange.call.url.pathname.toLowerCase().includes(sentName.toLowerCase().replace(/_?(id|ref|key)$/, ""));
  if (isNamed || (name === sentName && name !== "")) return true;
  if (idName.test(name) && isOfSupplier) return true;
  if (place.lists.length > 0) return number >= 1000 || idName.test(sentName);
  return number >= 100 || position !== undefined || (number >= 10 && !place.exchange.isRead);
}

/** A number below ten can equal an id by chance. */
function isDoubtfulNumber(value: string | number, place: AnswerPlace, sent: SentValue): boolean {
  const isSmall = /^[2-9]$/.test(String(value)) && !sent.must;
  return isSmall && !place.exchange.isRead && idName.test(nameIn(place)) && !isIdNumber(Number(value), place, sent);
}
