import { alertPlace, element } from "./element.ts";

/** How a field looks and what it needs. */
export interface FieldOptions {
  readonly label: string;
  readonly kind?: "text" | "url" | "search" | "password" | "lines";
  readonly hint?: string;
  readonly isRequired?: boolean;
  readonly autocomplete?: string;
}

let count = 0;

/** A labelled input with a hint and a place for its error. */
export class Field {
  readonly #label: string;
  readonly #isRequired: boolean;
  readonly #error = alertPlace();
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  /** Label, input, hint and error. */
  readonly element: HTMLElement;

  constructor(options: FieldOptions) {
    const { label, hint, isRequired = false } = options;
    const id = `field-${++count}`;
    this.#label = label;
    this.#isRequired = isRequired;
    this.#error.id = `${id}-error`;
    this.input = inputOf(options, id);
    this.input.addEventListener("input", () => this.clear());
    this.element = element("div", { class: "field" }, element("label", { for: id }, label, ...optionalNote(options)));
    if (hint !== undefined) this.element.append(element("p", { id: `${id}-hint`, class: "quiet" }, hint));
    this.element.append(this.input, this.#error);
    this.input.setAttribute("aria-describedby", `${hint === undefined ? "" : `${id}-hint `}${id}-error`);
  }

  get value(): string {
    return this.input.value.trim();
  }

  /** Whether the field has what it needs; shows an error and moves the focus there when not. */
  check(): boolean {
    if (!this.#isRequired || this.input.disabled || this.value !== "") return true;
    this.fail(`${this.#label} is missing.`);
    return false;
  }

  /** Shows an error at the field and moves the focus there. */
  fail(message: string): void {
    this.#error.textContent = message;
    this.input.setAttribute("aria-invalid", "true");
    this.input.focus();
  }

  /** Removes the error. */
  clear(): void {
    this.#error.textContent = "";
    this.input.removeAttribute("aria-invalid");
  }
}

function inputOf({ kind = "text", autocomplete = "off", isRequired = false }: FieldOptions, id: string) {
  const common = { id, autocomplete, spellcheck: "false", "aria-required": String(isRequired) };
  if (kind === "lines") return element("textarea", { ...common, rows: "4" });
  return element("input", {
    ...common,
    type: kind === "url" ? "text" : kind,
    inputmode: kind === "url" ? "url" : "text",
  });
}

function optionalNote({ kind, isRequired = false }: FieldOptions): HTMLElement[] {
  return isRequired || kind === "search" ? [] : [element("span", { class: "quiet" }, " (optional)")];
}
