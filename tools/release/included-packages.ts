import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../build/bundle.ts";
import { packagesOfFiles } from "../build/bundled-package.ts";
import { partnerPageInputs } from "../build/partner-page.ts";
import { findTaskFolders } from "../build/task-folder.ts";
import { readLock } from "./project.ts";

/** A package whose code is part of the release. */
export interface IncludedPackage {
  /** Its folder in the checkout, such as `node_modules/yaml`. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description?: string;
  /** The packages that it needs, by name. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** The hash of its archive in package-lock.json: `sha512-` and base64. */
  readonly integrity: string;
}

/** The packages in the tasks and in the partner's page, each sorted by name and folder. */
export interface IncludedPackages {
  readonly tasks: readonly IncludedPackage[];
  readonly page: readonly IncludedPackage[];
}

/**
 * Bundles the tasks and the script of the partner's page of a checkout, apart from `dist`, and reads from esbuild's list of
 * inputs which packages are in them.
 * @throws Error when something cannot be bundled, or package-lock.json has no hash of a package
 */
export async function includedPackages(root: string): Promise<IncludedPackages> {
  const [tasks, page] = await Promise.all([taskInputs(root), partnerPageInputs(root)]);
  const { packages } = await readLock(root);
  const read = (inputs: readonly string[]) =>
    Promise.all(packagesOfFiles(inputs).map(({ folder }) => readPackage(root, folder, packages[folder]?.integrity)));
  return { tasks: await read(tasks), page: await read(page) };
}

/** The packages of both lists, each folder once. */
export function allPackages({ tasks, page }: IncludedPackages): IncludedPackage[] {
  return [...new Map([...tasks, ...page].map((each) => [each.folder, each])).values()];
}

async function taskInputs(root: string): Promise<string[]> {
  const entries = findTaskFolders(root).map(({ path }) => join(path, "index.ts"));
  const all = [join(root, "src/pipeline/start.ts"), ...entries.filter((entry) => existsSync(entry))];
  const inputs = await Promise.all(all.map((entry) => inputsOf(root, entry)));
  return inputs.flat();
}

async function inputsOf(root: string, entry: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "exalate-bundle-"));
  try {
    const { inputs, parts } = await bundle({ root, entry, outfile: join(folder, "index.js") });
    return [...inputs, ...parts.flatMap((part) => part.inputs)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPackage(root: string, folder: string, integrity: string | undefined): Promise<IncludedPackage> {
  if (integrity === undefined) throw new Error(`package-lock.json has no hash of ${folder}.`);
  const manifest: Omit<IncludedPackage, "folder" | "integrity"> = JSON.parse(
    await readFile(join(root, folder, "package.json"), "utf8"),
  );
  return { ...manifest, folder, integrity };
}
