import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * An esbuild plugin that leaves out the doc comments of class members. esbuild drops all other doc comments by itself; these
 * would be the only ones in a bundle, and every run of a task reads them.
 */
export function memberCommentsPlugin(): Plugin {
  return {
    name: "member-comments",
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/][^?]*\.ts$/, namespace: "file" }, async ({ path }) => ({
        contents: withoutMemberComments(await readFile(path, "utf8")),
        loader: "ts",
      }));
    },
  };
}

/** Members are indented, and the style check formats every doc comment as lines of its own. */
function withoutMemberComments(source: string): string {
  return source.replace(/^ +\/\*\*(?:[^*]|\*(?!\/))*\*\/\n/gm, "");
}
