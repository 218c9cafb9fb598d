import type { Reading } from '@weather/weather-schema';
import { keyOf, placeOf, type ExpectedState } from './expected-state.ts';
import type { StoredState } from './stored-state.ts';

/** What the oracle found: each list says what and where, in words. */
export interface Findings {
  /** Sent and acknowledged, and neither stored nor dead-lettered. */
  readonly lost: readonly string[];
  /** Stored, counted or saved although it should not be, or twice. */
  readonly doubled: readonly string[];
  /** There, with other values than were sent. */
  readonly wrong: readonly string[];
  /** Dead letters that repeat an earlier one of the same record: allowed, since they are published before the commit. */
  readonly repeatedDeadLetters: number;
}

const ALERT_CELSIUS = 30;
/** What is hotter is a wrong value and no alert. */
const HOTTEST_CELSIUS = 60;

/** Holds what is stored against what must be, record by record. */
export function compare(expected: ExpectedState, stored: StoredState): Findings {
  const found = { lost: [] as string[], doubled: [] as string[], wrong: [] as string[] };
  found.lost.push(...expected.missing.map((value) => `acknowledged, not in the topic: ${value}`));
  found.doubled.push(...expected.surplus.map((value) => `in the topic more often than sent: ${value}`));
  compareReadings(expected, stored, found);
  compareAlerts(expected, stored, found);
  comparePartitions(expected, stored, found);
  const repeatedDeadLetters = compareDeadLetters(expected, stored, found);
  return { ...found, repeatedDeadLetters };
}

type Found = Record<'lost' | 'doubled' | 'wrong', string[]>;

function compareReadings(expected: ExpectedState, stored: StoredState, found: Found): void {
  const left = new Map(expected.readings);
  for (const reading of stored.readings) {
    const due = left.get(keyOf(reading));
    left.delete(keyOf(reading));
    if (due === undefined) found.doubled.push(`reading that was not sent, or again: ${textOf(reading)}`);
    else if (textOf(due) !== textOf(reading))
      found.wrong.push(`reading ${textOf(reading)}, sent was ${textOf(due)}`);
  }
  for (const reading of left.values()) found.lost.push(`reading ${textOf(reading)}`);
}

function compareAlerts(expected: ExpectedState, stored: StoredState, found: Found): void {
  const due = [...expected.readings.values()].filter(
    ({ temperature = 0 }) => temperature > ALERT_CELSIUS && temperature <= HOTTEST_CELSIUS,
  );
  const left = new Map(due.map((reading) => [keyOf(reading), reading.temperature]));
  for (const alert of stored.alerts) {
    const temperature = left.get(keyOf(alert));
    left.delete(keyOf(alert));
    if (temperature === undefined)
      found.doubled.push(`alert without its reading, or again: ${textOf(alert)}`);
    else if (temperature !== alert.temperature)
      found.wrong.push(`alert ${textOf(alert)}, sent was ${temperature}`);
  }
  for (const key of left.keys()) found.lost.push(`alert of ${key}`);
}

function comparePartitions(expected: ExpectedState, stored: StoredState, found: Found): void {
  for (const [partition, due] of expected.partitions) {
    const actual = stored.partitions.get(partition);
    const want = {
      nextOffset: due.nextOffset,
      read: due.readings + due.deadLettered,
      stored: due.readings - due.repeated - due.replaced,
      repeated: due.repeated,
      replaced: due.replaced,
      deadLettered: due.deadLettered,
      lost: 0,
    };
    for (const [name, value] of Object.entries(want)) {
      const is = actual?.[name as keyof typeof want] ?? 0;
      const text = `partition ${partition}: ${name} is ${is}, due is ${value}`;
      if (is < value) found.lost.push(text);
      if (is > value) (name === 'lost' ? found.lost : found.doubled).push(text);
    }
  }
}

function compareDeadLetters(expected: ExpectedState, stored: StoredState, found: Found): number {
  const seen = new Set<string>();
  let repeated = 0;
  for (const { headers, value } of stored.deadLetters) {
    const place = placeOf(Number(headers['dlq.partition']), Number(headers['dlq.offset']));
    const due = expected.deadLetters.get(place);
    if (seen.has(place)) repeated++;
    seen.add(place);
    if (due === undefined) found.doubled.push(`dead letter of a record that is fine: ${place} ${value}`);
    else if (due !== value) found.wrong.push(`dead letter of ${place} has other bytes: ${value}`);
  }
  for (const [place, value] of expected.deadLetters)
    if (!seen.has(place)) found.lost.push(`dead letter of ${place} ${value}`);
  return repeated;
}

function textOf(item: Reading | { readonly temperature: number }): string {
  return JSON.stringify(Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));
}
