import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packagesOfFiles } from "./bundled-package.ts";
import { mitLicence } from "./mit-licence.ts";

const acceptedLicences = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];

/**
 * The text of ThirdPartyNotices.txt: name, version and licence of every npm package that has a file among the inputs.
 * Inputs are paths relative to `root`.
 * @throws Error when a package has a licence that was not agreed to, or none whose text and holder can be told
 */
export function thirdPartyNotices(root: string, inputs: readonly string[]): string {
  const notices = packagesOfFiles(inputs).map(({ folder }) => notice(join(root, folder)));
  return [introduction, ...new Set(notices)].join(`\n${"-".repeat(78)}\n\n`);
}

const introduction = "The tasks of this extension contain code of the following packages.\n";

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string;
}

function notice(folder: string): string {
  const manifest: PackageManifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, license } = manifest;
  if (!acceptedLicences.includes(license)) throw new Error(`${name} has the licence "${license}", not yet agreed to.`);
  return `${name} ${version} (${license})\n\n${shippedLicence(folder) ?? namedLicence(manifest)}\n`;
}

function shippedLicence(folder: string): string | undefined {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  return file && readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}

function namedLicence({ name, license, author }: PackageManifest): string {
  if (license !== "MIT" || typeof author !== "string") throw new Error(`${name} ships no licence file.`);
  return mitLicence(author);
}
