import { parse } from 'csv-parse/sync';
import { type ReplayFile, ReplayFileError } from './replay-file.ts';
import { textLines } from './text-lines.ts';

/** A row of a CSV file: its fields, or the problem with it. */
export interface CsvRow {
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem?: string;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly quotes: number;
}

const QUOTE = '"';
const MISPLACED_QUOTE = 'a quote is misplaced or never closed';

/** A quoted field may span lines, but an unclosed quote must not consume the rest of the file. */
const MAX_LINES_OF_ROW = 50;

/**
 * Reads the names of the columns from the first row of a file.
 * @throws ReplayFileError when there is none, or the file cannot be read.
 */
export async function readHeader(file: ReplayFile, delimiter: string): Promise<string[]> {
  for await (const [header] of allRows(file, delimiter)) {
    if (header?.problem !== undefined)
      throw new ReplayFileError(`${file.name}: in the header ${header.problem}`);
    if (header) return header.fields.map((name) => name.trim());
  }
  throw new ReplayFileError(`${file.name} has no header`);
}

/**
 * Yields the rows below the header as they are read.
 * @throws ReplayFileError after the last readable row, when the file is damaged or truncated.
 */
export async function* dataRows(file: ReplayFile, delimiter: string): AsyncGenerator<CsvRow[]> {
  let isHeader = true;
  for await (const rows of allRows(file, delimiter)) {
    yield isHeader ? rows.slice(1) : rows;
    isHeader &&= rows.length === 0;
  }
}

async function* allRows(file: ReplayFile, delimiter: string): AsyncGenerator<CsvRow[]> {
  const csv = new CsvRows(delimiter);
  for await (const lines of textLines(file.chunks(), file.name)) yield csv.read(lines);
  yield csv.end();
}

/**
 * Parses lines into rows (RFC 4180): a quoted field may contain the delimiter, doubled quotes and line ends. Empty lines are
 * ignored. A line with a misplaced quote becomes a row with a problem, and the next row starts on the next line; csv-parse,
 * which parses quoted rows, would lose the rest of the file.
 */
export class CsvRows {
  #lineNumber = 0;
  #columnCount: number | undefined;
  /** The lines of a row whose quoted field is not closed yet. */
  #open: Line[] = [];
  #openQuotes = 0;

  constructor(private readonly delimiter: string) {}

  /** Parses the next lines of the file; returns the rows that end on them. */
  read(lines: readonly string[]): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const text of lines)
      this.#appendLine({ number: ++this.#lineNumber, text, quotes: countQuotes(text) }, rows);
    return rows;
  }

  /** Returns the remaining rows at the end of the file. */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.#open.length > 0) this.#rejectFirstLine(rows);
    return rows;
  }

  #appendLine(line: Line, rows: CsvRow[]): void {
    if (this.#open.length === 0 && line.quotes === 0) {
      if (line.text.trim() !== '') this.#add(line.number, line.text.split(this.delimiter), rows);
      return;
    }
    this.#open.push(line);
    this.#openQuotes += line.quotes;
    const hasPairsOnly = this.#openQuotes % 2 === 0;
    if (hasPairsOnly) this.#close(rows);
    else if (this.#open.length >= MAX_LINES_OF_ROW) this.#rejectFirstLine(rows);
  }

  #close(rows: CsvRow[]): void {
    const [first] = this.#open;
    const fields = this.#parse(this.#open.map(({ text }) => text).join('\n'));
    const isRow =
      this.#open.length === 1 || this.#columnCount === undefined || fields?.length === this.#columnCount;
    if (!first || !fields || !isRow) {
      this.#rejectFirstLine(rows);
      return;
    }
    this.#removeOpenLines();
    this.#add(first.number, fields, rows);
  }

  /** The first of the open lines is an invalid row; the lines after it may be valid rows. */
  #rejectFirstLine(rows: CsvRow[]): void {
    const [first, ...others] = this.#removeOpenLines();
    if (first) rows.push({ line: first.number, fields: [], problem: MISPLACED_QUOTE });
    for (const line of others) this.#appendLine(line, rows);
  }

  #removeOpenLines(): Line[] {
    const open = this.#open;
    this.#open = [];
    this.#openQuotes = 0;
    return open;
  }

  #add(line: number, fields: readonly string[], rows: CsvRow[]): void {
    this.#columnCount ??= fields.length;
    rows.push({ line, fields });
  }

  #parse(text: string): readonly string[] | undefined {
    try {
      return parse(text, { delimiter: this.delimiter, relax_column_count: true })[0];
    } catch {
      return undefined;
    }
  }
}

function countQuotes(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf(QUOTE); at >= 0; at = text.indexOf(QUOTE, at + 1)) quotes++;
  return quotes;
}
