import type { ConsoleApi } from "../console-api.ts";
import { Field } from "./field.ts";
import { ProjectSearch } from "./project-search.ts";
import { openWizard, type Step } from "./wizard.ts";

const stepCount = 2;

/** Opens *Accept invitation*; `accepted` is called when the node has accepted. */
export function openAccept(api: ConsoleApi, accepted: () => void): void {
  openWizard("Accept invitation", codeStep(api, accepted), stepCount);
}

function codeStep(api: ConsoleApi, accepted: () => void): Step {
  const hint = "Paste the code that the admin of the other instance sent to you";
  const code = new Field({ label: "Invitation code", kind: "lines", hint, isRequired: true });
  return {
    heading: "Invitation code",
    content: [code.element],
    fields: [code],
    errorAt: code,
    action: "Next",
    act: async () => {
      await api.checkInvitation(code.value);
      return projectStep(api, code.value, accepted);
    },
  };
}

function projectStep(api: ConsoleApi, code: string, accepted: () => void): Step {
  const search = new ProjectSearch(api);
  return {
    heading: "Project",
    content: search.elements,
    action: "Confirm",
    act: async () => {
      await api.accept(code, search.chosen);
      accepted();
      return undefined;
    },
  };
}
