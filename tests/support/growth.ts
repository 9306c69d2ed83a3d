import assert from "node:assert/strict";

/** The parts of hostile texts that could make a reader slow. */
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

/** The smallest of three measurements of processor time, in milliseconds. Other load on the machine only adds time. */
function millisecondsOf(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** The largest allowed factor in time for four times the text. Linear work has a factor of 4, quadratic work 16. */
const largestGrowth = 10;

/** Shorter measurements are not reliable. */
const measurableMilliseconds = 10;

/**
 * Asserts that work on a text takes time proportional to its length. Multiplies the length by four until the work can be
 * measured or `longest` is reached, and then once more. `what` names the text in the message.
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
    const message = `${what}: ${before} ms, then ${now} ms for ${length} characters`;
    assert.ok(now < 2000 && (before < measurableMilliseconds || now <= before * largestGrowth), message);
    if (before >= measurableMilliseconds) return;
    before = now;
  }
}
