import { pointerTo } from "../core/json-pointer.ts";
import { type ListSeen, typedEntries } from "./connection-list.ts";
import { plainLeavesOf } from "./json-leaves.ts";

/** The member that says a connection's status, and the node's words for it. */
export interface StatusSeen {
  readonly pointer: string;
  readonly pending: string | undefined;
  readonly active: string | undefined;
}

/** For each member of the typed connection's entry, its values in order of time, without repetitions. */
type History = ReadonlyMap<string, readonly string[]>;

/** Words that show which member is the status; the node's own words are learned by their order. */
const pendingWord = /pend|wait|invit|initiat|request|unconfirm|^(open|new|created|false|0)$/i;
const activeWord = /^(active|linked|connected|running|established|accepted|enabled|up|ok|ready|live|paired|true|1)$/i;
const statusName = /(status|state|phase|stage|condition)$/i;
const flagName = /^(is)?_?(active|enabled|connected|linked|pending)$/i;

/**
 * The status in the entries of the list: a word, a boolean or a small number, which changes when the other side accepts.
 * `accepting` is the list of the accepting node. Undefined when no member is a status.
 */
export function statusSeen(own: ListSeen, accepting: ListSeen | undefined): StatusSeen | undefined {
  const mine = historyOf(own);
  const theirs = accepting === undefined ? new Map<string, readonly string[]>() : historyOf(accepting);
  const pointers = [...mine.keys()].filter((pointer) => pointer !== own.name && pointer !== own.id);
  const scored = pointers.map((pointer) => ({ pointer, score: scoreOf(pointer, mine.get(pointer) ?? []) }));
  scored.sort((one, other) => other.score - one.score);
  const [best] = scored;
  if (best === undefined || best.score < 3) return undefined;
  return { pointer: best.pointer, ...wordsIn(mine.get(best.pointer) ?? [], theirs.get(best.pointer) ?? []) };
}

function historyOf(list: ListSeen): History {
  const values = new Map<string, string[]>();
  for (const entry of list.group.flatMap((exchange) => typedEntries(exchange, list)))
    for (const { steps, value } of plainLeavesOf(entry)) {
      const known = values.get(pointerTo(steps)) ?? [];
      if (isStatusValue(value) && known.at(-1) !== String(value)) known.push(String(value));
      values.set(pointerTo(steps), known);
    }
  return new Map([...values].filter(([, each]) => each.length > 0));
}

function isStatusValue(value: unknown): boolean {
  if (typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isInteger(value) && value >= -1 && value < 100;
  return typeof value === "string" && /^[A-Za-z][A-Za-z _-]{0,40}$/.test(value);
}

function scoreOf(pointer: string, values: readonly string[]): number {
  const name = pointer.split("/").at(-1) ?? "";
  const isWord = values.every((value) => /[a-z]{2}/i.test(value));
  const isKnown = values.some((value) => pendingWord.test(value)) || values.at(-1)?.match(activeWord) !== null;
  const named = statusName.test(name) ? 4 : flagName.test(name) ? 3 : 0;
  return named + (values.length > 1 ? 2 : 0) + (isWord && isKnown ? 2 : 0);
}

/** The last word before acceptance, and the one after it. */
function wordsIn(mine: readonly string[], theirs: readonly string[]): Pick<StatusSeen, "pending" | "active"> {
  const at = pendingPosition(mine);
  const pending = mine[at];
  const after = mine.slice(at + 1);
  const accepted = theirs.filter((value) => value !== pending);
  const active = after.find((value) => activeWord.test(value)) ?? after[0] ?? accepted.at(-1);
  return { pending, active };
}

function pendingPosition(values: readonly string[]): number {
  const known = values.map((value) => pendingWord.test(value)).lastIndexOf(true);
  if (known >= 0) return known;
  if (values.length > 1) return values.length - 2;
  return activeWord.test(values[0] ?? "") ? -1 : 0;
}
