import type { ParseArgsConfig } from "node:util";
import type { ReleaseOptions } from "../build/release.ts";
import { parseOptions } from "../command-line.ts";
import { previewNumber } from "../package/options.ts";

/** What `--help` prints. */
export const help = `Usage: npm run release:check -- [options]

Checks whether the committed state can be released: versions, changelog, tag, licenses, known vulnerabilities, packages,
notices and tests. Writes the files of the release to dist/release. docs/release.md explains the steps of a release.

  --publisher <id>           make packages that are meant to be published, by this Marketplace publisher
  --documentation <url>      address in front of the paths of this repository's pages, instead of "homepage" of package.json
  --release-tag <name>       the tag for which the release is made: it must be "v" and the version
  --preview <number>         number of the preview, which must rise with each one that is published (0)
  --skip-tests               leave out npm test, because it has just been run
  --help                     print this help
Without --publisher, the packages are only for trying. The changelog then needs no date, the tag can be on another commit, and
it is no problem if the registry does not answer npm audit.

Exit code: 0 if everything that was checked holds, 1 if something does not, 2 if it cannot be told, or for wrong usage.
`;

/** How to check a release. Without a publisher, the packages are only for trying. */
export interface CheckOptions extends ReleaseOptions {
  /** The tag for which the release is made; undefined without one. */
  readonly tag?: string | undefined;
  /** The number of the preview. */
  readonly preview: number;
  readonly skipsTests: boolean;
}

const config = {
  allowPositionals: false,
  options: {
    publisher: { type: "string" },
    documentation: { type: "string" },
    "release-tag": { type: "string" },
    preview: { type: "string", default: "0" },
    "skip-tests": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
} as const satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown, has a wrong value or is given twice
 */
export function readOptions(args: readonly string[]): CheckOptions | undefined {
  const {
    help: asksForHelp,
    "skip-tests": skipsTests,
    "release-tag": tag,
    preview,
    ...options
  } = parseOptions(config, args);
  return asksForHelp ? undefined : { ...options, tag, preview: previewNumber(preview), skipsTests };
}
