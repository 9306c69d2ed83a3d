import satisfies from "spdx-satisfies";
import type { LockedPackage } from "./project.ts";

/**
 * The licenses of packages that the project may use for its development. For what is part of the release, `tools/build`
 * accepts fewer.
 */
const acceptedLicenses = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Python-2.0",
  "WTFPL",
  "Zlib",
] as const;

/** Packages that do not name their license in the form of SPDX, with where it is. None is part of the release. */
export const readLicenses: Readonly<Record<string, string>> = {
  "cycle@1.0.3": "public domain: the head of cycle.js",
  "dateformat@1.0.11": "MIT: package.json names it in an older form",
  "eyes@0.1.8": "MIT: package.json names it in an older form",
  "onecolor@2.5.0": "BSD-2-Clause: README.md",
  "revalidator@0.1.8": "Apache-2.0: LICENSE",
  "winreg@0.0.12": "BSD: package.json does not say which; it is used only for the development",
};

/** The packages without an accepted license, each as a sentence. Takes the packages of package-lock.json by folder. */
export function licenseProblems(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([folder, { license, ...locked }]) => {
    const title = titleOf(folder, locked);
    if (folder === "" || Object.hasOwn(readLicenses, title) || isAccepted(license)) return [];
    return [license === undefined ? `${title} names no license.` : `${title} has the license "${license}".`];
  });
}

function titleOf(folder: string, { name, version = "" }: LockedPackage): string {
  return `${name ?? folder.replace(/^.*node_modules\//, "")}@${version}`;
}

function isAccepted(license = ""): boolean {
  try {
    return satisfies(license, acceptedLicenses);
  } catch {
    return false; // not in the form of SPDX
  }
}
