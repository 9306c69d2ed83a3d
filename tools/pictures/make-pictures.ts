import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Screenshot, takeDocument } from "./browser-pictures.ts";
import { type RunWithConsoles, runWithConsoles } from "./console-pictures.ts";
import { type DrawnPage, drawings, drawnPages, type PictureFile, sourceOf } from "./drawn-pages.ts";
import { startNodes, stopNodes } from "./embedded-nodes.ts";
import { takePartnerPage } from "./partner-page-pictures.ts";
import { compress } from "./png.ts";

/** Makes all pictures, with the built tasks. */
export async function makePictures(browser: Browser): Promise<PictureFile[]> {
  const { run, screenshots } = await runOnNodes(browser);
  const drawn: PictureFile[] = [];
  for (const page of await drawnPages(run)) drawn.push(await drawnFile(browser, page));
  const taken = [...screenshots, ...(await takePartnerPage(browser))];
  return [...drawn, ...taken.map((screenshot) => pngFile(screenshot)), ...drawings()];
}

async function runOnNodes(browser: Browser): Promise<RunWithConsoles> {
  const folder = await mkdtemp(join(tmpdir(), "exalate-pictures-"));
  const nodes = await startNodes(folder);
  try {
    return await runWithConsoles(browser, nodes, { workFolder: folder });
  } finally {
    await stopNodes(nodes);
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawnFile(browser: Browser, page: DrawnPage): Promise<PictureFile> {
  return pngFile(await takeDocument(browser, page.name, page.html), sourceOf(page));
}

function pngFile({ name, png }: Screenshot, source?: string): PictureFile {
  return { name: `${name}.png`, content: compress(png, source) };
}
