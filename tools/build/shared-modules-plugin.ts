import { relative } from "node:path";
import type { Plugin } from "esbuild";
import { importedNames } from "./imported-names.ts";
import type { OutputFile } from "./output-files.ts";

/** An export that a file imports from another file, which is loaded before it. */
export interface TakenName {
  /** The file that exports it, such as `index.js`. */
  readonly file: string;
  /** The module in that file, as a path relative to the root. */
  readonly module: string;
  /** The name of the module's export. */
  readonly name: string;
}

const namespace = "shared";

/**
 * An esbuild plugin that replaces a file's imports from modules of `src` by imports from the files that are loaded
 * before it, when these already contain the module, and calls `taken` for each name. The other file must export the
 * name, with the entry from {@link exportingEntry}. A second copy of a class would be a different class: a secret of
 * one class would not be a secret for the other.
 */
export function sharedModulesPlugin(
  root: string,
  { loadedBefore }: OutputFile,
  taken: (name: TakenName) => void,
): Plugin {
  return {
    name: "shared-modules",
    setup(build) {
      build.onResolve(
        { filter: /^\.\.?\// },
        async ({ path, kind, importer, resolveDir, pluginData, namespace: from }) => {
          if (from === namespace) return { path, external: true };
          if (pluginData === namespace || kind === "dynamic-import") return undefined;
          const resolved = await build.resolve(path, { kind, resolveDir, pluginData: namespace });
          const module = relative(root, resolved.path).replaceAll("\\", "/");
          const home = loadedBefore.find(({ modules }) => module.startsWith("src/") && modules.has(module));
          if (home === undefined) return undefined;
          const names = importedNames(importer, path).map((name) => ({ file: home.file, module, name }));
          names.forEach(taken);
          return { path: `${module} for ${relative(root, importer)}`, namespace, pluginData: names };
        },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => ({
        contents: sourceOf(pluginData),
        resolveDir: root,
      }));
    },
  };
}

function sourceOf(names: readonly TakenName[]): string {
  return names
    .map(
      (taken) => `export const ${taken.name} = require("./${taken.file}").shared[${JSON.stringify(keyOf(taken))}];\n`,
    )
    .join("");
}

function keyOf({ module, name }: Pick<TakenName, "module" | "name">): string {
  return `${module.replace(/^src\//, "").replace(/\.\w+$/, "")} ${name}`;
}

/** The source of an entry that does what the one at `entry` does, and exports names of modules in the object `shared`. */
export function exportingEntry(entry: string, names: readonly TakenName[]): string {
  const byKey = [...new Map(names.map((each) => [keyOf(each), each]))].sort();
  const imports = byKey.map(
    ([, { module, name }], index) => `import { ${name} as shared${index} } from "./${module}";`,
  );
  const members = byKey.map(([key], index) => `  ${JSON.stringify(key)}: shared${index},`);
  const reexport = `export * from "./${entry.replaceAll("\\", "/")}";`;
  return [reexport, ...imports, "export const shared = {", ...members, "};", ""].join("\n");
}
