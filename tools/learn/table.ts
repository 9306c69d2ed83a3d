const gap = 2;

/** The narrowest that a column becomes, in characters. */
const narrowest = 16;

/**
 * Rows of cells as lines of a table that is at most `width` characters wide where its columns can be that narrow. The last
 * two columns share what the others leave; their cells are broken between words.
 */
export function wrappedTable(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = columnWidths(rows, width);
  return rows.flatMap((row) => rowLines(row, widths));
}

function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const natural = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const fixed = natural.slice(0, -2);
  const [first = 0, last = 0] = natural.slice(-2);
  const room = width - fixed.reduce((sum, one) => sum + one + gap, 0) - gap;
  const half = Math.max(narrowest, Math.floor(room / 2));
  const firstWidth = Math.min(first, Math.max(half, room - last));
  return [...fixed, firstWidth, Math.min(last, Math.max(narrowest, room - firstWidth))];
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => wrapped(cell, widths[column] ?? cell.length));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => (lines[line] ?? "").padEnd((widths[column] ?? 0) + gap))
      .join("")
      .trimEnd(),
  );
}

/**
 * The text in lines of at most `width` characters, broken between words. A longer word, such as a path, stays whole, so
 * that it can be copied.
 */
function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1] ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
