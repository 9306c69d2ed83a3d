import assert from "node:assert/strict";

/** What a server or a person can make a text of to keep a reader busy. */
export const hostilePieces = [
  " ",
  "\t",
  "\n",
  "#",
  "##",
  "[",
  "]",
  "\\",
  "\\u",
  "%",
  "%2",
  "&",
  "&#",
  "&a",
  '"',
  "'",
  "`",
  "<",
  "<a ",
  'href="',
  "{",
  "}",
  "(",
  "$(",
  "/",
  ".",
  "=",
  "-",
  "_",
  "a",
  "A",
  "Aa",
  "0",
  "a.",
  "a-",
  "…",
  "\u202e",
  "\u200b",
  "\ud800",
  "\r\n> ",
  "swagger",
  "url=",
  "#vso",
] as const;

/** The least of a few measurements of the processor's time, in milliseconds: what else the machine does only adds. */
function millisecondsOf(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** How much longer the work may take for four times the text: linear work takes 4 times as long, quadratic work 16 times. */
const mostGrowth = 10;

/** Below it a measurement says nothing, in milliseconds. */
const measurable = 10;

/**
 * Asserts that work on a text takes time in proportion to its length: the length is made four times as long until the
 * work can be measured or `longest` is reached, and then once more. `what` tells of the text.
 */
export function assertLinear(
  what: string,
  longest: number,
  textOf: (length: number) => string,
  work: (text: string) => unknown,
): void {
  let before = 0;
  for (let length = 4096; length <= longest; length *= 4) {
    const text = textOf(length);
    const now = millisecondsOf(() => work(text));
    const told = `${what}: ${before} ms, then ${now} ms for ${length} characters`;
    assert.ok(now < 2000 && (before < measurable || now <= before * mostGrowth), told);
    if (before >= measurable) return;
    before = now;
  }
}
