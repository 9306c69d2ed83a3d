import { basename, resolve } from "node:path";
import type { Plugin } from "esbuild";

/** A part of a task that is loaded only when it is asked for, as a file of its own beside index.js. */
export interface SeparatePart {
  /** Absolute path of its source. */
  readonly entry: string;
  /** Name of the built file, such as `validation.js`. */
  readonly file: string;
}

/**
 * An esbuild plugin that keeps out of a bundle what the project imports dynamically from its own files, and tells
 * `found` of each such part: a task must not pay at every start for what few of its runs use.
 */
export function separatePartsPlugin(found: (part: SeparatePart) => void): Plugin {
  return {
    name: "separate-parts",
    setup(build) {
      build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const file = basename(path).replace(/\.ts$/, ".js");
        found({ entry: resolve(resolveDir, path), file });
        return { path: `./${file}`, external: true };
      });
    },
  };
}
