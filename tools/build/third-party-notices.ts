import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packagesOfFiles } from "./bundled-package.ts";
import { mitLicense } from "./mit-license.ts";

const acceptedLicenses = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];

/**
 * The text of ThirdPartyNotices.txt: name, version and license of every npm package with a file among the inputs.
 * Inputs are paths relative to `root`.
 * @param container what contains the code of the packages, as the beginning of a sentence
 * @throws Error when a package has a license that is not accepted, or its license text cannot be determined
 */
export function thirdPartyNotices(
  root: string,
  inputs: readonly string[],
  container = "The tasks of this extension contain",
): string {
  const notices = packagesOfFiles(inputs).map(({ folder }) => notice(join(root, folder)));
  const introduction = `${container} code of the following packages.\n`;
  return [introduction, ...new Set(notices)].join(`\n${"-".repeat(78)}\n\n`);
}

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string;
}

function notice(folder: string): string {
  const manifest: PackageManifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, license } = manifest;
  if (!acceptedLicenses.includes(license))
    throw new Error(`${name} has the license "${license}", which is not accepted yet.`);
  return `${name} ${version} (${license})\n\n${includedLicense(folder) ?? mitLicenseFor(manifest)}\n`;
}

function includedLicense(folder: string): string | undefined {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  return file && readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}

function mitLicenseFor({ name, license, author }: PackageManifest): string {
  if (license !== "MIT" || typeof author !== "string") throw new Error(`${name} contains no license file.`);
  return mitLicense(author);
}
