// The order matters: percent signs must be unescaped last and escaped first.
const escapes: readonly (readonly [token: string, escaped: string])[] = [
  [";", "%3B"],
  ["\r", "%0D"],
  ["\n", "%0A"],
  ["]", "%5D"],
];
const escapedPercent = "%AZP25";

/** Unescapes a property or the data of a logging command; `%AZP25` only with `decodePercents` (DECODE_PERCENTS). */
export function unescapeCommandText(text: string, decodePercents: boolean): string {
  const unescaped = escapes.reduce((result, [token, escaped]) => result.replaceAll(escaped, token), text);
  return decodePercents ? unescaped.replaceAll(escapedPercent, "%") : unescaped;
}

/** The escaped form that the agent registers for a secret of `task.setvariable`, in addition to its value. */
export function escapeCommandText(text: string, decodePercents: boolean): string {
  const percentSafe = decodePercents ? text.replaceAll("%", escapedPercent) : text;
  return escapes.reduce((result, [token, escaped]) => result.replaceAll(token, escaped), percentSafe);
}
