import { clearWhenHidden } from "./clear-when-hidden.ts";
import { KeyMaker } from "./make-key.ts";
import { InvitationOpener } from "./open-invitation.ts";
import { buttonOf, part, say, show } from "./page-parts.ts";

const canRun = globalThis.isSecureContext && "subtle" in crypto && "ReadableStream" in globalThis;

/** Starts the page. Where it cannot run, the page goes on to say so. */
function start(): void {
  const key = new KeyMaker();
  const invitation = new InvitationOpener();
  show(false, "cannot-run");
  show(true, "parts");
  const forget = (why: string) => {
    invitation.clear();
    say("cleared", key.hasUnsavedKey ? `${why} The new key is kept, because it is not saved yet.` : why);
  };
  buttonOf("forget").addEventListener("click", () => {
    if (!key.hasUnsavedKey) key.clear();
    forget("Everything is forgotten. The clipboard may still have the code.");
    part("invitation-file", HTMLElement).focus();
  });
  clearWhenHidden(() => {
    if (!key.hasUnsavedKey) key.clearSecrets();
    forget("Cleared, because the page was hidden for ten minutes.");
  });
  protectPage(key, invitation);
}

function protectPage(key: KeyMaker, invitation: InvitationOpener): void {
  // A file that is dropped beside its place would replace the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (key.hasUnsavedKey) event.preventDefault();
  });
  // The browser may keep a page that was left, to come back to it.
  addEventListener("pagehide", () => {
    key.clear();
    invitation.clear();
  });
}

if (canRun) start();
