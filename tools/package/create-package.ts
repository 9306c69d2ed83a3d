import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTasks } from "../build/build-tasks.ts";
import { buildPartnerPage } from "../build/partner-page.ts";
import { type Release, releaseOf } from "../build/release.ts";
import { stampPreview, stampRelease } from "./stamp.ts";
import { createVsix } from "./tfx.ts";

/** An extension package that was written. */
export interface ExtensionPackage {
  /** Absolute path of the .vsix file. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** What to package. */
export interface PackageOptions {
  /** What the packages say of themselves. Default: what the checkout says, for trying. */
  readonly release?: Release;
  /** The number of the preview that is packaged too, from the same build. */
  readonly preview?: number | undefined;
}

/**
 * Builds the tasks of a checkout and packages the extension, and its preview if asked for. Afterwards `dist` contains no
 * other .vsix than these, named `<publisher>.<id>-<version>.vsix`. Works offline.
 * @throws Error when a task cannot be built, or the packager fails or warns
 */
export async function createPackages(
  root: string,
  { release = releaseOf(root), preview }: PackageOptions = {},
): Promise<ExtensionPackage[]> {
  await buildTasks(root, release);
  await buildPartnerPage(root);
  await removePackages(join(root, "dist"));
  const released = await createPackage(root, (folder) => stampRelease(folder, release));
  if (preview === undefined) return [released];
  return [released, await createPackage(root, (folder) => stampPreview(folder, release, preview))];
}

async function removePackages(dist: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  const packages = (await readdir(dist)).filter((name) => name.endsWith(".vsix"));
  await Promise.all(packages.map((name) => rm(join(dist, name))));
}

/**
 * Packages a folder that has only the content of the package, because the packager looks for the tasks next to the
 * manifest, where a checkout has the sources. `stamp` completes the manifests in that folder.
 */
async function createPackage(root: string, stamp: (folder: string) => Promise<void>): Promise<ExtensionPackage> {
  const folder = await mkdtemp(join(tmpdir(), "exalate-vsix-"));
  try {
    await stage(root, folder);
    await stamp(folder);
    const path = join(root, "dist", await packageFileName(folder));
    await createVsix(folder, path);
    return { path, sizeBytes: (await stat(path)).size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stage(root: string, folder: string): Promise<void> {
  const committed = ["vss-extension.json", "overview.md", "LICENSE", "images"];
  for (const name of committed) await cp(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["tasks", "ThirdPartyNotices.txt"]) {
    await cp(join(root, "dist", name), join(folder, name), { recursive: true });
  }
}

async function packageFileName(folder: string): Promise<string> {
  const { publisher, id, version }: { publisher: string; id: string; version: string } = JSON.parse(
    await readFile(join(folder, "vss-extension.json"), "utf8"),
  );
  return `${publisher}.${id}-${version}.vsix`;
}
