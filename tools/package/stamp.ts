import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonText } from "../build/json-file.ts";
import type { Release } from "../build/release.ts";
import {
  type ExtensionManifest,
  markdownWithAddresses,
  stampedExtension,
  stampedTask,
} from "../build/stamped-manifests.ts";
import { findTaskFolders } from "../build/task-folder.ts";
import {
  type NamedExtension,
  type NamedTask,
  previewExtension,
  previewOverview,
  previewRelease,
  previewTask,
} from "./preview.ts";

/** Completes the manifest and the overview in the folder of a package with what a release determines. */
export async function stampRelease(folder: string, release: Release): Promise<void> {
  await editText(join(folder, "overview.md"), (text) => markdownWithAddresses(text, release));
  const pictures = picturesIn(await readFile(join(folder, "overview.md"), "utf8"));
  await editJson(join(folder, "vss-extension.json"), (manifest: PackagedExtension) => ({
    ...stampedExtension(manifest, release),
    files: [...manifest.files, ...pictures.map((path) => ({ path, addressable: true }))],
  }));
}

interface PackagedExtension extends ExtensionManifest {
  readonly files: readonly object[];
}

/** The pictures that an overview shows. The Marketplace finds them only as addressable files of the package. */
export function picturesIn(overview: string): string[] {
  return [...new Set([...overview.matchAll(/\]\((images\/[^()\s]+)\)/g)].map(([, path = ""]) => path))];
}

/** Does the same for the preview of a release, and gives it its own ids and names. */
export async function stampPreview(folder: string, release: Release, number: number): Promise<void> {
  const preview = previewRelease(release, number);
  await stampRelease(folder, preview);
  await editText(join(folder, "overview.md"), (text) => previewOverview(text, release.version));
  await editJson(join(folder, "vss-extension.json"), (manifest: NamedExtension) => previewExtension(manifest));
  for (const { name, path } of findTaskFolders(folder)) {
    await editJson(join(path, "task.json"), (task: NamedTask) => previewTask(stampedTask(task, name, preview)));
  }
}

function editJson<Value extends object>(path: string, edited: (value: Value) => object): Promise<void> {
  return editText(path, (text) => jsonText(edited(JSON.parse(text))));
}

async function editText(path: string, edited: (text: string) => string): Promise<void> {
  await writeFile(path, edited(await readFile(path, "utf8")));
}
