import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The members of package.json that a release needs. */
export interface Project {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** A package in package-lock.json. */
export interface LockedPackage {
  /** Its name, if it is installed under another one. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  /** The hash of its archive: `sha512-` and base64. */
  readonly integrity?: string;
}

/** The members of package-lock.json that a release needs. */
export interface Lock {
  readonly version: string;
  /** The packages by their folder, such as `node_modules/yaml`, and the project itself by "". */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Reads package.json. */
export async function readProject(root: string): Promise<Project> {
  return JSON.parse(await readFile(join(root, "package.json"), "utf8"));
}

/** Reads package-lock.json. */
export async function readLock(root: string): Promise<Lock> {
  return JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
}

/** Why the versions in package.json and package-lock.json do not fit together; empty if they do. */
export function versionProblems({ version }: Project, lock: Lock): string[] {
  const locked = new Set([lock.version, lock.packages[""]?.version]);
  const others = [...locked].filter((each) => each !== version);
  return others.map(
    (other) => `package.json has ${version}, and package-lock.json ${other ?? "none"}: run npm install.`,
  );
}
