/** A table with a title above it and sentences that explain its rows and columns. */
export interface Table {
  readonly title: string;
  readonly explanation: readonly string[];
  readonly header: readonly string[];
  /** As many cells in each row as in the header. The first columns are texts, those after `texts` are numbers. */
  readonly rows: readonly (readonly string[])[];
  /** How many of the first columns are texts. */
  readonly texts: number;
}

/** A table for a terminal, with aligned columns. */
export function forTerminal({ title, explanation, header, rows, texts }: Table): string {
  const widths = header.map((name, column) =>
    Math.max(...[[...header], ...rows].map((row) => (row[column] ?? name).length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < texts ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title.toUpperCase(), ...explanation, "", line(header), rule, ...rows.map(line)].join("\n");
}

/** A table in Markdown, with its title as a heading of the third level. */
export function forMarkdown({ title, explanation, header, rows, texts }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const rule = header.map((_, column) => (column < texts ? "---" : "--:"));
  return [`### ${title}`, "", ...explanation, "", ...[header, rule, ...rows].map(line)].join("\n");
}
