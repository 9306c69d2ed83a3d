import { stat } from "node:fs/promises";
import { build, formatMessages, type Plugin } from "esbuild";
import { replaceModulesPlugin } from "./replace-modules-plugin.ts";

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
}

/**
 * Bundles an entry into one readable CommonJS file: not minified, names kept, no source map, nothing left to require
 * but Node's own modules. The language level is that of the oldest Node an agent may fall back to.
 * @throws Error when esbuild reports an error or a warning
 */
export async function bundle(
  { root, entry, outfile }: BundleRequest,
  plugins: Plugin[] = [replaceModulesPlugin()],
): Promise<Bundle> {
  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node16",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "silent",
    metafile: true,
    plugins,
  });
  if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: "warning" })).join("\n"));
  return { sizeBytes: (await stat(outfile)).size, inputs: Object.keys(metafile.inputs) };
}
