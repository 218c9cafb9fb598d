/** Control characters and those that reverse the direction of a line: a record must not control the terminal. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const HEX_DIGITS = 4;
const HEX = 16;

/** Escapes the characters of a foreign text that are unsafe on a terminal. */
export function formatValue(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(HEX).padStart(HEX_DIGITS, '0')}`;
  });
}

/** Whether `formatValue` leaves a text unchanged. */
export function isSafeText(text: string): boolean {
  return formatValue(text) === text;
}

/** Formats a value as one line of JSON. */
export function formatJson(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Formats a count with its noun: `1 alert`, `2 alerts`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Formats rows as lines of aligned columns.
 * @param rows the titles first; all have the same number of cells.
 * @param textColumns the number of columns, from the first, that are aligned to the left.
 */
export function formatTable(rows: readonly (readonly string[])[], textColumns = 0): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const align = (cell: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column < textColumns ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(align).join('  ').trimEnd());
}
