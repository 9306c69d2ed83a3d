import { readdir, readFile, rename } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * Puts a new folder in the place of another, in two renames; where both hold the same files with the same content, the
 * other stays. The one that is left over lies at `fresh`, or beside it with the ending `.old`.
 */
export async function replaceFolder(fresh: string, place: string): Promise<void> {
  const [now, before] = [await contentOf(fresh), await contentOf(place)];
  if (before !== undefined && now === before) return;
  if (before !== undefined) await rename(place, `${fresh}.old`);
  await rename(fresh, place);
}

/** All files with their content, as one text; undefined when there is no such folder. */
async function contentOf(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parts = files?.sort().map(async (file) => `${relative(folder, file)}\n${await readFile(file, "base64")}\n`);
  return parts && (await Promise.all(parts)).join("");
}
