import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { kilobytes } from "./build-tasks.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { replaceModulesPlugin } from "./replace-modules-plugin.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

/** Largest allowed size of the page. */
export const pageBudgetBytes = 150_000;

/** The page that was built. */
export interface BuiltPage {
  /** Absolute path of the file. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Builds the partner's page of a checkout to `dist/open-invitation.html`: one file with everything in it. Its own code is
 * readable, and only the packages are minified. Writes the file only when it has changed, in one step, so that it can be
 * used during the build.
 * @throws Error when it cannot be built or is larger than {@link pageBudgetBytes}
 */
export async function buildPartnerPage(root: string): Promise<BuiltPage> {
  const page = await pageOf(root);
  const sizeBytes = Buffer.byteLength(page);
  requirePageWithinBudget(sizeBytes);
  const path = join(root, "dist", "open-invitation.html");
  await mkdir(join(root, "dist"), { recursive: true });
  if ((await readFile(path, "utf8").catch(() => undefined)) !== page) await replaceFile(path, page);
  return { path, sizeBytes };
}

/** Checks the size of the page. @throws Error with the size and the budget when it is too large */
export function requirePageWithinBudget(sizeBytes: number): void {
  if (sizeBytes <= pageBudgetBytes) return;
  throw new Error(
    `open-invitation.html has ${kilobytes(sizeBytes)}, over the budget of ${kilobytes(pageBudgetBytes)}.`,
  );
}

async function replaceFile(path: string, content: string): Promise<void> {
  const folder = await mkdtemp(`${path}-`);
  try {
    await writeFile(join(folder, "page"), content);
    await rename(join(folder, "page"), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pageOf(root: string): Promise<string> {
  const source = (name: string) => readFile(join(root, "src/partner-page", name), "utf8");
  const [template, style, { script, inputs }] = await Promise.all([
    source("index.html"),
    source("page.css"),
    scriptOf(root),
  ]);
  const parts: Readonly<Record<string, string>> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}">`,
    style: `<style>${style}</style>`,
    script: `<script type="module">${script}</script>`,
    licenses: escaped(thirdPartyNotices(root, inputs, "This page contains")),
  };
  return template.replace(/<!--(\w+)-->/g, (_, name: string) => partNamed(parts, name));
}

function partNamed(parts: Readonly<Record<string, string>>, name: string): string {
  const found = parts[name];
  if (found === undefined) throw new Error(`src/partner-page/index.html names an unknown part: ${name}.`);
  return found;
}

interface PageScript {
  readonly script: string;
  /** The files of packages in it, relative to the root. */
  readonly inputs: readonly string[];
}

/** The files of packages in the page's script, relative to the root. */
export async function partnerPageInputs(root: string): Promise<readonly string[]> {
  return (await scriptOf(root)).inputs;
}

/** The page's own code, after the code of the packages that it uses. */
async function scriptOf(root: string): Promise<PageScript> {
  const { text: own } = await bundled(root, {
    entryPoints: [join(root, "src/partner-page/browser/start.ts")],
    packages: "external",
  });
  const packages = await bundled(root, {
    stdin: { contents: exportsFor(own), resolveDir: root },
    format: "iife",
    globalName: "packages",
    minify: true,
    plugins: [replaceModulesPlugin()],
  });
  const rest = own.replace(
    packageImport,
    (_, names: string) => `const {${names.replaceAll(" as ", ": ")}} = packages;`,
  );
  return { script: `\n${packages.text}\n${rest}`, inputs: packages.inputs };
}

/** How esbuild writes an import of a package that it leaves out of a bundle. */
const packageImport = /^import \{([^}]*)\} from "([^"]+)";$/gm;

/** A module that exports what a bundle imports from packages. */
function exportsFor(bundle: string): string {
  const lines = [...bundle.matchAll(packageImport)].flatMap(([, names = "", from = ""]) =>
    names.split(",").map((name) => `export { ${name.trim().replace(/ as .*/, "")} } from "${from}";`),
  );
  return [...new Set(lines)].join("\n");
}

async function bundled(root: string, options: BuildOptions): Promise<{ text: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    format: "esm",
    ...options,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  return { text: outputFiles?.map(({ text }) => text).join("") ?? "", inputs: Object.keys(metafile?.inputs ?? {}) };
}

/** The page asks nobody for anything, and sends nothing anywhere. */
function policyFor(script: string, style: string): string {
  return `${contentSecurityPolicy(script, style, "'none'")}; trusted-types 'none'`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
