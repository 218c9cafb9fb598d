const MIN_WIDTH = 3;
const ROUND_FROM = 10;

/**
 * Formats a table in Markdown, its columns padded as Prettier pads them.
 * @param heads the heads of the columns; a colon at the end, as in Markdown's rule, aligns figures to the right.
 */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((head, index) => {
    const title = head.replace(/:$/, '');
    const texts = [title, ...rows.map((row) => row[index] ?? '')];
    const width = Math.max(MIN_WIDTH, ...texts.map(({ length }) => length));
    const isRight = title !== head;
    const [padded = '', ...cells] = texts.map((text) =>
      isRight ? text.padStart(width) : text.padEnd(width),
    );
    return [padded, isRight ? ':'.padStart(width, '-') : '-'.repeat(width), ...cells];
  });
  const [first = []] = columns;
  return first.map((_, line) => `| ${columns.map((cells) => cells[line]).join(' | ')} |`).join('\n');
}

/** `12,345` */
export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–';
}

/** `12.3` */
export function tenths(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : '–';
}

/** `0.97`, `123` */
export function ratio(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= ROUND_FROM ? whole(value) : value.toFixed(2);
}
