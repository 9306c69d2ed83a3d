// Order matters twice: unescaping must restore percent signs last, escaping must hide them first.
const escapes: readonly (readonly [token: string, escaped: string])[] = [
  [";", "%3B"],
  ["\r", "%0D"],
  ["\n", "%0A"],
  ["]", "%5D"],
];
const escapedPercent = "%AZP25";

/** Undoes the escapes of a logging command's property or data; `%AZP25` only when `decodePercents` (DECODE_PERCENTS). */
export function unescapeCommandText(text: string, decodePercents: boolean): string {
  const unescaped = escapes.reduce((result, [token, escaped]) => result.replaceAll(escaped, token), text);
  return decodePercents ? unescaped.replaceAll(escapedPercent, "%") : unescaped;
}

/** The form in which the agent registers a secret of `task.setvariable` besides its value. */
export function escapeCommandText(text: string, decodePercents: boolean): string {
  const percentSafe = decodePercents ? text.replaceAll("%", escapedPercent) : text;
  return escapes.reduce((result, [token, escaped]) => result.replaceAll(token, escaped), percentSafe);
}
