import { copy } from "./copy.ts";
import { buttonOf, part, say, show } from "./page-parts.ts";

/** In place of the code while it is hidden; it says nothing about its length. */
const hiddenCode = "•".repeat(24);

/** The part of the page with the opened invitation code, hidden at first. */
export class OpenedCode {
  #code = "";
  readonly #field = part("code", HTMLTextAreaElement);
  readonly #toggle = buttonOf("show-code");

  constructor() {
    this.#toggle.addEventListener("click", () => this.#reveal(this.#toggle.ariaPressed !== "true"));
    buttonOf("copy-code").addEventListener(
      "click",
      () => void copy("copy-code", this.#code, "code", () => this.#reveal(true)),
    );
    this.#field.addEventListener("focus", () => this.#field.select());
  }

  /** Shows the part with a code, and moves the focus there. */
  open(code: string): void {
    this.#code = code;
    this.#reveal(false);
    say("copy-code-status", "");
    show(true, "opened");
    part("opened-title", HTMLElement).focus();
  }

  /** Forgets the code and hides the part. */
  clear(): void {
    this.#code = "";
    this.#reveal(false);
    say("copy-code-status", "");
    show(false, "opened");
  }

  #reveal(isShown: boolean): void {
    this.#field.value = isShown ? this.#code : this.#code && hiddenCode;
    this.#toggle.ariaPressed = String(isShown);
  }
}
