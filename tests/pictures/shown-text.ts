const characters: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** The texts of an HTML or SVG document that a reader sees, one for each element that has some. */
export function shownTexts(markup: string): string[] {
  const texts = markup.replace(/<(style|title|desc)[^>]*>[^<]*/g, "").split(/<[^>]*>/);
  return texts.map(plain).filter((text) => text.trim() !== "");
}

/** The labels of a form that have the mark of a required field. */
export function requiredLabels(html: string): string[] {
  return [...html.matchAll(/<label>([^<]*)<i class="required">\*<\/i>/g)].map(([, label = ""]) => plain(label));
}

function plain(text: string): string {
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (each) => characters[each] ?? each);
}
