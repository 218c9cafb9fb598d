/** What one cell of a table holds. */
export type Cell = string | number | null;

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** Spreadsheets run a text that begins so as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;

/** A line of a CSV file (RFC 4180); null is an empty cell. A text that a spreadsheet would run is made a text by a quote. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(formatCell).join(',') + LINE_END;
}

function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
