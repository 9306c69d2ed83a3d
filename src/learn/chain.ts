import { pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf } from "./json-leaves.ts";
import { type Background, CallResolver, editMark, type TemplatedCall } from "./resolve-call.ts";
import type { Use } from "./trace.ts";

/** A call with everything that must be called before it, in order. */
export interface Chain {
  readonly own: TemplatedCall;
  readonly before: readonly TemplatedCall[];
  /** The values to read from each answer of the chain, by the position of the call. */
  readonly captures: ReadonlyMap<number, ReadonlyMap<string, string>>;
}

/** Finds what a recorded call needs: the calls whose answers it uses, and the earlier steps of the same wizard. */
export class ChainFinder {
  readonly #background: Background;
  readonly #resolved = new Map<Exchange, TemplatedCall>();

  constructor(background: Background) {
    this.#background = background;
  }

  /** The chain of a call; `steps` are the changing calls before it that may be steps of the same wizard. */
  chainOf(own: Exchange, steps: readonly Exchange[]): Chain {
    const calls = new Set<Exchange>();
    this.#addWithSuppliers(own, calls);
    for (const step of [...steps].reverse()) if (this.#belongs(step, calls)) this.#addWithSuppliers(step, calls);
    const ordered = [...calls].sort((one, other) => one.index - other.index);
    const templated = ordered.map((exchange) => this.resolve(exchange));
    const captures = capturesOf(templated.flatMap(({ uses }) => uses));
    return { own: this.resolve(own), before: templated.filter(({ exchange }) => exchange !== own), captures };
  }

  /** The call with its values in place of what was recorded. */
  resolve(exchange: Exchange): TemplatedCall {
    const known = this.#resolved.get(exchange) ?? new CallResolver(exchange, this.#background).resolve();
    this.#resolved.set(exchange, known);
    return known;
  }

  #addWithSuppliers(exchange: Exchange, calls: Set<Exchange>): void {
    if (calls.has(exchange)) return;
    calls.add(exchange);
    for (const { place } of this.resolve(exchange).uses) this.#addWithSuppliers(place.exchange, calls);
  }

  /**
   * Whether a call is a step of the wizard: it sends typed values or values of the chain's changing calls, and nothing
   * of another draft; neither a repetition nor the same call for something else.
   */
  #belongs(step: Exchange, calls: ReadonlySet<Exchange>): boolean {
    if (calls.has(step)) return false;
    const { uses, sends } = this.resolve(step);
    const changing = uses.filter(({ place }) => !place.exchange.isRead);
    if (changing.some(({ place }) => !calls.has(place.exchange))) return false;
    if (changing.length === 0 && sends.size === 0) return false;
    return ![...calls].some((call) => this.#isSameCall(step, call));
  }

  #isSameCall(step: Exchange, call: Exchange): boolean {
    const [one, other] = [this.resolve(step), this.resolve(call)];
    if (step.call.method !== call.call.method || one.segments.length !== other.segments.length) return false;
    const [texts, others] = [partsOf(one), partsOf(other)];
    if ([...texts.keys()].join("\n") !== [...others.keys()].join("\n")) return false;
    return [...others].every(
      ([place, text]) => texts.get(place) === text || (isFilledIn(text) && !isFilledIn(texts.get(place))),
    );
  }
}

function isFilledIn(text: string | undefined): boolean {
  return text !== undefined && text !== editMark && /\{[A-Za-z:]+\}/.test(text);
}

/** The templates of a call by their places. */
function partsOf({ segments, query, body }: TemplatedCall): Map<string, string> {
  const leaves = leavesOf({ segments, query, body: body ?? {} });
  return new Map(leaves.map(({ steps, value }) => [pointerTo(steps), String(value)]));
}

function capturesOf(uses: readonly Use[]): Map<number, Map<string, string>> {
  const captures = new Map<number, Map<string, string>>();
  for (const { name, place } of uses) {
    const known = captures.get(place.exchange.index) ?? new Map<string, string>();
    known.set(name, place.header === undefined ? pointerTo(place.steps) || "/" : `header:${place.header}`);
    captures.set(place.exchange.index, known);
  }
  return captures;
}
