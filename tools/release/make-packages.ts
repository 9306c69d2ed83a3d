import { copyFile, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Release } from "../build/release.ts";
import { createPackages } from "../package/create-package.ts";
import { type IncludedPackages, includedPackages } from "./included-packages.ts";

/**
 * Makes a package of the extension in a new folder and, with a number, one of its preview. Returns the absolute paths of
 * the .vsix files, the preview last.
 */
export type MakePackages = (folder: string, preview?: number) => Promise<readonly string[]>;

/** How the content of a release is made. */
export interface ReleaseBuild {
  readonly makePackages: MakePackages;
  /** The npm packages whose code is in the release. */
  readonly includedPackages: () => Promise<IncludedPackages>;
}

/** Makes a release from a checkout. */
export function releaseBuild(root: string, release: Release): ReleaseBuild {
  return {
    includedPackages: () => includedPackages(root),
    makePackages: async (folder, preview) => {
      await mkdir(folder);
      const packages = await createPackages(root, { release, preview });
      return Promise.all(packages.map(({ path }) => copied(path, folder)));
    },
  };
}

async function copied(path: string, folder: string): Promise<string> {
  const copy = join(folder, basename(path));
  await copyFile(path, copy);
  return copy;
}
