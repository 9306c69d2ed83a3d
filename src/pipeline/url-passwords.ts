import { shortestForm } from "../core/secret-forms.ts";

/**
 * Passwords of the URLs in a text, each as it stands there and with its escapes undone. A text that is one URL, but no
 * valid one, holds it up to the last `@`. Those below four characters are left out: to hide them would hide half of a log.
 */
export function passwordsIn(text: string): string[] {
  const found = [...text.matchAll(inUrl), ...[broken.exec(text)]].map((match) => match?.[1] ?? "");
  const forms = found.flatMap((password) => [password, decoded(password)]);
  return [...new Set(forms)].filter((form) => form.length >= shortestForm);
}

const inUrl = /:\/\/[^\s/:@]*:([^\s/?#]+)@/g;

/** A slash, a question mark or a number sign in a password, as it is, ends the host for every reader of URLs. */
const broken = /^\s*[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(?!\d{0,5}[/?#])(\S+)@/i;

/** As it stands where its escapes are none. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
