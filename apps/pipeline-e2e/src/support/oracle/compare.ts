import type { Reading } from '@weather/weather-schema';
import { readingKey, formatOffset, type ExpectedState } from './expected-state.ts';
import type { StoredState } from './stored-state.ts';

/** The discrepancies that the oracle found, described one by one. */
export interface Findings {
  /** Acknowledged, but neither stored nor dead-lettered. */
  readonly lost: readonly string[];
  /** Stored or counted twice, or without having been sent. */
  readonly doubled: readonly string[];
  /** Stored with other values than were sent. */
  readonly wrong: readonly string[];
  /** Duplicates of dead letters: allowed, since dead letters are published before the commit. */
  readonly repeatedDeadLetters: number;
}

const EXCEEDANCE_CELSIUS = 30;
/** A higher temperature is a wrong value, not an exceedance. */
const MAX_PLAUSIBLE_CELSIUS = 60;

/** Compares the stored state with the expected state, record by record. */
export function compare(expected: ExpectedState, stored: StoredState): Findings {
  const found = { lost: [] as string[], doubled: [] as string[], wrong: [] as string[] };
  found.lost.push(...expected.missing.map((value) => `acknowledged, not in the topic: ${value}`));
  found.doubled.push(...expected.unexpected.map((value) => `more often in the topic than sent: ${value}`));
  compareReadings(expected, stored, found);
  compareExceedances(expected, stored, found);
  comparePartitions(expected, stored, found);
  const repeatedDeadLetters = compareDeadLetters(expected, stored, found);
  return { ...found, repeatedDeadLetters };
}

type Found = Record<'lost' | 'doubled' | 'wrong', string[]>;

function compareReadings(expected: ExpectedState, stored: StoredState, found: Found): void {
  const left = new Map(expected.readings);
  for (const reading of stored.readings) {
    const due = left.get(readingKey(reading));
    left.delete(readingKey(reading));
    if (due === undefined)
      found.doubled.push(`reading was not sent, or is stored twice: ${formatItem(reading)}`);
    else if (formatItem(due) !== formatItem(reading))
      found.wrong.push(`reading ${formatItem(reading)}, expected ${formatItem(due)}`);
  }
  for (const reading of left.values()) found.lost.push(`reading ${formatItem(reading)}`);
}

function compareExceedances(expected: ExpectedState, stored: StoredState, found: Found): void {
  const due = [...expected.readings.values()].filter(
    ({ temperature = 0 }) => temperature > EXCEEDANCE_CELSIUS && temperature <= MAX_PLAUSIBLE_CELSIUS,
  );
  const left = new Map(due.map((reading) => [readingKey(reading), reading.temperature]));
  for (const exceedance of stored.exceedances) {
    const temperature = left.get(readingKey(exceedance));
    left.delete(readingKey(exceedance));
    if (temperature === undefined)
      found.doubled.push(`exceedance without its reading, or stored twice: ${formatItem(exceedance)}`);
    else if (temperature !== exceedance.temperature)
      found.wrong.push(`exceedance ${formatItem(exceedance)}, expected ${temperature}`);
  }
  for (const key of left.keys()) found.lost.push(`exceedance of ${key}`);
}

function comparePartitions(expected: ExpectedState, stored: StoredState, found: Found): void {
  for (const [partition, due] of expected.partitions) {
    const actual = stored.partitions.get(partition);
    const expectedCounts = {
      nextOffset: due.nextOffset,
      read: due.readings + due.deadLettered,
      stored: due.readings - due.repeated - due.replaced,
      repeated: due.repeated,
      replaced: due.replaced,
      deadLettered: due.deadLettered,
      lost: 0,
    };
    for (const [name, value] of Object.entries(expectedCounts)) {
      const actualValue = actual?.[name as keyof typeof expectedCounts] ?? 0;
      const text = `partition ${partition}: ${name} is ${actualValue}, expected ${value}`;
      if (actualValue < value) found.lost.push(text);
      if (actualValue > value) (name === 'lost' ? found.lost : found.doubled).push(text);
    }
  }
}

function compareDeadLetters(expected: ExpectedState, stored: StoredState, found: Found): number {
  const seen = new Set<string>();
  let repeated = 0;
  for (const { headers, value } of stored.deadLetters) {
    const offsetKey = formatOffset(Number(headers['dlq.partition']), Number(headers['dlq.offset']));
    const due = expected.deadLetters.get(offsetKey);
    if (seen.has(offsetKey)) repeated++;
    seen.add(offsetKey);
    if (due === undefined) found.doubled.push(`dead letter of a valid record: ${offsetKey} ${value}`);
    else if (due !== value) found.wrong.push(`dead letter of ${offsetKey} has other bytes: ${value}`);
  }
  for (const [offsetKey, value] of expected.deadLetters)
    if (!seen.has(offsetKey)) found.lost.push(`dead letter of ${offsetKey} ${value}`);
  return repeated;
}

function formatItem(item: Reading | { readonly temperature: number }): string {
  return JSON.stringify(Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Compares counts alone, for cases in which a wrong count is the only possible discrepancy. */
export function compareCounts(expected: number, actual: number): Findings {
  const text = `${actual} readings, expected ${expected}`;
  return {
    lost: actual < expected ? [text] : [],
    doubled: actual > expected ? [text] : [],
    wrong: [],
    repeatedDeadLetters: 0,
  };
}
