import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { ShownError } from "../support/console-person.ts";
import { openPartnerPage, type PartnerPagePerson } from "../support/partner-page-person.ts";

/** An invitation code as long as real ones, with characters that HTML and shells treat specially. */
export const code = `<b>&amp;"$(x)'${"Q29udG9zbw+/".repeat(60)}==`;

/** A private key of age in a text. */
export const privateKey = /AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]{20}/i;

/** The name of the encrypted invitation. */
export const fileName = "contoso_to_fabrikam.invitation.age";

/** Runs a test with the page open, and checks that the page made no request and raised no error. */
export async function withPage(browser: Browser, test: (person: PartnerPagePerson) => Promise<void>): Promise<void> {
  const person = await openPartnerPage(browser);
  try {
    await test(person);
    assert.deepEqual(person.requests, []);
    assert.deepEqual(person.problems, []);
  } finally {
    await person.close();
  }
}

/** Checks that the page refuses with an error that matches. */
export async function refuses(doing: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(doing, (error) => {
    assert.ok(error instanceof ShownError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

/** Everything of the page that a person could read: its text, and the values of its fields. */
export function everythingIn({ page }: PartnerPagePerson): Promise<string> {
  return page.evaluate<string>(`[
    document.documentElement.outerHTML.replace(/<script[^]*<\\/script>/, ""),
    ...[...document.querySelectorAll("input, textarea")].map(({ value }) => value),
  ].join("\\n")`);
}
