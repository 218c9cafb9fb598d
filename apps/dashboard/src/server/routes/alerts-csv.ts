import { Readable } from 'node:stream';
import type { AlertFilter, AlertCursor, ListedAlert } from '@weather/weather-store';
import { findAlerts, type QueryRunner } from '@weather/weather-store/queries';
import type { Alert } from '../../contract/alerts.ts';
import { toAlert } from '../mappers.ts';

const PAGE_ROWS = 1_000;
const MAX_PAGES = 100;
const COLUMNS = [
  'station',
  'rule',
  'severity',
  'state',
  'startedAt',
  'firedAt',
  'resolvedAt',
  'peakValue',
  'peakAt',
  'readings',
  'acknowledgedBy',
  'acknowledgedAt',
] as const satisfies readonly (keyof Alert)[];

/**
 * Streams at most 100,000 alerts as a CSV file, newest first, at the speed of the reader.
 * @throws DatabaseUnavailableError if the first page cannot be read; after a later failure the stream is aborted.
 */
export async function alertsCsv(reader: QueryRunner, filter: AlertFilter): Promise<Readable> {
  const pages = readPages(reader, filter);
  const first = await pages.next();
  return Readable.from(writeLines(first.done ? [] : first.value, pages));
}

async function* readPages(
  reader: QueryRunner,
  filter: AlertFilter,
): AsyncGenerator<readonly ListedAlert[], void, undefined> {
  let after: AlertCursor | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { alerts, next } = await findAlerts(reader, filter, PAGE_ROWS, after);
    yield alerts;
    if (next === undefined) return;
    after = next;
  }
}

async function* writeLines(
  first: readonly ListedAlert[],
  pages: AsyncIterable<readonly ListedAlert[]>,
): AsyncGenerator<string, void, undefined> {
  yield csvLine(COLUMNS) + formatLines(first);
  for await (const page of pages) yield formatLines(page);
}

function formatLines(alerts: readonly ListedAlert[]): string {
  return alerts
    .map(toAlert)
    .map((alert) => csvLine(COLUMNS.map((column) => alert[column])))
    .join('');
}

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** A spreadsheet runs a text with such a start as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;

/** Formats a line of a CSV file (RFC 4180); null is an empty cell. A text that a spreadsheet would run is prefixed with a quote. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(formatCell).join(',') + LINE_END;
}

function formatCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
