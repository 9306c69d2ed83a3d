import type { ExpressionFunction } from "./expression-functions.ts";
import { toNumber } from "./expression-values.ts";
import { asText } from "./text-functions.ts";

/**
 * `counter()` for one run. Each prefix, in any case, counts once per run, starting at its seed. `earlier` holds the
 * values of earlier runs by prefix in lower case; this run's values are added to it.
 */
export function counterOf(earlier: Map<string, number>): ExpressionFunction {
  const counted = new Map<string, number>();
  return ([prefix, seed]) => {
    const name = asText(prefix?.() ?? null).toLowerCase();
    const start = seed === undefined ? 0 : toNumber(seed());
    if (start === undefined || !Number.isInteger(start))
      throw new Error("The seed of counter() must be a whole number.");
    const before = earlier.get(name);
    const value = counted.get(name) ?? (before === undefined ? start : before + 1);
    counted.set(name, value);
    earlier.set(name, value);
    return value;
  };
}
