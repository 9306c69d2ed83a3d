/** A version of two to four numbers, by the rules of .NET's `Version`. */
export class Version {
  readonly #numbers: readonly number[];

  private constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** Reads a version; `undefined` for any other text. */
  static parse(text: string): Version | undefined {
    const parts = text.split(".");
    if (parts.length < 2 || parts.length > 4 || !parts.every((part) => component.test(part))) return undefined;
    const numbers = parts.map(Number);
    return numbers.every((each) => each <= largest) ? new Version(numbers) : undefined;
  }

  /** Negative, zero or positive; a missing number is less than 0, so 1.2 comes before 1.2.0. */
  compareTo(other: Version): number {
    for (let index = 0; index < 4; index++) {
      const difference = (this.#numbers[index] ?? -1) - (other.#numbers[index] ?? -1);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  toString(): string {
    return this.#numbers.join(".");
  }
}

const component = /^[\t-\r ]*\+?\d+[\t-\r ]*$/;
const largest = 2 ** 31 - 1;
