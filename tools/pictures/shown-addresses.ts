import type { Page } from "playwright-core";

/** An address on this machine, and the one that pictures show for it. Both are URLs without a path. */
export interface ShownAddress {
  readonly real: string;
  readonly shown: string;
}

/**
 * Replaces the addresses of embedded nodes, whose ports are different in each run. Everything else in a picture is as
 * the run, the console or the form has it.
 */
export function withShownAddresses(text: string, addresses: readonly ShownAddress[]): string {
  return replacements(addresses).reduce((result, [real, shown]) => result.replaceAll(real, shown), text);
}

/** Does the same in all text that a page shows. */
export async function showAddresses(page: Page, addresses: readonly ShownAddress[]): Promise<void> {
  await page.evaluate(`(${replaceInTexts})(${JSON.stringify(replacements(addresses))})`);
}

// A host is part of its address, so the address comes first.
function replacements(addresses: readonly ShownAddress[]): [real: string, shown: string][] {
  return addresses.flatMap(({ real, shown }) => [
    [real, shown],
    [new URL(real).host, new URL(shown).host],
  ]);
}

// Runs in the browser.
const replaceInTexts = `(replacements) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const [real, shown] of replacements) texts.currentNode.data = texts.currentNode.data.replaceAll(real, shown);
  }
}`;
