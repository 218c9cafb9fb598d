/**
 * Lines of text with the cells of each column below one another, to the right.
 * @param rows with as many cells each, the titles first.
 * @param textColumns so many columns, from the first, have their cells to the left.
 */
export function formatTable(rows: readonly (readonly string[])[], textColumns = 0): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const aligned = (cell: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column < textColumns ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(aligned).join('  ').trimEnd());
}
