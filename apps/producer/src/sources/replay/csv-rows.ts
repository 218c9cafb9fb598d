import { parse } from 'csv-parse/sync';

/** A row of a CSV file: the line on which it starts, from 1, and its fields, or why it has none. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
  readonly fault?: string;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly quotes: number;
}

const QUOTE = '"';
const MISPLACED_QUOTE = 'a quote is misplaced or never closed';

/** A quoted field may span lines, but a quote that nobody closes must not take the rest of the file with it. */
const MAX_LINES_OF_ROW = 50;

/**
 * Cuts lines into rows (RFC 4180): a quoted field may hold the delimiter, doubled quotes and line ends. Empty lines are
 * left out. A line with a misplaced quote becomes a row with a fault, and the next row starts on the next line; given
 * the whole file, csv-parse, which takes the quoted rows apart, would lose all that follows.
 */
export class CsvRows {
  #lineNumber = 0;
  #columnCount: number | undefined;
  /** The lines of a row whose quoted field is not closed yet. */
  #open: Line[] = [];
  #openQuotes = 0;

  constructor(private readonly delimiter: string) {}

  /** The rows that end on the next lines of the file. */
  read(lines: readonly string[]): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const text of lines) this.#take({ number: ++this.#lineNumber, text, quotes: quotesIn(text) }, rows);
    return rows;
  }

  /** What is left at the end of the file. */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.#open.length > 0) this.#giveUp(rows);
    return rows;
  }

  #take(line: Line, rows: CsvRow[]): void {
    if (this.#open.length === 0 && line.quotes === 0) {
      if (line.text.trim() !== '') this.#add(line.number, line.text.split(this.delimiter), rows);
      return;
    }
    this.#open.push(line);
    this.#openQuotes += line.quotes;
    const hasPairsOnly = this.#openQuotes % 2 === 0;
    if (hasPairsOnly) this.#close(rows);
    else if (this.#open.length >= MAX_LINES_OF_ROW) this.#giveUp(rows);
  }

  #close(rows: CsvRow[]): void {
    const [first] = this.#open;
    const fields = this.#parse(this.#open.map(({ text }) => text).join('\n'));
    const isRow =
      this.#open.length === 1 || this.#columnCount === undefined || fields?.length === this.#columnCount;
    if (!first || !fields || !isRow) {
      this.#giveUp(rows);
      return;
    }
    this.#takeOpen();
    this.#add(first.number, fields, rows);
  }

  /** The first of the open lines is a faulty row; those after it may be rows of their own. */
  #giveUp(rows: CsvRow[]): void {
    const [first, ...others] = this.#takeOpen();
    if (first) rows.push({ line: first.number, fields: [], fault: MISPLACED_QUOTE });
    for (const line of others) this.#take(line, rows);
  }

  #takeOpen(): Line[] {
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

function quotesIn(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf(QUOTE); at >= 0; at = text.indexOf(QUOTE, at + 1)) quotes++;
  return quotes;
}
