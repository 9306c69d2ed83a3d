import type { ConsoleApi } from "../console-api.ts";
import { ConnectionList } from "./connection-list.ts";
import { button, element } from "./element.ts";
import { signInForm } from "./sign-in.ts";

const note =
  "This console belongs to an embedded Exalate node, a stand-in for trials and tests. It is not the vendor's console.";

/** Shows the console: first the sign-in, then the connections. */
export function startConsole(api: ConsoleApi): void {
  document.title = `Exalate node ${location.host}`;
  const main = element("main");
  const bar = element("header", {}, element("p", { class: "brand" }, "Exalate node"), element("p", {}, location.host));
  document.body.append(bar, main, element("footer", {}, note));
  main.append(signInForm(api, () => showConnections(api, bar, main)));
  main.querySelector("input")?.focus();
}

// The session is only in this page's memory, so a reload forgets it.
function showConnections(api: ConsoleApi, bar: HTMLElement, main: HTMLElement): void {
  bar.append(button("Sign out", "plain", () => location.reload()));
  const list = new ConnectionList(api);
  main.replaceChildren(list.element);
  void list.start();
}
