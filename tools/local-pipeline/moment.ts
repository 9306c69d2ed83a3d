/** A date and time in UTC, as Azure Pipelines uses unless the organization has another time zone. */
export class Moment {
  readonly #iso: string;

  constructor(date: Date) {
    this.#iso = date.toISOString();
  }

  /** Negative, zero or positive when this is earlier, the same or later. */
  compareTo(other: Moment): number {
    return Date.parse(this.#iso) - Date.parse(other.#iso);
  }

  toString(): string {
    return this.format("yyyy\\-MM\\-dd HH\\:mm\\:sszzz");
  }

  /** The date in the given format. @throws Error for a specifier that this runner does not support */
  format(specifiers: string): string {
    return (specifiers.match(/\\.|(.)\1*/gs) ?? []).map((each) => this.#part(each, specifiers)).join("");
  }

  #part(specifier: string, all: string): string {
    if (specifier.startsWith("\\") && specifier.length === 2) return specifier.charAt(1);
    if (/^ +$/.test(specifier)) return specifier;
    const from = starts.get(specifier);
    if (from !== undefined) return this.#iso.slice(from, from + Math.max(2, specifier.length));
    if (/^[MdHms]$/.test(specifier)) return String(Number(this.#part(specifier.repeat(2), all)));
    if (/^f{1,7}$/.test(specifier)) return this.#iso.slice(20, 23).padEnd(7, "0").slice(0, specifier.length);
    if (specifier === "K" || specifier === "zzz") return "+00:00";
    throw new Error(`format() cannot write a date as "${all}".`);
  }
}

/** Index of each part in an ISO date. */
const starts: ReadonlyMap<string, number> = new Map([
  ["yyyy", 0],
  ["yy", 2],
  ["MM", 5],
  ["dd", 8],
  ["HH", 11],
  ["mm", 14],
  ["ss", 17],
]);
