import type { ListedConnection } from "../console-api.ts";
import { button, element } from "./element.ts";

/** What a person can do with a connection of the table. */
export interface ConnectionActions {
  showInvitation(connection: ListedConnection): void;
  remove(connection: ListedConnection): void;
}

const columns = ["Name", "Destination", "Status", "Actions"];

/** The connections as a table. Roles are written out, because the style for narrow screens would remove them. */
export function connectionTable(connections: readonly ListedConnection[], actions: ConnectionActions): HTMLElement {
  const head = columns.map((name) => element("th", { role: "columnheader", scope: "col" }, name));
  const rows = connections.map((connection) => rowOf(connection, actions));
  return element(
    "table",
    { role: "table", "aria-label": "Connections" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)),
    element("tbody", { role: "rowgroup" }, ...rows),
  );
}

function rowOf(connection: ListedConnection, actions: ConnectionActions): HTMLElement {
  const { name, destination, status } = connection;
  return element(
    "tr",
    { role: "row" },
    element("th", { role: "rowheader", scope: "row" }, name),
    element("td", { role: "cell" }, destination || element("span", { class: "quiet" }, "Unknown")),
    element("td", { role: "cell" }, element("span", { class: `badge ${status.toLowerCase()}` }, statusWord(status))),
    element("td", { role: "cell" }, element("div", { class: "tools" }, ...buttonsOf(connection, actions))),
  );
}

function buttonsOf(connection: ListedConnection, actions: ConnectionActions): HTMLElement[] {
  const show = button("Show invitation code", "plain", () => actions.showInvitation(connection));
  const remove = button("Remove", "plain", () => actions.remove(connection));
  const shown = connection.status === "PENDING" ? [show, remove] : [remove];
  for (const each of shown) each.setAttribute("aria-label", `${each.textContent}: ${connection.name}`);
  return shown;
}

/** The word that the console shows for a status: "Active" for ACTIVE. */
export function statusWord(status: string): string {
  return status.charAt(0).toUpperCase() + status.slice(1).toLowerCase();
}
