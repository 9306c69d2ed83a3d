import { pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf } from "./json-leaves.ts";
import { type Background, CallResolver, editMark, type Problem, type TemplatedCall } from "./resolve-call.ts";
import type { Use } from "./trace.ts";
import { isNear, isProperBeginning } from "./wizard.ts";

/** A call with everything that must be called before it, in order. */
export interface Chain {
  readonly own: TemplatedCall;
  readonly before: readonly TemplatedCall[];
  /** The values to read from each answer of the chain, by the position of the call. */
  readonly captures: ReadonlyMap<number, ReadonlyMap<string, string>>;
  /** What a person should know of the calls that were left out. */
  readonly remarks: readonly string[];
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
    for (const step of steps) if (this.#isBetween(step, calls)) calls.add(step);
    const ordered = [...calls].sort((one, other) => one.index - other.index);
    const templated = ordered.map((exchange) => this.resolve(exchange));
    const captures = capturesOf(templated.flatMap(({ uses }) => uses));
    const leftOut = steps.filter(
      (step) => !calls.has(step) && this.resolve(step).sends.size > 0 && this.#onlyReports(step, calls),
    );
    const remarks = leftOut.map(
      (step) =>
        `The console also called ${this.textOf(step)} with the name of the connection; it was taken for a report and is left out.`,
    );
    return { own: this.resolve(own), remarks, before: templated.filter(({ exchange }) => exchange !== own), captures };
  }

  /** The call with its values in place of what was recorded. */
  resolve(exchange: Exchange): TemplatedCall {
    const known = this.#resolved.get(exchange) ?? new CallResolver(exchange, this.#background).resolve();
    this.#resolved.set(exchange, known);
    return known;
  }

  /** Method and path of a call for a person. */
  textOf(exchange: Exchange): string {
    return `${exchange.call.method} /${this.resolve(exchange).segments.join("/")}`;
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
    if (this.#onlyReports(step, calls)) return false;
    return ![...calls].some((call) => this.#isSameCall(step, call));
  }

  /** Whether a call elsewhere only tells the connection's name, which the chain sends too, and its answer is not used. */
  #onlyReports(step: Exchange, calls: ReadonlySet<Exchange>): boolean {
    const { sends, uses } = this.resolve(step);
    const isName = [...sends].every((name) => name === "connectionName") && uses.length === 0;
    const isElsewhere = [...calls].every((call) => call.isRead || !isNear(step, call, this.#background.usual));
    return isName && isElsewhere && [...calls].some((call) => this.resolve(call).sends.has("connectionName"));
  }

  /** Whether a call that sends nothing of the task is a step too, because its path is beside those of the chain. */
  #isBetween(step: Exchange, calls: ReadonlySet<Exchange>): boolean {
    const changing = [...calls].filter(({ isRead }) => !isRead);
    const { problems, uses, sends } = this.resolve(step);
    if (problems.length + uses.length + sends.size > 0 || step.call.method === "DELETE" || calls.has(step))
      return false;
    const parent = step.segments.slice(0, -1);
    return (
      changing.some(({ index }) => index < step.index) &&
      changing.every(({ address }) => address !== step.address) &&
      changing.some(({ segments }) => segments.slice(0, -1).join("/") === parent.join("/")) &&
      !isProperBeginning(parent, this.#background.usual)
    );
  }

  #isSameCall(step: Exchange, call: Exchange): boolean {
    const [one, other] = [this.resolve(step), this.resolve(call)];
    if (step.call.method !== call.call.method || one.segments.length !== other.segments.length) return false;
    const [texts, others] = [partsOf(one), partsOf(other)];
    if ([...texts.keys()].join("\n") !== [...others.keys()].join("\n")) return false;
    return [...others].every(
      ([place, text]) => texts.get(place) === text || (isFilledIn(text) && !isWholeValue(texts.get(place))),
    );
  }
}

function isFilledIn(text: string | undefined): boolean {
  return text !== undefined && text !== editMark && /\{[A-Za-z:]+\}/.test(text);
}

function isWholeValue(text: string | undefined): boolean {
  return text !== undefined && text !== editMark && /^\{[A-Za-z:]+\}$/.test(text);
}

/** Calls after the own one of which it is unclear whether they belong to the operation. */
export function doubtfulCalls(finder: ChainFinder, own: Exchange, doubtful: readonly Exchange[]): Problem[] {
  if (doubtful.length === 0) return [];
  const others = doubtful.map((each) => finder.textOf(each)).join(" and ");
  const what = `After ${finder.textOf(own)}, the console called ${others}, which may belong to this operation or only follow it: write the path of the operation's last call, with the calls that it needs in \`before\`.`;
  return [{ steps: ["path"], isOpen: true, what }];
}

/** Overrides must not have a last call that is the same for every value: the session alone would tell what it is about. */
export function keptBySession({ own, before }: Chain, value: string): Problem[] {
  if (own.sends.has(value) || own.uses.length > 0 || !before.some(({ sends }) => sends.has(value))) return [];
  const what =
    "The session alone keeps the steps together: the last call sends nothing that says what it is about, which overrides do not allow. Write a call of the node that sends everything, if there is one.";
  return [{ steps: ["path"], isOpen: true, what }];
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
