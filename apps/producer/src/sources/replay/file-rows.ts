import { CsvRows, type CsvRow } from './csv-rows.ts';
import { type ReplayFile, ReplayFileError } from './replay-file.ts';
import { textLines } from './text-lines.ts';

/**
 * The names of the columns, from the first row of the file.
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
 * The rows below the header, as they come.
 * @throws ReplayFileError after the last row that can be read, when the file is damaged or cut off.
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
