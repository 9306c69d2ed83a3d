import type { ExpressionFunction } from "./expression-functions.ts";
import { toNumber } from "./expression-values.ts";
import { asText } from "./text-functions.ts";

/**
 * The counters of a pipeline as one run sees them: each prefix, in any case, counts once a run, from its seed on. `earlier` holds
 * what earlier runs came to, by prefix in lower case, and gets what this run comes to.
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
