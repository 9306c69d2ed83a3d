import { writeFile as writeText } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { type BuildOptions, type BuildResult, build, formatMessages, type Plugin } from "esbuild";
import { documentationPlugin } from "./documentation-plugin.ts";
import { memberCommentsPlugin } from "./member-comments-plugin.ts";
import { loadOrder, type OutputFile, outputFiles } from "./output-files.ts";
import {
  type PackageName,
  packagesApartPlugin,
  packagesEntry,
  packagesVariable,
  withPackages,
} from "./packages-apart-plugin.ts";
import { replaceModulesPlugin } from "./replace-modules-plugin.ts";
import { separatePartsPlugin } from "./separate-parts-plugin.ts";
import { exportingEntry, sharedModulesPlugin, type TakenName } from "./shared-modules-plugin.ts";
import { unusedFunctionsPlugin } from "./unused-functions-plugin.ts";

/** Source and target of a bundle, as absolute paths. */
export interface BundleRequest {
  /** Base folder of the paths in the bundle's comments. */
  readonly root: string;
  readonly entry: string;
  readonly outfile: string;
  /** The address in front of the paths of the repository's pages, when they are published. */
  readonly documentation?: string | undefined;
}

/** A bundle that was written. */
export interface Bundle {
  readonly sizeBytes: number;
  /** Its source files, relative to the root, with forward slashes. */
  readonly inputs: readonly string[];
  /** The files that it loads on demand, built next to it. */
  readonly parts: readonly BundledPart[];
}

/** A separate part of a bundle that was written. */
export interface BundledPart extends Omit<Bundle, "parts"> {
  readonly file: string;
}

/**
 * Bundles an entry into one readable CommonJS file, and each part that it imports dynamically into a separate file next
 * to it: not minified, names kept, no source map, and only Node's own modules and these files are required. Only the code
 * of packages in a part is minified. A part does not contain modules of `src` that are in a file
 * which is always loaded first. It imports them from that file, so that each class exists only once. The language level is
 * that of the oldest Node that an agent can use.
 * @throws Error when esbuild reports an error or a warning
 */
export async function bundle(
  request: BundleRequest,
  ownPlugins: Plugin[] = [replaceModulesPlugin(), unusedFunctionsPlugin()],
): Promise<Bundle> {
  const plugins = [documentationPlugin(request.documentation), ...ownPlugins];
  const files = await outputFiles(basename(request.outfile), request.entry, (entry, found) =>
    modulesOf(request.root, entry, [separatePartsPlugin(found), ...plugins]),
  );
  const taken: TakenName[] = [];
  const written: BundledPart[] = [];
  // A file is built after all files that import modules from it, because only then its exports are known.
  for (const each of loadOrder(files).reverse()) {
    const shared = sharedModulesPlugin(request.root, each, (name) => taken.push(name));
    const exported = taken.filter(({ file }) => file === each.file);
    written.unshift(await writeFile(request, each, exported, [separatePartsPlugin(() => {}), shared, ...plugins]));
  }
  const [main, ...parts] = written;
  if (main === undefined) throw new Error(`Nothing was built from ${request.entry}.`);
  return { sizeBytes: main.sizeBytes, inputs: main.inputs, parts };
}

/** The modules of the project in a bundle of this entry, as paths relative to the root. */
async function modulesOf(root: string, entry: string, plugins: Plugin[]): Promise<string[]> {
  const { metafile } = await run({ absWorkingDir: root, entryPoints: [entry], outfile: "x.js", write: false, plugins });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
}

async function writeFile(
  { root, outfile }: BundleRequest,
  { file, entry, loadedBefore }: OutputFile,
  exported: readonly TakenName[],
  plugins: Plugin[],
): Promise<BundledPart> {
  const path = join(dirname(outfile), file);
  const input: BuildOptions =
    exported.length === 0
      ? { entryPoints: [entry] }
      : { stdin: { contents: exportingEntry(relative(root, entry), exported), resolveDir: root, sourcefile: file } };
  const names: PackageName[] = [];
  const apart = loadedBefore.length === 0 ? [] : [packagesApartPlugin((name) => names.push(name))];
  const own = await bundled({ absWorkingDir: root, ...input, outfile: path, plugins: [...apart, ...plugins] });
  const packages = await bundledPackages(root, names, plugins);
  const text = names.length === 0 ? own.text : withPackages(own.text, packages.text);
  await writeText(path, text);
  return { file, sizeBytes: Buffer.byteLength(text), inputs: [...own.inputs, ...packages.inputs] };
}

interface BundledText {
  readonly text: string;
  readonly inputs: readonly string[];
}

async function bundled(options: BuildOptions): Promise<BundledText> {
  const { outputFiles = [], metafile } = await run({ ...options, write: false });
  return { text: outputFiles.map(({ text }) => text).join(""), inputs: Object.keys(metafile.inputs) };
}

async function bundledPackages(root: string, names: readonly PackageName[], plugins: Plugin[]): Promise<BundledText> {
  if (names.length === 0) return { text: "", inputs: [] };
  const stdin = { contents: packagesEntry(names), resolveDir: root };
  return bundled({ stdin, format: "iife", globalName: packagesVariable, minify: true, absWorkingDir: root, plugins });
}

async function run(options: BuildOptions): Promise<BuildResult<{ metafile: true }>> {
  const result = await build({
    format: "cjs",
    ...options,
    plugins: [...(options.plugins ?? []), memberCommentsPlugin()],
    bundle: true,
    platform: "node",
    target: "node16",
    // An import() of a CommonJS file would load Node's ESM loader first.
    supported: { "dynamic-import": false },
    // V8 reads a source with a non-Latin-1 character half as fast, so such characters are written as escapes.
    charset: "ascii",
    // Its build as ES modules, of which esbuild can leave out what nothing uses.
    alias: { yaml: join(dirname(createRequire(import.meta.url).resolve("yaml/package.json")), "browser/index.js") },
    legalComments: "inline",
    logLevel: "silent",
    metafile: true,
  });
  const { warnings } = result;
  if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: "warning" })).join("\n"));
  return result;
}
