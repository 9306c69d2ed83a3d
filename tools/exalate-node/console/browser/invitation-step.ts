import { button, element, statusPlace } from "./element.ts";
import { Field } from "./field.ts";
import type { Step } from "./wizard.ts";

/** The step that offers an invitation code to copy. The code is visible only after a click. */
export function invitationStep(code: string): Step {
  const copied = statusPlace();
  const copy = button("Copy invitation code", "plain", () => {
    void navigator.clipboard.writeText(code).then(
      () => report(copied, "Copied"),
      () => report(copied, "The browser does not allow copying. Show the code and copy it by hand."),
    );
  });
  return {
    heading: "Invitation code",
    content: [
      element("p", {}, "Send this code to the admin of the destination instance. Anyone who has it can accept."),
      element("div", { class: "tools" }, copy, showButton(code)),
      copied,
    ],
    action: "Done",
    isLast: true,
    act: async () => undefined,
  };
}

function report(place: HTMLElement, message: string): void {
  place.textContent = message;
}

function showButton(code: string): HTMLButtonElement {
  const show = button("Show invitation code", "plain", () => {
    const shown = new Field({ label: "Invitation code", kind: "lines", isRequired: true });
    shown.input.value = code;
    shown.input.readOnly = true;
    show.parentElement?.after(shown.element);
    show.remove();
    shown.input.select();
  });
  return show;
}
