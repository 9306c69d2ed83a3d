import type { ConsoleApi, ListedConnection } from "../console-api.ts";
import { element } from "./element.ts";
import { openWizard } from "./wizard.ts";

/** Asks whether to remove a connection, and removes it; `removed` is called then. */
export function openRemove(api: ConsoleApi, { id, name }: ListedConnection, removed: () => void): void {
  openWizard("Remove connection", {
    heading: `Remove "${name}"?`,
    content: [element("p", {}, "It is removed on this side only. The other side is not informed.")],
    action: "Remove",
    isDangerous: true,
    act: async () => {
      await api.remove(id);
      removed();
      return undefined;
    },
  });
}
