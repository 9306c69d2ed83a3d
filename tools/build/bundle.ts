import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, formatMessages, type Plugin } from "esbuild";
import { replaceModulesPlugin } from "./replace-modules-plugin.ts";
import { type SeparatePart, separatePartsPlugin } from "./separate-parts-plugin.ts";

/** Where a bundle is made from and put, all as absolute paths. */
export interface BundleRequest {
  /** Folder that paths in the bundle's comments are relative to. */
  readonly root: string;
  readonly entry: string;
  readonly outfile: string;
}

/** A bundle that was written. */
export interface Bundle {
  readonly sizeBytes: number;
  /** The files it was made from, relative to the root, with forward slashes. */
  readonly inputs: readonly string[];
  /** What it loads when asked for, built beside it. */
  readonly parts: readonly BundledPart[];
}

/** A separate part of a bundle that was written. */
export interface BundledPart extends Omit<Bundle, "parts"> {
  readonly file: string;
}

/**
 * Bundles an entry into one readable CommonJS file, and each part that it imports dynamically into a file of its own
 * beside it: not minified, names kept, no source map, nothing left to require but Node's own modules and these parts.
 * The language level is that of the oldest Node an agent may fall back to.
 * @throws Error when esbuild reports an error or a warning
 */
export async function bundle(request: BundleRequest, plugins?: Plugin[]): Promise<Bundle> {
  const parts = new Map<string, SeparatePart>();
  const main = await bundleFile(request, (part) => parts.set(part.file, part), plugins);
  const built: BundledPart[] = [];
  // A part may have parts of its own: the map grows while it is walked.
  for (const { entry, file } of parts.values()) {
    const outfile = join(dirname(request.outfile), file);
    built.push({
      file,
      ...(await bundleFile({ ...request, entry, outfile }, (part) => parts.set(part.file, part), plugins)),
    });
  }
  return { ...main, parts: built };
}

async function bundleFile(
  { root, entry, outfile }: BundleRequest,
  found: (part: SeparatePart) => void,
  plugins: Plugin[] = [replaceModulesPlugin()],
): Promise<Omit<Bundle, "parts">> {
  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node16",
    // An import() of a CommonJS file would load Node's ESM loader first.
    supported: { "dynamic-import": false },
    // V8 reads a source with any wider character half as fast; such characters are written as escapes.
    charset: "ascii",
    legalComments: "inline",
    logLevel: "silent",
    metafile: true,
    plugins: [separatePartsPlugin(found), ...plugins],
  });
  if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: "warning" })).join("\n"));
  return { sizeBytes: (await stat(outfile)).size, inputs: Object.keys(metafile.inputs) };
}
