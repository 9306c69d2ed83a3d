import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { whyNoProgram } from "./debian.ts";

const executablePath = "/usr/bin/chromium";

// Nothing but this machine can be reached, and the browser does not try by itself.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

/** Why Debian's Chromium cannot be used on this machine; undefined when it can. */
export function whyNoChromium(): string | undefined {
  return whyNoProgram({ name: "Chromium", packages: ["chromium"], isThere: () => existsSync(executablePath) });
}

/** Starts Chromium without a window, with an empty profile that is removed when it closes. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true, timeout: 30_000 });
}
