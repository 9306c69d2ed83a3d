/** An npm package in a bundle's list of inputs. */
export interface BundledPackage {
  readonly name: string;
  /** Path of the package's folder, in the form of the input path. */
  readonly folder: string;
}

/**
 * The package of a file: the innermost `node_modules/<name>` or `node_modules/@<scope>/<name>` in its path. Undefined
 * for a file of the project itself.
 */
export function packageOfFile(path: string): BundledPackage | undefined {
  const match = /^(?:[a-z-]+:)?(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path.replaceAll("\\", "/"));
  const [, folder, name] = match ?? [];
  return folder !== undefined && name !== undefined ? { name, folder } : undefined;
}

/** The distinct packages of a list of files, sorted by name and folder. */
export function packagesOfFiles(paths: readonly string[]): BundledPackage[] {
  const byFolder = new Map<string, BundledPackage>();
  for (const path of paths) {
    const found = packageOfFile(path);
    if (found) byFolder.set(found.folder, found);
  }
  return [...byFolder.values()].sort((a, b) => compare(a.name, b.name) || compare(a.folder, b.folder));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
