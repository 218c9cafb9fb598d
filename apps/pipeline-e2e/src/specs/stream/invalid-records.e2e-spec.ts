import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_DAY } from '@weather/weather-schema';
import { dashboardAddress } from '../../support/dashboard/dashboard-app.ts';
import { EventStream } from '../../support/dashboard/event-stream.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { readingText } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const LARGE_BYTES = 1_000_000;
/** More levels of arrays or objects than `JSON.stringify` can write, in a record that is not too large. */
const ARRAYS = 30_000;
const OBJECTS = 10_000;

const run = useConsumer();
let dashboard: AppProcess;

beforeAll(() => {
  dashboard = run.stack.app('dashboard');
});

async function publish(...values: (string | Buffer | null)[]): Promise<void> {
  await run.publish('any', ...values);
}

/** Makes a record with a field twice; the second one, which counts, has the given JSON value. */
function recordWith(field: string, json: string): string {
  return `${readingText('bad', { temperature: 1 }).slice(0, -1)},"${field}":${json}}`;
}

describe('an invalid record', () => {
  const at = (time: string): string => readingText('bad', { temperature: 1, observedAt: time });
  const cases: [string, string | Buffer | null, string, RegExp][] = [
    ['invalid JSON', '{"stationId": ', 'decode', /JSON/],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'decode', /UTF-8/],
    ['a null value', null, 'decode', /null|no value/],
    ['an array', '[1, 2]', 'decode', /array/],
    [
      'a number as text',
      readingText('bad', { temperature: '31.2' }),
      'validate',
      /temperature.*"31.2".*number/,
    ],
    ['NaN', '{"stationId":"bad","observedAt":"2026-07-01T12:00:00Z","temperature":NaN}', 'decode', /JSON/],
    ['missing fields', '{"temperature": 1}', 'validate', /stationId.*observedAt/s],
    ['no measured quantity', readingText('bad', {}), 'validate', /at least one|temperature/],
    [
      'a word as a number',
      readingText('bad', { windSpeed: 'calm' }),
      'validate',
      /windSpeed.*"calm".*number/,
    ],
    ['a boolean as a number', readingText('bad', { humidity: true }), 'validate', /humidity.*true.*number/],
    [
      'an array as a number',
      readingText('bad', { pressure: [1013] }),
      'validate',
      /pressure.*\[1013\].*number/,
    ],
    [
      'a number too large to be finite',
      '{"stationId":"bad","observedAt":"2026-07-01T12:00:00Z","temperature":1e999}',
      'validate',
      /temperature.*Infinity.*not finite.*number/,
    ],
    [
      'a number too far below zero to be finite, beside a valid one',
      '{"stationId":"bad","observedAt":"2026-07-01T12:00:00Z","temperature":1,"precipitation":-1e999}',
      'validate',
      /one: precipitation.*-Infinity.*not finite.*number/,
    ],
    ['a station id with a space', readingText('b d', { temperature: 1 }), 'validate', /stationId/],
    ['a long city', readingText('bad', { temperature: 1, city: 'x'.repeat(81) }), 'validate', /city.*80/],
    [
      'a record of 1 MB',
      readingText('bad', { temperature: 1, note: 'x'.repeat(LARGE_BYTES) }),
      'decode',
      /65536|65,536/,
    ],
    ['a date of 1850', at('1850-01-01T00:00:00Z'), 'validate', /observedAt.*1850.*1900/],
    [
      'a date of next month',
      at(new Date(Date.now() + 30 * MS_PER_DAY).toISOString()),
      'validate',
      /observedAt.*in the future/,
    ],
    [
      'an array 5,000 deep as a number',
      recordWith('temperature', '['.repeat(5_000) + ']'.repeat(5_000)),
      'validate',
      /number: temperature is \[{39}… \(an array\), expected a number$/,
    ],
    ...['stationId', 'observedAt', 'city', 'windGust'].map((field): (typeof cases)[number] => [
      `arrays as deep as fit as ${field}`,
      recordWith(field, '['.repeat(ARRAYS) + ']'.repeat(ARRAYS)),
      'validate',
      new RegExp(`${field} is \\[{39}… \\(an array\\)`),
    ]),
    [
      'objects as deep as fit as a number',
      recordWith('humidity', '{"":'.repeat(OBJECTS) + '1' + '}'.repeat(OBJECTS)),
      'validate',
      /humidity is (\{"":)+.*… \(an object\)/,
    ],
    ['a day that is not', at('2026-02-30T00:00:00Z'), 'validate', /observedAt/],
  ];

  it('is on the dead letter topic with its reason, and the consumer continues', async () => {
    const before = await run.stack.counts();
    const viewer = await EventStream.open(await dashboardAddress(dashboard));
    await viewer.event<{ partitions: unknown[] }>('pipeline', ({ partitions }) => partitions.length > 0);
    const values = cases.map(([, value]) => value);
    await publish(...values, readingText('after-garbage', { temperature: 5 }));
    const counts = await run.consumed();
    expect(counts.deadLettered - before.deadLettered).toBe(cases.length);
    expect(await run.findReadings('after-garbage')).toHaveLength(1);
    expect(await run.findReadings('bad')).toEqual([]);
    await eventually(() => expect(viewer.readings.map(([station]) => station)).toContain('after-garbage'));
    viewer.breakOff();
    expect([run.consumer.hasExited, dashboard.hasExited]).toEqual([false, false]);
    await run.consumer.line(/dead letter: partition \d, offset \d+, decode: the record is not valid JSON/);

    const deadLetters = await run.stack.records(DEAD_LETTERS, cases.length);
    const found = deadLetters.map(({ key, headers }) => [key, headers['dlq.topic'], headers['dlq.stage']]);
    expect(found).toEqual(cases.map(([, , stage]) => ['any', TOPIC, stage]));
    deadLetters.forEach(({ headers, value }, index) => {
      const [name, original, , reason] = cases[index] ?? ['', '', '', /never/];
      expect(`${name}: ${headers['dlq.reason'] ?? ''}`).toMatch(reason);
      if (typeof original === 'string') expect(value === original).toBe(true);
    });
    const { fullLength, fullKeyLength, headersLeftOut, lastOffset, ...always } = DEAD_LETTER_HEADERS;
    const onDemand = [fullLength, fullKeyLength, headersLeftOut, lastOffset];
    expect(deadLetters.map(({ headers }) => Object.keys(headers))).toEqual(
      deadLetters.map(() => Object.values(always)),
    );
    expect(deadLetters.some(({ headers }) => onDemand.some((name) => name in headers))).toBe(false);
    const offsets = deadLetters.map(({ headers }) => Number(headers['dlq.offset']));
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });

  it('that only the database rejects is dead-lettered, and its neighbours are stored', async () => {
    await run.stack.query(
      'ALTER TABLE reading ADD CONSTRAINT no_seven CHECK (humidity IS NULL OR humidity <> 7)',
    );
    const before = await run.stack.counts();
    const rows = Array.from({ length: 300 }, (_, index) =>
      readingText('neighbour', {
        humidity: index === 123 || index === 250 ? 7 : 50,
        observedAt: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
      }),
    );
    await publish(...rows);
    const counts = await run.consumed();
    await run.stack.query('ALTER TABLE reading DROP CONSTRAINT no_seven');
    expect([counts.stored - before.stored, counts.deadLettered - before.deadLettered]).toEqual([298, 2]);
    expect((await run.findReadings('neighbour')).map(({ humidity }) => humidity)).toEqual(
      Array(298).fill(50),
    );
    const deadLetters = (await run.stack.records(DEAD_LETTERS, cases.length + 2)).slice(-2);
    expect(deadLetters.map(({ value }) => value)).toEqual([rows[123], rows[250]]);
    for (const { headers } of deadLetters) {
      expect(headers['dlq.stage']).toBe('store');
      expect(headers['dlq.reason']).toMatch(/no_seven/);
    }
  });

  it('is dead-lettered with its headers, including those without a value', async () => {
    const headers = { trace: null, hop: ['1', '2'] };
    await run.stack.publish(TOPIC, [{ key: 'any', value: Buffer.from('{'), headers }]);
    run.published += 1;
    await run.consumed();
    const [deadLetter] = (await run.stack.records(DEAD_LETTERS, cases.length + 3)).slice(-1);
    expect(deadLetter).toMatchObject({
      value: '{',
      headers: { trace: 'null', hop: '2', 'dlq.stage': 'decode' },
    });
  });

  it('is dead-lettered with the first of its headers if it has 300,000 of one name', async () => {
    const a = Array.from({ length: 300_000 }, () => Buffer.alloc(0));
    await run.stack.publish(TOPIC, [{ key: 'any', value: Buffer.from('{'), headers: { a } }]);
    run.published += 1;
    await run.consumed();
    const [deadLetter] = (await run.stack.records(DEAD_LETTERS, cases.length + 4)).slice(-1);
    expect(deadLetter?.headers).toMatchObject({ 'dlq.headers-left-out': '299000', 'dlq.stage': 'decode' });
  });
});

describe('the consumer', () => {
  it('counts every record that it has read, and commits its offsets to Kafka', () => run.expectAllCounted());
});
