import { alertPlace, button, element, wordsOf } from "./element.ts";
import type { Field } from "./field.ts";

/** One step of a wizard. */
export interface Step {
  readonly heading: string;
  readonly content: readonly Node[];
  /** Fields to check before the step's action. */
  readonly fields?: readonly Field[];
  /** The field at which an error of the action is shown; below the content when absent. */
  readonly errorAt?: Field;
  /** Label of the main button. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Whether everything is done, so that there is nothing to cancel or go back to. */
  readonly isLast?: boolean;
  /** Does the step's work. @returns the next step, or undefined to close the wizard. @throws Error to show */
  act(): Promise<Step | undefined>;
}

let count = 0;

/**
 * Opens a wizard as a modal dialog.
 * @param steps how many steps it has; undefined shows no count
 */
export function openWizard(title: string, first: Step, steps?: number): void {
  new Wizard(title, steps).show(first);
}

class Wizard {
  readonly #steps: number | undefined;
  readonly #dialog: HTMLDialogElement;
  readonly #form = element("form", { novalidate: true });
  readonly #error = alertPlace();
  readonly #earlier: Step[] = [];
  #isBusy = false;

  constructor(title: string, steps: number | undefined) {
    this.#steps = steps;
    const titleId = `wizard-${++count}`;
    this.#dialog = element("dialog", { "aria-labelledby": titleId }, element("h2", { id: titleId }, title), this.#form);
    this.#dialog.addEventListener("close", () => this.#dialog.remove());
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  show(step: Step): void {
    const heading = element("h3", { tabindex: "-1" }, this.#headingOf(step));
    this.#error.textContent = "";
    this.#form.replaceChildren(heading, ...step.content, this.#error, this.#buttons(step));
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      void this.#proceed(step);
    };
    heading.focus();
  }

  #headingOf({ heading, isLast = false }: Step): string {
    const number = this.#earlier.length + 1;
    return this.#steps === undefined || isLast ? heading : `Step ${number} of ${this.#steps}: ${heading}`;
  }

  #buttons({ action, isDangerous = false, isLast = false }: Step): HTMLElement {
    const main = element("button", { type: "submit", class: isDangerous ? "danger" : "primary" }, action);
    const back = this.#earlier.length > 0 && !isLast ? [button("Back", "plain", () => this.#back())] : [];
    const cancel = isLast ? [] : [button("Cancel", "plain", () => this.#dialog.close())];
    return element("div", { class: "buttons" }, ...cancel, ...back, main);
  }

  #back(): void {
    const step = this.#earlier.pop();
    if (step !== undefined && !this.#isBusy) this.show(step);
  }

  async #proceed(step: Step): Promise<void> {
    if (this.#isBusy || (step.fields ?? []).some((field) => !field.check())) return;
    this.#setBusy(true);
    this.#error.textContent = "";
    try {
      this.#follow(step, await step.act());
    } catch (error) {
      this.#fail(step, wordsOf(error));
    } finally {
      this.#setBusy(false);
    }
  }

  #follow(step: Step, next: Step | undefined): void {
    this.#earlier.push(step);
    if (next === undefined) this.#dialog.close();
    else if (this.#dialog.open) this.show(next);
  }

  #fail({ errorAt }: Step, message: string): void {
    if (errorAt) errorAt.fail(message);
    else this.#error.textContent = message;
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#form.setAttribute("aria-busy", String(isBusy));
  }
}
