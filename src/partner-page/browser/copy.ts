import { part, say } from "./page-parts.ts";

/**
 * Copies a text to the clipboard and says so. A browser may refuse; the text is then selected, to be copied by keyboard.
 * @param id of the button; its status has the same id with `-status`
 * @param field shows the text when `reveal` has been called
 */
export async function copy(id: string, text: string, field: string, reveal: () => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${id}-status`, "Copied.");
  } catch {
    reveal();
    const shown = part(field, HTMLTextAreaElement);
    shown.focus();
    shown.select();
    say(`${id}-status`, "The browser refused. The text is selected: copy it with the keyboard.");
  }
}
