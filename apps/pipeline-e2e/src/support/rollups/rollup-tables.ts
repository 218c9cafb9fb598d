import { expect } from '@jest/globals';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';
import { DAY, expectRollups, HOUR, type ReadingRow, type Rollup } from './expected-rollups.ts';

type TextsOfQuantities = Readonly<Record<Quantity, string | null>>;

const columnOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const EXTREME = /_(min|max)$/;

/** Expects the tables to equal a recomputation from the readings, and no dirty hours. */
export async function expectRollupsCorrect(stack: TestStack): Promise<void> {
  expect(await stack.query('SELECT * FROM rollup_dirty_hour')).toEqual([]);
  const readings = await readingRows(stack);
  expect(sortRollups(await findStoredRollups(stack, 'reading_hour', 'hour_start'))).toEqual(
    sortRollups(expectRollups(readings, HOUR)),
  );
  expect(sortRollups(await findStoredRollups(stack, 'reading_day', 'day_start'))).toEqual(
    sortRollups(expectRollups(readings, DAY)),
  );
}

async function readingRows(stack: TestStack): Promise<ReadingRow[]> {
  const quantities = QUANTITY_NAMES.map((name) => `CAST(${columnOf(name)} AS CHAR) AS ${name}`);
  const rows = await stack.query<Pick<ReadingRow, 'station' | 'observedAt' | 'quality'> & TextsOfQuantities>(
    `SELECT station_id AS station, observed_at AS observedAt, quality, ${quantities.join(', ')} FROM reading`,
  );
  return rows.map((row) => ({ ...row, ...numbersOf(row) }));
}

function numbersOf(texts: TextsOfQuantities): Record<Quantity, number | null> {
  const entries = QUANTITY_NAMES.map((name) => [name, texts[name] === null ? null : Number(texts[name])]);
  return Object.fromEntries(entries) as Record<Quantity, number | null>;
}

async function findStoredRollups(stack: TestStack, table: string, start: string): Promise<Rollup[]> {
  const names = await stack.query<{ name: string }>(
    'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
    [table],
  );
  const columns = names.map(({ name }) => name).filter((name) => name !== 'station_id' && name !== start);
  const selected = columns.map((name) => (EXTREME.test(name) ? `CAST(${name} AS CHAR) AS ${name}` : name));
  const rows = await stack.query<Rollup>(
    `SELECT station_id AS station, ${start} AS start, ${selected.join(', ')} FROM ${table}`,
  );
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, valueOf(name, value)])),
  );
}

function valueOf(name: string, value: string | number | null): string | number | null {
  if (value === null) return null;
  return EXTREME.test(name) ? Number(value) : value;
}

function sortRollups(rollups: readonly Rollup[]): Rollup[] {
  return rollups.toSorted((a, b) =>
    Number(a['station']) === Number(b['station'])
      ? String(a['start']).localeCompare(String(b['start']))
      : Number(a['station']) - Number(b['station']),
  );
}
