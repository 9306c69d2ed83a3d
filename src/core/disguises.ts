import { withoutGaps } from "./text.ts";

/** The HTML entities for characters that credentials and codes contain. */
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Undoes one round of each escape that a server may apply: percent encoding, JSON or JavaScript, HTML. */
const decoders: readonly ((text: string) => string)[] = [
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

/** The text without white space and invisible characters: once as it is, and once with each kind of escape undone. */
export function undisguised(text: string): string[] {
  const bare = withoutGaps(text);
  return [...new Set([bare, ...decoders.map((decode) => withoutGaps(decode(bare)))])];
}
