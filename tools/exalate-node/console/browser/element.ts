type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element. An attribute that is true is written without a value, one that is false is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** Makes a button that does something; `look` is its style. */
export function button(label: string, look: "primary" | "plain" | "danger", act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: look }, label);
  made.addEventListener("click", act);
  return made;
}

/** Makes a place for a message that a screen reader reads at once when it appears. */
export function alertPlace(): HTMLParagraphElement {
  return element("p", { role: "alert", class: "error" });
}

/** Makes a place for a message that a screen reader reads when it is idle. */
export function statusPlace(): HTMLParagraphElement {
  return element("p", { role: "status", class: "quiet" });
}

/** The words of an error for the person. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
