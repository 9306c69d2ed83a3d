import { messageFor, messages } from "../messages.ts";
import { Problem } from "../problem.ts";
import { emptied, part, partOf, sayError, show } from "./page-parts.ts";

/** A form that asks for a passphrase. */
export class PassphraseForm {
  readonly #id: string;
  readonly #use: (passphrase: string) => Promise<void>;
  #input: HTMLInputElement;
  readonly #isShown: HTMLInputElement;
  readonly #form: HTMLFormElement;

  /**
   * @param id of the part of the page with the form
   * @param use uses the passphrase; the message of what it throws is shown in the form
   */
  constructor(id: string, use: (passphrase: string) => Promise<void>) {
    this.#id = id;
    this.#use = use;
    this.#form = partOf(part(id, HTMLElement), "form", HTMLFormElement);
    this.#input = part(`${id}-text`, HTMLInputElement);
    this.#isShown = part(`${id}-show`, HTMLInputElement);
    this.#isShown.addEventListener("change", () => this.#reveal());
    this.#form.addEventListener("submit", (event) => void this.#submit(event));
  }

  /** Shows the form or hides it, and forgets what is in it. */
  show(isShown: boolean): void {
    show(isShown, this.#id);
    this.clear();
    if (isShown) part(`${this.#id}-title`, HTMLElement).focus();
  }

  /** Forgets what is in the form. */
  clear(): void {
    this.#input = emptied(this.#input, HTMLInputElement);
    this.#isShown.checked = false;
    this.#reveal();
    sayError(`${this.#id}-error`, "");
  }

  #reveal(): void {
    this.#input.type = this.#isShown.checked ? "text" : "password";
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#form.ariaBusy === "true") return;
    sayError(`${this.#id}-error`, "");
    this.#form.ariaBusy = "true";
    try {
      await this.#use(this.#passphrase());
    } catch (error) {
      sayError(`${this.#id}-error`, messageFor(error));
      this.#input.focus();
    } finally {
      this.#form.ariaBusy = "false";
    }
  }

  #passphrase(): string {
    const passphrase = this.#input.value.trim();
    if (passphrase === "") throw new Problem(messages.passphraseMissing);
    return passphrase;
  }
}
