import { pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { type Leaf, plainLeavesOf } from "./json-leaves.ts";
import { type Side, withoutBreaks } from "./side.ts";
import type { TypedValues } from "./typed-values.ts";
import { isLongOpaque, isRandomText } from "./value-kinds.ts";

/** Shorter texts are no codes. In characters. */
const shortestCode = 8;

/** The text that the accepting console sent and the initiating node had answered before; the longest when several are. */
export function sharedCode(initiating: Side, accepting: Side, typed: TypedValues): string | undefined {
  const known = new Set<unknown>(Object.values(typed));
  const sent = accepting.all.filter(({ isRead }) => !isRead).flatMap(({ sentLeaves }) => sentLeaves);
  const texts = sent
    .map(({ value }) => value)
    .filter((value) => typeof value === "string" && value.length >= shortestCode);
  const shared = (texts as string[]).filter((text) => !known.has(text) && isAnswered(text, initiating));
  return shared.sort((one, other) => other.length - one.length)[0];
}

function isAnswered(text: string, side: Side): boolean {
  return !/^https?:/i.test(text) && side.everyPlace(text).some(({ lists }) => lists.length === 0);
}

const codeName = /invit|code|secret|token|link|ticket/i;

/** A text that can be the code. */
interface Candidate {
  readonly text: string;
  readonly names: Set<string>;
  readonly answers: Set<Exchange>;
}

/**
 * The code in the answers of one recording alone: an opaque text that first appears when the connection is initiated, in the
 * answers of the wizard's calls or of later calls about the connection. Of several, the one that two answers hold or whose
 * name says it. "several" when that does not decide.
 */
export function codeAfter(
  side: Side,
  wizard: readonly Exchange[],
  ids: ReadonlySet<string>,
): string | "several" | undefined {
  const [first] = wizard;
  const isAbout = (exchange: Exchange) =>
    wizard.includes(exchange) || [...ids].some((id) => exchange.sentTexts.has(id));
  const answers = side.exchanges.filter(
    (exchange) => exchange.isSuccess && first !== undefined && exchange.index >= first.index && isAbout(exchange),
  );
  const found = new Map<string, Candidate>();
  for (const exchange of answers)
    for (const leaf of plainLeavesOf(exchange.answer).filter((each) => isCode(each, ids, exchange))) {
      const text = String(leaf.value);
      const known = found.get(text) ?? { text, names: new Set(), answers: new Set() };
      known.names.add(leaf.steps.join("."));
      known.answers.add(exchange);
      found.set(text, known);
    }
  return chosen([...found.values()], wizard);
}

function isCode({ value }: Leaf, ids: ReadonlySet<string>, exchange: Exchange): boolean {
  if (typeof value !== "string" || value.length < 16 || ids.has(value) || exchange.sentTexts.has(value)) return false;
  if (/^https?:|^\d{4}-\d\d-\d\d/i.test(value)) return false;
  return !/[^\S\r\n]/.test(value) && (isLongOpaque(withoutBreaks(value)) || isRandomText(value));
}

function chosen(found: readonly Candidate[], wizard: readonly Exchange[]): string | "several" | undefined {
  const named = found.filter(({ names }) => [...names].some((name) => codeName.test(name)));
  const repeated = found.filter(({ answers }) => answers.size > 1);
  const own = named.filter(({ answers }) => wizard.some((exchange) => answers.has(exchange)));
  const both = named.filter((each) => repeated.includes(each));
  const best = [both, own, named, repeated, found].find((list) => list.length > 0) ?? [];
  return best.length > 1 ? "several" : best[0]?.text;
}

/** The place of the code in the answer of a call; undefined when it is not there. */
export function codePlace({ answer, call }: Exchange, code: string): string | undefined {
  const isCodeItself = ({ value }: { readonly value: unknown }) =>
    typeof value === "string" && withoutBreaks(value) === withoutBreaks(code);
  const leaf = plainLeavesOf(answer).find(isCodeItself);
  if (leaf !== undefined) return pointerTo(leaf.steps) || "/";
  const header = call.answerHeaders.find(isCodeItself);
  return header && `header:${header.name}`;
}
