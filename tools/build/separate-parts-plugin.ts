import { basename, resolve } from "node:path";
import type { Plugin } from "esbuild";

/** A part of a task that is loaded only on demand, as a separate file next to index.js. */
export interface SeparatePart {
  /** Absolute path of its source. */
  readonly entry: string;
  /** Name of the built file, such as `validation.js`. */
  readonly file: string;
}

/**
 * Sources that every run against a node with https loads. They stay in the bundle, which runs them when they are imported:
 * a file less to read, and to compile in each run.
 */
const ofEveryRun: readonly string[] = ["configured-agent.ts"];

/**
 * An esbuild plugin that excludes the project's own dynamic imports from a bundle and calls `found` for each of them,
 * so that the start of a task does not load code that only few runs use.
 */
export function separatePartsPlugin(found: (part: SeparatePart) => void): Plugin {
  return {
    name: "separate-parts",
    setup(build) {
      build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        if (ofEveryRun.includes(basename(path))) return undefined;
        const file = basename(path).replace(/\.ts$/, ".js");
        found({ entry: resolve(resolveDir, path), file });
        return { path: `./${file}`, external: true };
      });
    },
  };
}
