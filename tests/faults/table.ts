/** A row of a table: its first cell as the name, and the other cells by their column headings. */
export interface Row {
  readonly name: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of a text table: a line of headings, then one line per row, with cells separated by bars. */
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
