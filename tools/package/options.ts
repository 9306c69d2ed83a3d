import type { ParseArgsConfig } from "node:util";
import type { ReleaseOptions } from "../build/release.ts";
import { parseOptions, wrongUse } from "../command-line.ts";

/** What `--help` prints. */
export const help = `Usage: npm run package -- [options]

Builds the tasks and packages the extension as a .vsix in dist.
  --publisher <id>        your publisher in the Visual Studio Marketplace. Without it, the package is for trying only
  --documentation <url>   address in front of the paths of this repository's pages, to which the links of the package
                          lead; default: "homepage" of package.json, which must be no placeholder with --publisher
  --preview <number>      package the preview too, with ids and names of its own. It has this number in place of the
                          third one of the version, so the number must rise with each preview
  --help                  print this help
`;

/** The options of the command. */
export interface PackageCommand extends ReleaseOptions {
  readonly preview: number | undefined;
}

const text = { type: "string" } as const;

const config = {
  allowPositionals: false,
  options: { publisher: text, documentation: text, preview: text, help: { type: "boolean", default: false } },
} satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown, or the preview's number is none
 */
export function readOptions(args: readonly string[]): PackageCommand | undefined {
  const { help: asksForHelp, publisher, documentation, preview } = parseOptions(config, args);
  return asksForHelp
    ? undefined
    : { publisher, documentation, preview: preview === undefined ? undefined : previewNumber(preview) };
}

/**
 * The number of a preview. @throws UsageError when the text is no whole number, or larger than the Marketplace allows for a
 * part of a version
 */
export function previewNumber(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647) return Number(text);
  throw wrongUse(`--preview is "${text}", which is no whole number up to 2147483647.`);
}
