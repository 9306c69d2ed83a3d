import { existsSync, readFileSync } from "node:fs";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const lastChunk = Buffer.from("IEND");

/** The problems of a file that must be a complete PNG of `side` by `side` pixels. */
export function iconProblems(path: string, side: number): string[] {
  if (!existsSync(path)) return [`${path} does not exist`];
  const bytes = readFileSync(path);
  if (!bytes.subarray(0, 8).equals(signature) || !bytes.subarray(-8, -4).equals(lastChunk)) {
    return [`${path} is not a whole PNG file`];
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width === side && height === side ? [] : [`${path} has ${width}×${height} pixels instead of ${side}×${side}`];
}
