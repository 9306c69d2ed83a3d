import { secretForms } from "./secret-forms.ts";

/** Takes secrets out of text, in every form of `secretForms`. */
export class Redactor {
  #forms: string[] = [];

  /** Adds a secret and returns those of its forms that were not known yet. */
  add(value: string): string[] {
    const fresh = secretForms(value).filter((form) => !this.#forms.includes(form));
    this.#forms = [...this.#forms, ...fresh].sort((a, b) => b.length - a.length);
    return fresh;
  }

  /** The text with each known form replaced by `***`. */
  redact(text: string): string {
    return this.#forms.reduce((rest, form) => rest.split(form).join("***"), text);
  }
}
