import { mkdir, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { Artifacts } from "./report.ts";

/**
 * Writes the artifacts of a run as `<folder>/<artifact>/<file>`.
 * @throws Error for a name that leads out of the folder, and from the file system
 */
export async function saveArtifacts(artifacts: Artifacts, folder: string): Promise<void> {
  for (const [name, files] of artifacts) {
    for (const [path, content] of files) await saveFile(folder, join(folder, name, path), content);
  }
}

async function saveFile(folder: string, path: string, content: Buffer): Promise<void> {
  const inside = relative(folder, path);
  if (inside.startsWith("..") || isAbsolute(inside)) throw new Error(`The artifact file ${path} is not in ${folder}.`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
