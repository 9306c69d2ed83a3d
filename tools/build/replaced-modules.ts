import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A module that bundles contain in a smaller form than its package. */
export interface ReplacedModule {
  /** The package whose import is replaced; imports by other packages are not. */
  readonly importer: string;
  /** The text of that import. */
  readonly specifier: string;
  /** Returns the CommonJS source to bundle instead, from the absolute path of the original module. */
  readonly source: (originalPath: string) => string;
}

/**
 * The replaced modules, and how their importers use them, from their sources (azure-pipelines-task-lib 5.281.0,
 * typed-rest-client 3.1.2):
 * - `minimatch` is used to match files; `toolrunner`, with `q`, to start processes, whose output `externaloutput`
 *   filters; `child_process` to remove folders on Windows.
 * - `vault` stores inputs and secrets; `semver` is used while loading and by `assertAgent`.
 * - `lib-resource`, the table of strings, contains ten languages; English is the fallback.
 * - `crypto` hides a proxy's password; `https` is needed only for a node on another machine, and loading it takes 5 ms.
 * - `tunnel` is used for a proxy that the library finds in the environment, where the tasks leave none.
 * - `zlib` decompresses answers that the library reads itself; `qs` is used for the option `queryParameters`.
 */
export const replacedModules: readonly ReplacedModule[] = [
  { importer: "azure-pipelines-task-lib", specifier: "minimatch", source: () => leftOutSource("minimatch") },
  { importer: "azure-pipelines-task-lib", specifier: "./toolrunner", source: () => leftOutSource("toolrunner") },
  {
    importer: "azure-pipelines-task-lib",
    specifier: "./externaloutput",
    source: () => leftOutSource("externaloutput"),
  },
  { importer: "azure-pipelines-task-lib", specifier: "semver", source: () => wholeSource("version-order") },
  { importer: "azure-pipelines-task-lib", specifier: "./lib-resource", source: englishStringsSource },
  { importer: "azure-pipelines-task-lib", specifier: "./vault", source: () => wholeSource("memory-vault") },
  { importer: "azure-pipelines-task-lib", specifier: "child_process", source: () => leftOutSource("child_process") },
  { importer: "azure-pipelines-task-lib", specifier: "crypto", source: () => loadedWhenUsedSource("crypto") },
  { importer: "typed-rest-client", specifier: "https", source: () => loadedWhenUsedSource("https") },
  { importer: "typed-rest-client", specifier: "tunnel", source: () => leftOutSource("tunnel") },
  { importer: "typed-rest-client", specifier: "zlib", source: () => leftOutSource("zlib") },
  { importer: "typed-rest-client", specifier: "qs", source: () => leftOutSource("qs") },
];

function leftOutSource(name: string): string {
  return `module.exports = require(${replacementPath("left-out")}).leftOut(${JSON.stringify(name)});`;
}

function loadedWhenUsedSource(name: string): string {
  const load = `() => require(${JSON.stringify(name)})`;
  return `module.exports = require(${replacementPath("loaded-when-used")}).loadedWhenUsed(${load});`;
}

function wholeSource(name: string): string {
  return `module.exports = require(${replacementPath(name)});`;
}

function replacementPath(name: string): string {
  return JSON.stringify(fileURLToPath(new URL(`./replacements/${name}.ts`, import.meta.url)));
}

function englishStringsSource(originalPath: string): string {
  const { messages }: { messages?: unknown } = createRequire(import.meta.url)(originalPath);
  if (typeof messages !== "object" || messages === null) throw new Error(`${originalPath} exports no "messages".`);
  return `module.exports = ${JSON.stringify({ messages }, null, 2)};`;
}
