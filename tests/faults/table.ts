/** A row of a table: its first cell, and the others by the headings of their columns. */
export interface Row {
  readonly name: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of a table written as text: a line of headings, then a line for each row, cells parted by bars. */
export function parseTable(text: string): Row[] {
  const lines = text.trim().split("\n").map(cellsOf);
  const [[, ...headings] = [], ...rows] = lines;
  return rows.map(([name = "", ...cells]) => ({
    name,
    cells: Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ""])),
  }));
}

function cellsOf(line: string): string[] {
  return line.split("|").map((cell) => cell.trim());
}
