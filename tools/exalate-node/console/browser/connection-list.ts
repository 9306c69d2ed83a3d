import type { ConsoleApi, ListedConnection } from "../console-api.ts";
import { openAccept } from "./accept.ts";
import { connectionTable, statusWord } from "./connection-table.ts";
import { alertPlace, button, element, statusPlace, wordsOf } from "./element.ts";
import { openInitiate } from "./initiate.ts";
import { openRemove } from "./remove.ts";
import { openInvitation } from "./show-invitation.ts";

/** Time between two automatic refreshes of a visible page, in milliseconds. */
const refreshMilliseconds = 4000;

/** The list of connections, which refreshes itself while the page is visible. */
export class ConnectionList {
  readonly #api: ConsoleApi;
  readonly #heading = element("h1", { tabindex: "-1" }, "Connections");
  readonly #listError = alertPlace();
  readonly #codeError = alertPlace();
  readonly #news = statusPlace();
  readonly #table = element("div", { class: "card" });
  #shown: readonly ListedConnection[] | undefined;
  #refreshes = 0;
  /** Heading, buttons, messages and table. */
  readonly element: HTMLElement;

  constructor(api: ConsoleApi) {
    this.#api = api;
    this.element = element("section", {}, this.#toolbar(), this.#listError, this.#codeError, this.#news, this.#table);
  }

  /** Shows the list, and keeps it up to date from then on. */
  async start(): Promise<void> {
    this.#heading.focus();
    await this.#refresh();
    setInterval(() => this.#refreshIfVisible(), refreshMilliseconds);
    document.addEventListener("visibilitychange", () => this.#refreshIfVisible());
  }

  #toolbar(): HTMLElement {
    const changed = () => void this.#refresh();
    return element(
      "div",
      { class: "toolbar" },
      this.#heading,
      button("Refresh", "plain", changed),
      button("Accept invitation", "plain", () => openAccept(this.#api, changed)),
      button("Initiate connection", "primary", () => openInitiate(this.#api, changed)),
    );
  }

  #refreshIfVisible(): void {
    if (document.visibilityState === "visible") void this.#refresh();
  }

  async #refresh(): Promise<void> {
    const serial = ++this.#refreshes;
    try {
      const connections = await this.#api.listConnections();
      if (serial === this.#refreshes) this.#show(connections);
      this.#reportList("");
    } catch (error) {
      this.#reportList(wordsOf(error));
    }
  }

  // Every refresh can fail in the same way, but a screen reader must say so only once.
  #reportList(message: string): void {
    if (this.#listError.textContent !== message) this.#listError.textContent = message;
  }

  #show(connections: readonly ListedConnection[]): void {
    const isSame = JSON.stringify(connections) === JSON.stringify(this.#shown);
    if (isSame) return;
    const news = newsOf(this.#shown ?? connections, connections);
    if (news !== "") this.#news.textContent = news;
    this.#shown = connections;
    const focused = focusedLabel(this.#table);
    this.#table.replaceChildren(this.#contentFor(connections));
    if (focused !== null) this.#focusAgain(focused);
  }

  #contentFor(connections: readonly ListedConnection[]): HTMLElement {
    if (connections.length === 0) return element("p", { class: "nothing" }, "This node has no connections yet.");
    return connectionTable(connections, {
      showInvitation: (connection) => void this.#showInvitation(connection),
      remove: (connection) => openRemove(this.#api, connection, () => void this.#afterRemoval()),
    });
  }

  async #showInvitation(connection: ListedConnection): Promise<void> {
    this.#codeError.textContent = "";
    try {
      await openInvitation(this.#api, connection);
    } catch (error) {
      this.#codeError.textContent = wordsOf(error);
    }
  }

  async #afterRemoval(): Promise<void> {
    await this.#refresh();
    this.#heading.focus();
  }

  #focusAgain(label: string): void {
    const same = this.#table.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`);
    (same ?? this.#heading).focus();
  }
}

function focusedLabel(table: HTMLElement): string | null {
  const focused = document.activeElement;
  return table.contains(focused) ? (focused?.getAttribute("aria-label") ?? null) : null;
}

function newsOf(before: readonly ListedConnection[], now: readonly ListedConnection[]): string {
  const statuses = new Map(before.map(({ id, status }) => [id, status]));
  const changed = now.filter(({ id, status }) => statuses.has(id) && statuses.get(id) !== status);
  return changed.map(({ name, status }) => `${name} is now ${statusWord(status).toLowerCase()}.`).join(" ");
}
