import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { sha256 } from "./vsix.ts";

/** What a release consists of. */
export interface ReleaseFiles {
  /** Files to copy, with their absolute paths. */
  readonly copied: readonly string[];
  /** Texts by the names of their files. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Writes the files of a release and `SHA256SUMS`, their hashes for `sha256sum --check`, to an emptied folder. */
export async function writeReleaseFiles(folder: string, { copied, texts }: ReleaseFiles): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const path of copied) await copyFile(path, join(folder, basename(path)));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  await writeFile(join(folder, "SHA256SUMS"), await checksums(folder));
}

async function checksums(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const lines = names.map(async (name) => `${sha256(await readFile(join(folder, name)))}  ${name}\n`);
  return (await Promise.all(lines)).join("");
}
