/** The element of the page with this id. @throws Error when the page has none of this kind */
export function part<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  return ofKind(document.getElementById(id), kind, `#${id}`);
}

/** The first element of this kind inside another. @throws Error when there is none */
export function partOf<Kind extends HTMLElement>(
  root: HTMLElement,
  selector: string,
  kind: abstract new () => Kind,
): Kind {
  return ofKind(root.querySelector(selector), kind, selector);
}

function ofKind<Kind extends HTMLElement>(found: unknown, kind: abstract new () => Kind, name: string): Kind {
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${name}.`);
}

/** The button with this id. */
export function buttonOf(id: string): HTMLButtonElement {
  return part(id, HTMLButtonElement);
}

/**
 * Puts an empty field in place of one that may hold a secret, and returns it. A field that is only emptied gives its text
 * back with Undo.
 */
export function emptied<Field extends HTMLInputElement | HTMLTextAreaElement>(
  field: Field,
  kind: new () => Field,
): Field {
  const fresh = ofKind(field.cloneNode(), kind, `#${field.id}`);
  fresh.value = "";
  field.replaceWith(fresh);
  return fresh;
}

/** Shows or hides parts of the page. */
export function show(isShown: boolean, ...ids: readonly string[]): void {
  for (const id of ids) part(id, HTMLElement).hidden = !isShown;
}

/** Writes text to a part of the page. */
export function say(id: string, text: string): void {
  part(id, HTMLElement).textContent = text;
}

/** Shows an error and marks the field that it is about; an empty message removes it. */
export function sayError(id: string, message: string): void {
  say(id, message);
  for (const field of document.querySelectorAll(`[aria-describedby~="${id}"]`)) {
    if (message === "") field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }
}

/** Resolves when the browser has painted what was changed, so that slow work may follow. */
export function painted(): Promise<void> {
  // A hidden page paints nothing, and would wait forever for a frame.
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
