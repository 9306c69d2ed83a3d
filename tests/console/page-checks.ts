import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";

const entry = fileURLToPath(new URL("browser/violations.ts", import.meta.url));
let script: Promise<string> | undefined;

const looks = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
  { colorScheme: "light", width: 320 },
] as const;

/** What is wrong for people who cannot see, point or read small print, in what the page shows now; one line each. */
export async function violationsIn(page: Page): Promise<string[]> {
  script ??= bundled();
  return page.evaluate<string[]>(`${await script}; checks.violations()`);
}

/** Checks what the page shows now, in both color schemes and in a narrow window. */
export async function assertAccessible(page: Page, place: string): Promise<void> {
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 720 });
    assert.deepEqual(await violationsIn(page), [], `${place}, ${colorScheme}, ${width} pixels`);
  }
}

/** The text or label of what has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { labels, ariaLabel, innerText } = document.activeElement;
    return ariaLabel ?? labels?.[0]?.innerText ?? innerText;
  })()`);
}

async function bundled(): Promise<string> {
  const options = { bundle: true, write: false, format: "iife", globalName: "checks" } as const;
  const { outputFiles } = await build({ entryPoints: [entry], ...options });
  return outputFiles.map(({ text }) => text).join("");
}
