import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { contentSecurityPolicy } from "../../build/content-security-policy.ts";

const browserFolder = fileURLToPath(new URL("browser/", import.meta.url));
const iconFile = fileURLToPath(new URL("../../../images/exalate-node.svg", import.meta.url));
const pages = new Map<string, Promise<string>>();

/**
 * The console as one HTML document, built once for each file. Its script and style are inline, and its
 * Content-Security-Policy allows nothing else, and calls to its own origin only.
 * @param apiFile absolute path of a module that exports `api`, a `ConsoleApi` that runs in a browser
 * @throws Error when the module cannot be bundled
 */
export function consolePage(apiFile: string): Promise<string> {
  const page = pages.get(apiFile) ?? buildPage(apiFile);
  pages.set(apiFile, page);
  return page;
}

async function buildPage(apiFile: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entryFor(apiFile), resolveDir: browserFolder, loader: "ts" },
    bundle: true,
    write: false,
    outdir: browserFolder,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    logLevel: "silent",
  });
  const built = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return documentOf(built(".js"), built(".css"), await readFile(iconFile, "base64"));
}

function entryFor(apiFile: string): string {
  return `import "./style.css";
import { startConsole } from "./start-console.ts";
import { api } from ${JSON.stringify(apiFile)};
startConsole(api);`;
}

// The icon is inline, because browsers ask for /favicon.ico when a page names no icon.
function documentOf(script: string, style: string, icon: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, style, "'self'")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Exalate node</title>
<link rel="icon" href="data:image/svg+xml;base64,${icon}">
<style>${style}</style>
</head>
<body>
<noscript>This console needs JavaScript.</noscript>
<script type="module">${script}</script>
</body>
</html>
`;
}
