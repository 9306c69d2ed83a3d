import { withoutGaps } from "./text.ts";

/** HTML's entities for the signs that credentials and codes are made of. */
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** One round of each escape that a server may put a text through: percent, JSON or JavaScript, HTML. */
const readings: readonly ((text: string) => string)[] = [
  (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => fromHex(hex)),
  (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => fromHex(hex)).replace(/\\(.)/g, "$1"),
  (text) =>
    text
      .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => fromHex(hex))
      .replace(/&#(\d{1,7});/g, (_, digits: string) => fromHex(Number(digits).toString(16)))
      .replace(/&(\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole),
];

function fromHex(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** What a text reads as without white space and what nobody sees: as it is, and with each way of escaping undone. */
export function undisguised(text: string): string[] {
  const bare = withoutGaps(text);
  return [...new Set([bare, ...readings.map((read) => withoutGaps(read(bare)))])];
}
