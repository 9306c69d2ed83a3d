import { oneLine } from "../core/text.ts";

/** A text as inline code that also stands in a table cell; whatever it holds shows as it is and links nowhere. */
export function markdownCode(text: string): string {
  const line = oneLine(text).replace(/\|/g, "&#124;").replace(/</g, "&lt;").replace(/`/g, "&#96;");
  return `<code>${line.replace(/([*_[\]~\\])/g, "\\$1")}</code>`;
}

/** A text of several lines in a table cell, with nothing in it taken for Markdown or HTML. */
export function markdownText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => oneLine(line).trim());
  const escaped = lines.map((line) => line.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`));
  return escaped.map((line) => line.replace(/([\\`*_{}[\]()#+.!|~-])/g, "\\$1")).join("<br>");
}
