/** How many slots a set has at first. It is a power of two, and so are all later numbers. */
const firstSlots = 1024;

/**
 * A set of ids that keeps a number of 53 bits for each instead of its text, so that a list of any length needs little
 * memory: 16 to 32 bytes an id. Two ids have the same number once in 9·10^15.
 */
export class IdSet {
  /** Numbers in the order of their places; 0 marks an empty slot. */
  #slots = new Float64Array(firstSlots);
  #size = 0;

  /** How many different ids were added. */
  get size(): number {
    return this.#size;
  }

  /** Whether an id was added. */
  has(id: string): boolean {
    return this.#hasNumber(numberOf(id));
  }

  /** Adds an id. */
  add(id: string): void {
    this.#addNumber(numberOf(id));
  }

  /** Whether another set has exactly the same ids. */
  equals(other: IdSet): boolean {
    return other.#size === this.#size && this.#slots.every((number) => number === 0 || other.#hasNumber(number));
  }

  #hasNumber(number: number): boolean {
    return this.#slots[this.#placeOf(number)] !== 0;
  }

  #addNumber(number: number): void {
    const place = this.#placeOf(number);
    if (this.#slots[place] !== 0) return;
    this.#slots[place] = number;
    this.#size += 1;
    // Half of the slots stay empty, so that searches stay short.
    if (this.#size * 2 > this.#slots.length) this.#grow();
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    this.#size = 0;
    for (const number of before) if (number !== 0) this.#addNumber(number);
  }

  /** The slot of a number, or the empty one where it belongs. */
  #placeOf(number: number): number {
    const last = this.#slots.length - 1;
    let place = number & last;
    while (this.#slots[place] !== 0 && this.#slots[place] !== number) place = (place + 1) & last;
    return place;
  }
}

/** A number from 1 to 2^53 - 1 that depends on every character of an id: two multiplicative hashes side by side. */
function numberOf(id: string): number {
  let low = 0x9e3779b9;
  let high = 0x7f4a7c15;
  for (let index = 0; index < id.length; index += 1) {
    const character = id.charCodeAt(index);
    low = Math.imul(low ^ character, 0x01000193);
    high = Math.imul(high + character, 0x5bd1e995) ^ (high >>> 15);
  }
  return (mixed(high ^ low) >>> 11) * 2 ** 32 + (mixed(low) >>> 0) || 1;
}

/** Spreads each bit over all others. */
function mixed(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  const twice = Math.imul(once ^ (once >>> 16), 0x45d9f3b);
  return twice ^ (twice >>> 16);
}
