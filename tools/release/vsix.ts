import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import JSZip from "jszip";

/** The SHA-256 hashes of the parts of a .vsix file by their names. */
export type PartHashes = ReadonlyMap<string, string>;

/** Reads a .vsix file, and hashes each of its parts. The file itself also contains the time at which it was made. */
export async function partHashes(path: string): Promise<PartHashes> {
  const files = Object.values((await readVsix(path)).files).filter(({ dir }) => !dir);
  return new Map(
    await Promise.all(files.map(async (file) => [file.name, sha256(await file.async("uint8array"))] as const)),
  );
}

/** The text of a part of a .vsix file. @throws Error when there is no such part */
export async function textOfPart(path: string, name: string): Promise<string> {
  const part = (await readVsix(path)).file(name);
  if (part === null) throw new Error(`The package contains no ${name}.`);
  return part.async("text");
}

async function readVsix(path: string): Promise<JSZip> {
  return JSZip.loadAsync(await readFile(path));
}

/** The SHA-256 hash of bytes, in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The names of the parts that only one of two packages has, or that differ. */
export function differentParts(one: PartHashes, other: PartHashes): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort();
}

/** The code of the tasks: the .js files among the parts of a package. */
export function codeOf(parts: PartHashes): PartHashes {
  return new Map([...parts].filter(([name]) => name.endsWith(".js")));
}
