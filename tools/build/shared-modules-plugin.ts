import { relative } from "node:path";
import type { Plugin } from "esbuild";
import type { OutputFile } from "./output-files.ts";

const namespace = "shared";

/**
 * An esbuild plugin that takes modules of `src` out of the files that are loaded before the one that is built, and tells
 * `taken` of each. Such a file has to export them, by the entry that {@link exportingEntry} makes.
 */
export function sharedModulesPlugin(
  root: string,
  { loadedBefore }: OutputFile,
  taken: (file: string, module: string) => void,
): Plugin {
  return {
    name: "shared-modules",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, async ({ path, kind, resolveDir, pluginData, namespace: from }) => {
        if (from === namespace) return { path, external: true };
        if (pluginData === namespace || kind === "dynamic-import") return undefined;
        const resolved = await build.resolve(path, { kind, resolveDir, pluginData: namespace });
        const module = relative(root, resolved.path).replaceAll("\\", "/");
        const home = loadedBefore.find(({ modules }) => module.startsWith("src/") && modules.has(module));
        if (home === undefined) return undefined;
        taken(home.file, module);
        return { path: module, namespace, pluginData: home.file };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({
        contents: `module.exports = require("./${pluginData}")[${JSON.stringify(path)}];`,
        resolveDir: root,
      }));
    },
  };
}

/** The source of an entry that does what the one at `entry` does and exports modules, each by its path. */
export function exportingEntry(entry: string, modules: readonly string[]): string {
  const named = modules.map((module) => `export * as ${JSON.stringify(module)} from "./${module}";`);
  return [`export * from "./${entry.replaceAll("\\", "/")}";`, ...named, ""].join("\n");
}
