import { undisguised } from "./disguises.ts";
import { secretForms } from "./secret-forms.ts";

/** A secret shorter than this may stand in an innocent text by chance, once white space is gone from it. */
const shortestDisguised = 8;

/** A secret at least as long as this, in characters, does not stand in a name or an id by chance: a password may. */
const shortestLong = 16;

/** Takes secrets out of text, in every form of `secretForms`; a text that holds one in disguise is taken out whole. */
export class Redactor {
  #forms: string[] = [];
  readonly #known = new Set<string>();
  #bare = new Set<string>();

  /** Adds a secret and returns those of its forms that were not known yet. */
  add(value: string): string[] {
    if (this.#known.has(value)) return [];
    this.#known.add(value);
    const fresh = secretForms(value).filter((form) => !this.#forms.includes(form));
    this.#forms = [...this.#forms, ...fresh].sort((a, b) => b.length - a.length);
    const bare = value.replace(/\s+/g, "");
    if (bare.length >= shortestDisguised) this.#bare.add(bare);
    return fresh;
  }

  /** The text with each known form replaced by `***`. */
  redact(text: string): string {
    const plain = this.#forms.reduce((rest, form) => rest.split(form).join("***"), text);
    const disguised = undisguised(plain).some((reading) => [...this.#bare].some((secret) => reading.includes(secret)));
    return disguised ? "***" : plain;
  }

  /** Whether the text holds a form of a secret that is too long to stand in it by chance. */
  holdsLongSecret(text: string): boolean {
    return this.#forms.some((form) => form.length >= shortestLong && text.includes(form));
  }
}
