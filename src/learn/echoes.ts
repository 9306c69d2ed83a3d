import type { Exchange } from "./exchange.ts";
import { type Scalar, visitLeaves } from "./json-leaves.ts";
import type { AnswerPlace, Side } from "./side.ts";

/** No wizard's answers have more values. The limit bounds the memory. */
const mostValues = 20_000;

/** Values that a wizard's answers give under the name under which a later call sends them again. */
export class Echoes {
  readonly #places = new Map<string, AnswerPlace[]>();

  /** `isOfWizard`: whether a call's answer is about what the wizard does. */
  constructor(side: Side, isOfWizard: (exchange: Exchange) => boolean) {
    let count = 0;
    for (const exchange of side.exchanges) {
      if (count > mostValues) return;
      if (!exchange.isSuccess || exchange.answer === undefined || !isOfWizard(exchange)) continue;
      visitLeaves(exchange.answer, (value, steps, lists) => {
        const isWord = lists.length === 1 && lists[0] === steps.length - 1;
        if (value === null || value === "" || (lists.length > 0 && !isWord)) return;
        count += 1;
        this.#add(keyOf(value, steps), { exchange, steps: [...steps], lists: [...lists] });
      });
    }
  }

  #add(key: string, place: AnswerPlace): void {
    const known = this.#places.get(key) ?? [];
    known.push(place);
    this.#places.set(key, known);
  }

  /** The places of the same value under the same name in answers before a call. */
  of(value: Scalar, steps: readonly string[], before: Exchange): readonly AnswerPlace[] {
    const places = this.#places.get(keyOf(value, steps)) ?? [];
    return places.filter(({ exchange }) => exchange.index < before.index && !sendsSame(exchange, value, steps));
  }
}

function keyOf(value: Scalar, steps: readonly string[]): string {
  return `${typeof value} ${nameOf(steps)} ${value}`;
}

/** The member's name; of an element of a list, the list's. */
function nameOf(steps: readonly string[]): string {
  return steps.filter((step) => !/^\d+$/.test(step)).at(-1) ?? "";
}

/** An answer that repeats what its call sent says nothing new. */
function sendsSame({ sentLeaves }: Exchange, value: Scalar, steps: readonly string[]): boolean {
  return sentLeaves.some((leaf) => leaf.value === value && nameOf(leaf.steps) === nameOf(steps));
}
