import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";
import type { IncludedPackage } from "./included-packages.ts";
import type { Project } from "./project.ts";

/**
 * The software bill of materials of a release as CycloneDX 1.6 JSON: the packages whose code is in it, with license, package
 * URL, the hash of their archive, and which needs which. The same release gives the same text: it has no time and no serial
 * number.
 */
export function sbomOf(project: Project, packages: readonly IncludedPackage[]): string {
  const components = new Map(packages.map((each) => [each.folder, componentOf(each)]));
  for (const each of packages) addAll(components.get(each.folder)?.dependencies, neededBy(each, components));
  const bom = new Models.Bom({
    components: new Models.ComponentRepository(components.values()),
    metadata: new Models.Metadata({ component: releaseOf(project, [...components.values()]) }),
  });
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** The release contains the code of all packages, whichever of them asked for it. */
function releaseOf({ name, version, description, license }: Project, contained: Models.Component[]): Models.Component {
  const component = new Models.Component(Enums.ComponentType.Application, name, {
    bomRef: `${name}@${version}`,
    version,
    description,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license)]),
  });
  addAll(component.dependencies, contained);
  return component;
}

function componentOf({ name, version, description, license, integrity }: IncludedPackage): Models.Component {
  const [shortName = "", group] = name.split("/").reverse();
  const purl = new PackageURL("npm", group, shortName, version).toString();
  return new Models.Component(Enums.ComponentType.Library, shortName, {
    bomRef: purl,
    purl,
    version,
    ...(group === undefined ? {} : { group }),
    ...(description === undefined ? {} : { description }),
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license)]),
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-512"], sha512Of(integrity)]]),
  });
}

/** The hash in hexadecimal digits. @throws Error when it is not SHA-512 */
function sha512Of(integrity: string): string {
  const [, base64] = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity) ?? [];
  if (base64 === undefined) throw new Error(`"${integrity}" is no SHA-512 hash.`);
  return Buffer.from(base64, "base64").toString("hex");
}

/** The packages of the release that a package needs: each the nearest of that name, as Node finds it. */
function neededBy({ folder, dependencies = {} }: IncludedPackage, components: ReadonlyMap<string, Models.Component>) {
  return Object.keys(dependencies).flatMap((name) => {
    const places = foldersAbove(folder).map((above) => components.get(`${above}node_modules/${name}`));
    return places.find((component) => component !== undefined) ?? [];
  });
}

/** `a/node_modules/b` → `a/node_modules/b/`, `a/`, "" */
function foldersAbove(folder: string): string[] {
  const parts = folder.split("node_modules/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("node_modules/")).map(withSlash);
}

function withSlash(folder: string): string {
  return folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
}

function addAll(refs: Models.BomRefRepository | undefined, needed: readonly Models.Component[]): void {
  for (const { bomRef } of needed) refs?.add(bomRef);
}
