import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTasks } from "../build/build-tasks.ts";
import { buildPartnerPage } from "../build/partner-page.ts";
import { createVsix } from "./tfx.ts";

/** An extension package that was written. */
export interface ExtensionPackage {
  /** Absolute path of the .vsix file. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Builds the tasks of a checkout and packages the extension. Afterwards `dist` contains exactly one .vsix, named
 * `<publisher>.<id>-<version>.vsix`. Works offline. The packager reads a separate folder with only the content of the
 * package, because it looks for the tasks next to the manifest, where a checkout has the sources.
 * @throws Error when a task cannot be built, or the packager fails or warns
 */
export async function createPackage(root: string): Promise<ExtensionPackage> {
  await buildTasks(root);
  await buildPartnerPage(root);
  const dist = join(root, "dist");
  await removePackages(dist);
  const path = join(dist, await packageFileName(root));
  const staging = await mkdtemp(join(tmpdir(), "exalate-vsix-"));
  try {
    await stage(root, staging);
    await createVsix(staging, path);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return { path, sizeBytes: (await stat(path)).size };
}

async function removePackages(dist: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  const packages = (await readdir(dist)).filter((name) => name.endsWith(".vsix"));
  await Promise.all(packages.map((name) => rm(join(dist, name))));
}

async function packageFileName(root: string): Promise<string> {
  const manifest: { publisher: string; id: string; version: string } = JSON.parse(
    await readFile(join(root, "vss-extension.json"), "utf8"),
  );
  return `${manifest.publisher}.${manifest.id}-${manifest.version}.vsix`;
}

async function stage(root: string, staging: string): Promise<void> {
  const committed = ["vss-extension.json", "overview.md", "LICENSE", "images"];
  for (const name of committed) await cp(join(root, name), join(staging, name), { recursive: true });
  for (const name of ["tasks", "ThirdPartyNotices.txt"]) {
    await cp(join(root, "dist", name), join(staging, name), { recursive: true });
  }
}
