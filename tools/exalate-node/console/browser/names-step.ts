import type { WantedConnection } from "../console-api.ts";
import { Field } from "./field.ts";
import type { Step } from "./wizard.ts";

type Names = Pick<WantedConnection, "localShortName" | "destinationShortName" | "connectionName" | "description">;

/** The step that asks for short names, connection name and description. */
export function namesStep(next: (names: Names) => Step): Step {
  const local = new Field({ label: "Local instance short name", isRequired: true });
  const destination = new Field({ label: "Destination instance short name", isRequired: true });
  const name = new Field({ label: "Connection name", isRequired: true });
  const description = new Field({ label: "Description", kind: "lines" });
  proposeName(local, destination, name);
  return {
    heading: "Connection",
    content: [local, destination, name, description].map((field) => field.element),
    fields: [local, destination, name],
    action: "Next",
    act: async () =>
      next({
        localShortName: local.value,
        destinationShortName: destination.value,
        connectionName: name.value,
        description: description.value,
      }),
  };
}

/** Fills the connection name in from the two short names until a person changes it. */
function proposeName(local: Field, destination: Field, name: Field): void {
  let proposed = "";
  const propose = () => {
    if (name.input.value !== proposed) return;
    proposed = local.value && destination.value ? `${local.value}_to_${destination.value}` : "";
    name.input.value = proposed;
    name.clear();
  };
  for (const { input } of [local, destination]) input.addEventListener("input", propose);
}
