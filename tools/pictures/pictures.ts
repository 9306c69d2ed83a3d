import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { openChromium, whyNoChromium } from "../../tests/support/chromium.ts";
import { buildTasks, kilobytes } from "../build/build-tasks.ts";
import { reportError, UsageError } from "../command-line.ts";
import type { PictureFile } from "./drawn-pages.ts";
import { makePictures } from "./make-pictures.ts";
import { help, readOptions } from "./options.ts";
import { looksTheSame } from "./png.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Entry point of `npm run pictures`. Exit code: 0 for success, 1 for failure, 2 for wrong usage or without Chromium. */
async function main(): Promise<void> {
  const folder = readOptions(process.argv.slice(2));
  if (folder === undefined) return void process.stdout.write(help);
  requireChromium();
  await buildTasks(root);
  const files = await takeAll();
  await mkdir(folder, { recursive: true });
  for (const file of files) await write(folder, file);
}

function requireChromium(): void {
  const reason = whyNoChromium();
  if (reason === undefined) return;
  throw new UsageError(
    `The pictures need Chromium: ${reason}. On Debian: apt-get install chromium fonts-liberation fonts-dejavu-core`,
  );
}

async function takeAll(): Promise<PictureFile[]> {
  const browser = await openChromium();
  try {
    return await makePictures(browser);
  } finally {
    await browser.close();
  }
}

async function write(folder: string, { name, content }: PictureFile): Promise<void> {
  const path = join(folder, name);
  const isNew = !(await isThere(path, content));
  if (isNew) await writeFile(path, content);
  console.log(`${relative(process.cwd(), path)}: ${kilobytes(content.byteLength)}${isNew ? "" : ", as before"}`);
}

async function isThere(path: string, content: Uint8Array): Promise<boolean> {
  const present = await readFile(path).catch(() => undefined);
  if (present === undefined) return false;
  return path.endsWith(".png") ? looksTheSame(present, content) : present.equals(content);
}

main().catch(reportError);
