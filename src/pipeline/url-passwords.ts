import { shortestForm } from "../core/secret-forms.ts";

/**
 * The passwords in the URLs of a text, each as written and decoded. In a text that is an invalid URL, the password ends at
 * the last `@`. Passwords shorter than four characters are left out, because masking them would hide half of a log.
 */
export function passwordsIn(text: string): string[] {
  const found = [...text.matchAll(inUrl), ...[broken.exec(text)]].map((match) => match?.[1] ?? "");
  const forms = found.flatMap((password) => [password, decoded(password)]);
  return [...new Set(forms)].filter((form) => form.length >= shortestForm);
}

const inUrl = /:\/\/[^\s/:@]*:([^\s/?#]+)@/g;

/** An unescaped slash, question mark or number sign in a password ends the host for every URL parser. */
const broken = /^\s*[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(?!\d{0,5}[/?#])(\S+)@/i;

/** The URL-decoded text; the text itself when it cannot be decoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
