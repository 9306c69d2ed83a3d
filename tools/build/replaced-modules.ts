import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { shortenedModules } from "./unused-functions-plugin.ts";

/** A module that bundles contain in a smaller form than its package. */
export interface ReplacedModule {
  /** The package whose import is replaced; imports by other packages are not. */
  readonly importer: string;
  /** The text of that import. */
  readonly specifier: string;
  /** Returns the source to bundle instead, from the absolute path of the original module. */
  readonly source: (originalPath: string) => string | Promise<string>;
}

/**
 * The replaced modules, and how their importers use them, from their sources (azure-pipelines-task-lib 5.281.0,
 * typed-rest-client 3.1.2, azure-devops-node-api 17.0.1, yaml 2.9.1, age-encryption 0.3.1, @cfworker/json-schema 4.1.6):
 * - `minimatch` is used to match files; `toolrunner`, with `q`, to start processes, whose output `externaloutput`
 *   filters; `child_process` to remove folders on Windows.
 * - `vault` stores inputs and secrets; `semver` is used while loading and by `assertAgent`.
 * - `lib-resource`, the table of strings, contains ten languages; English is the fallback. Most strings are those of
 *   functions that no task uses.
 * - `crypto` hides a proxy's password; `https` is needed only for a node on another machine, and loading it takes 5 ms.
 * - `tunnel` is used for a proxy that the library finds in the environment, where the tasks leave none.
 * - `zlib` decompresses answers that the library reads itself; `qs` is used for the option `queryParameters`.
 * - `Serialization` converts answers, as the tables in `interfaces` say; `src/azure-devops/api.ts` takes them as they are.
 * - `stringify` writes YAML, also for a key that is a list or a map, whose text becomes the name of a member.
 * - `TagRecipient` and `HybridTagRecipient` are for hardware tokens, whose keys `src/delivery/recipients.ts` refuses. They
 *   are the only users of the curve P-256.
 * - `hybrid` computes all its keys' kinds while loading; `age-encryption` uses one.
 * - `age-encryption` and `@noble/post-quantum` bring different versions of the same curve. Both accept the older one, and
 *   bundles contain only that.
 * - `format` checks texts for the keyword "format", which the profile's schema does not use.
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
  { importer: "azure-devops-node-api", specifier: "./Serialization", source: () => leftOutSource("Serialization") },
  { importer: "azure-devops-node-api", specifier: "./interfaces/TaskAgentInterfaces", source: noTypesSource },
  { importer: "azure-devops-node-api", specifier: "./interfaces/ReleaseInterfaces", source: noTypesSource },
  { importer: "azure-devops-node-api", specifier: "./interfaces/LocationsInterfaces", source: noTypesSource },
  { importer: "yaml", specifier: "../stringify/stringify.js", source: () => wholeSource("yaml-keys") },
  { importer: "yaml", specifier: "../stringify/stringifyCollection.js", source: () => wholeSource("yaml-keys") },
  {
    importer: "yaml",
    specifier: "../stringify/stringifyDocument.js",
    source: () => leftOutSource("stringifyDocument"),
  },
  { importer: "yaml", specifier: "../stringify/stringifyPair.js", source: () => leftOutSource("stringifyPair") },
  { importer: "yaml", specifier: "../../stringify/stringifyString.js", source: () => leftOutSource("stringifyString") },
  {
    importer: "age-encryption",
    specifier: "./recipients.js",
    source: (path) => exceptSource(path, ["TagRecipient", "HybridTagRecipient"]),
  },
  { importer: "age-encryption", specifier: "@noble/post-quantum/hybrid.js", source: withoutUnusedConstantsSource },
  { importer: "age-encryption", specifier: "@noble/curves/ed25519.js", source: curveOfPostQuantumSource },
  { importer: "@cfworker/json-schema", specifier: "./format.js", source: () => "exports.format = {};" },
];

/** The library passes on members of `TypeInfo` that may be undefined. */
function noTypesSource(): string {
  return "exports.TypeInfo = {};";
}

function leftOutSource(name: string): string {
  return `module.exports = require(${replacementPath("left-out")}).leftOut(${JSON.stringify(name)});`;
}

function loadedWhenUsedSource(name: string): string {
  const load = `() => require(${JSON.stringify(name)})`;
  return `module.exports = require(${replacementPath("loaded-when-used")}).loadedWhenUsed(${load});`;
}

/** An ES module without some of its exports: esbuild then leaves out what only they need. */
function exceptSource(originalPath: string, names: readonly string[]): string {
  return `export * from ${JSON.stringify(originalPath)}; export const ${names.map((name) => `${name} = undefined`).join(", ")};`;
}

/** An ES module that computes constants with calls, each marked so that esbuild may leave it out. */
function withoutUnusedConstantsSource(originalPath: string): string {
  const calls = /^((?:export )?const \w+ = )(\w+\(.*\));$/gm;
  return readFileSync(originalPath, "utf8").replace(calls, "$1/* @__PURE__ */ (() => $2)();");
}

function curveOfPostQuantumSource(): string {
  const age = createRequire(createRequire(import.meta.url).resolve("age-encryption"));
  const curve = createRequire(age.resolve("@noble/post-quantum/hybrid.js")).resolve("@noble/curves/ed25519.js");
  return `export * from ${JSON.stringify(curve)};`;
}

function wholeSource(name: string): string {
  return `module.exports = require(${replacementPath(name)});`;
}

function replacementPath(name: string): string {
  return JSON.stringify(fileURLToPath(new URL(`./replacements/${name}.ts`, import.meta.url)));
}

async function englishStringsSource(originalPath: string): Promise<string> {
  const { messages }: { messages?: unknown } = createRequire(import.meta.url)(originalPath);
  if (typeof messages !== "object" || messages === null) throw new Error(`${originalPath} exports no "messages".`);
  const texts = await Promise.all(shortenedModules().values());
  const used = Object.entries(messages).filter(([key]) => texts.some((text) => text.includes(key)));
  return `module.exports = ${JSON.stringify({ messages: Object.fromEntries(used) }, null, 2)};`;
}
