import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";

const entry = fileURLToPath(new URL("browser/violations.ts", import.meta.url));
let script: Promise<string> | undefined;

/** What is wrong for people who cannot see, point or read small print, in what the page shows now; one line each. */
export async function violationsIn(page: Page): Promise<string[]> {
  script ??= bundled();
  return page.evaluate<string[]>(`${await script}; checks.violations()`);
}

async function bundled(): Promise<string> {
  const options = { bundle: true, write: false, format: "iife", globalName: "checks" } as const;
  const { outputFiles } = await build({ entryPoints: [entry], ...options });
  return outputFiles.map(({ text }) => text).join("");
}
