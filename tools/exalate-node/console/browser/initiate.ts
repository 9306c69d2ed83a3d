import type { ConsoleApi, WantedConnection } from "../console-api.ts";
import { element } from "./element.ts";
import { Field } from "./field.ts";
import { invitationStep } from "./invitation-step.ts";
import { namesStep } from "./names-step.ts";
import { ProjectSearch } from "./project-search.ts";
import { openWizard, type Step } from "./wizard.ts";

type Mode = WantedConnection["mode"];

/** What was chosen before the project. */
type Chosen = Omit<WantedConnection, "project">;

const stepCount = 4;
const modes: readonly { readonly mode: Mode; readonly label: string; readonly explanation: string }[] = [
  { mode: "basic", label: "Basic", explanation: "A fixed mapping; nothing to configure" },
  { mode: "script", label: "Script", explanation: "Scripts on each side decide what is sent and received" },
];

/** Opens *Initiate connection*; `initiated` is called when the node has made the connection. */
export function openInitiate(api: ConsoleApi, initiated: () => void): void {
  const last = (chosen: Chosen) => projectStep(api, chosen, initiated);
  const names = (destinationUrl: string, mode: Mode) => namesStep((named) => last({ destinationUrl, mode, ...named }));
  openWizard("Initiate connection", destinationStep(api, names), stepCount);
}

function destinationStep(api: ConsoleApi, names: (destinationUrl: string, mode: Mode) => Step): Step {
  const hint = "The link of the other instance, or its Exalate URL";
  const url = new Field({ label: "Destination Instance URL", kind: "url", hint, isRequired: true });
  const isPrivate = element("input", { type: "checkbox" });
  isPrivate.addEventListener("change", () => {
    url.clear();
    url.input.disabled = isPrivate.checked;
  });
  return {
    heading: "Destination",
    content: [url.element, element("label", { class: "choice" }, isPrivate, "I don't have a URL")],
    fields: [url],
    errorAt: url,
    action: "Next",
    act: async () => {
      if (isPrivate.checked) return modeStep(["basic", "script"], (mode) => names("", mode));
      const { modes: offered } = await api.describeDestination(url.value);
      return modeStep(offered, (mode) => names(url.value, mode));
    },
  };
}

function modeStep(offered: readonly string[], names: (mode: Mode) => Step): Step {
  const choices = modes
    .filter(({ mode }) => offered.includes(mode))
    .map((each) => ({ ...each, input: modeInput(each) }));
  const rows = choices.map(({ input, label, explanation }) =>
    element("label", { class: "choice" }, input, element("span", {}, `${label} `, quiet(explanation))),
  );
  return {
    heading: "Configuration Mode",
    content: [element("fieldset", {}, element("legend", {}, "Configuration Mode"), ...rows)],
    action: "Next",
    act: async () => {
      const chosen = choices.find(({ input }) => input.checked);
      if (chosen === undefined) throw new Error("Choose a configuration mode.");
      return names(chosen.mode);
    },
  };
}

function modeInput({ mode }: { readonly mode: Mode }): HTMLInputElement {
  return element("input", { type: "radio", name: "mode", value: mode, checked: mode === "script" });
}

function quiet(text: string): HTMLElement {
  return element("span", { class: "quiet" }, text);
}

function projectStep(api: ConsoleApi, chosen: Chosen, initiated: () => void): Step {
  const search = new ProjectSearch(api);
  return {
    heading: "Project",
    content: search.elements,
    action: "Initiate",
    act: async () => {
      const { invitationCode } = await api.initiate({ ...chosen, project: search.chosen });
      initiated();
      return invitationStep(invitationCode);
    },
  };
}
