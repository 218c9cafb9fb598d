/** A column: its head, and whether it holds figures. */
export interface Column {
  readonly head: string;
  readonly figures?: boolean;
}

const MIN_WIDTH = 3;

/** A table in Markdown, its columns padded as Prettier pads them. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ head }, index) =>
    Math.max(MIN_WIDTH, head.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const pad = (text: string, index: number): string => {
    const width = widths[index] ?? MIN_WIDTH;
    return columns[index]?.figures === true ? text.padStart(width) : text.padEnd(width);
  };
  const rules = columns.map(({ figures }, index) => {
    const dashes = '-'.repeat(widths[index] ?? MIN_WIDTH);
    return figures === true ? `${dashes.slice(1)}:` : dashes;
  });
  const heads = columns.map(({ head }) => head);
  return [heads.map(pad), rules, ...rows.map((row) => row.map(pad))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
