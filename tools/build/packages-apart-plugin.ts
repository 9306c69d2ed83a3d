import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";
import { packageOfFile } from "./bundled-package.ts";
import { importedNames } from "./imported-names.ts";

/** A name that a source of the project imports from a package. */
export interface PackageName {
  /** The package or a file in it, such as `yaml`. */
  readonly specifier: string;
  readonly name: string;
}

const place = "packages";

/**
 * An esbuild plugin that leaves what the project imports from packages out of a bundle, and calls `found` for each name, so
 * that {@link withPackages} can add the packages in another form.
 */
export function packagesApartPlugin(found: (name: PackageName) => void): Plugin {
  return {
    name: "packages-apart",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: specifier, importer, kind, namespace }) => {
        const isOwn = namespace === "file" && packageOfFile(importer) === undefined;
        if (!isOwn || kind !== "import-statement" || isBuiltin(specifier)) return undefined;
        for (const name of importedNames(importer, specifier)) found({ specifier, name });
        return { path: place, external: true };
      });
    },
  };
}

/** The source of an entry that exports these names. */
export function packagesEntry(names: readonly PackageName[]): string {
  return [...new Set(names.map(({ specifier, name }) => `export { ${name} } from "${specifier}";\n`))].sort().join("");
}

/** The variable that contains the exports of {@link packagesEntry} in a bundle of it in the format `iife`. */
export const packagesVariable = "bundledPackages";

/** A bundle that was built with {@link packagesApartPlugin}, after a bundle of the packages in the format `iife`. */
export function withPackages(bundle: string, packages: string): string {
  const own = bundle.replace('"use strict";\n', "").replaceAll(`require("${place}")`, packagesVariable);
  return `"use strict";\n// Code of packages, minified:\n${packages}\n// Code of the extension:\n${own}`;
}
