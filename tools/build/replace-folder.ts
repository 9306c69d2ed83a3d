import { readdir, readFile, rename } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * Replaces a folder by a new one, in two renames. When both contain the same files with the same content, the existing
 * folder stays. The folder that is not used remains at `fresh`, or next to it with the suffix `.old`.
 */
export async function replaceFolder(fresh: string, place: string): Promise<void> {
  const [now, before] = [await contentOf(fresh), await contentOf(place)];
  if (before !== undefined && now === before) return;
  if (before !== undefined) await rename(place, `${fresh}.old`);
  await rename(fresh, place);
}

/** All files of a folder with their content, as one text; undefined when the folder does not exist. */
async function contentOf(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parts = files?.sort().map(async (file) => `${relative(folder, file)}\n${await readFile(file, "base64")}\n`);
  return parts && (await Promise.all(parts)).join("");
}
