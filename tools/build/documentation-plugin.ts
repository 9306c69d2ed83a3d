import type { Plugin } from "esbuild";

/** An esbuild plugin that tells `src/core/documentation.ts` the address in front of the paths of the repository's pages. */
export function documentationPlugin(address: string | undefined): Plugin {
  return {
    name: "documentation",
    setup({ initialOptions }) {
      if (address === undefined) return;
      initialOptions.define = { ...initialOptions.define, DOCUMENTATION_ADDRESS: JSON.stringify(address) };
    },
  };
}
