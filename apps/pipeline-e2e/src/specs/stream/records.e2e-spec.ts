import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_DAY } from '@weather/weather-schema';
import { dashboardAddress } from '../../support/dashboard/dashboard-address.ts';
import { EventStream } from '../../support/dashboard/event-stream.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { writeLines } from '../../support/stack/kafka-tools.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { expectClean } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const LARGE_BYTES = 1_000_000;
/** More levels of arrays or objects than `JSON.stringify` can write, in a record that is not too large. */
const ARRAYS = 30_000;
const OBJECTS = 10_000;

let stack: TestStack;
let consumer: AppProcess;
let dashboard: AppProcess;
let published = 0;

interface StoredReading {
  stationId: string;
  observedAt: string;
  temperature: number | null;
  humidity: number | null;
  pressure: number | null;
  windDirection: number | null;
  city: string | null;
}

async function publish(...values: (string | Buffer | null)[]): Promise<void> {
  await stack.publish(
    TOPIC,
    values.map((value) => ({ key: 'any', value: typeof value === 'string' ? Buffer.from(value) : value })),
  );
  published += values.length;
}

async function findReadings(stationId: string): Promise<StoredReading[]> {
  return await stack.query<StoredReading>(
    `SELECT s.station_id AS stationId, observed_at AS observedAt, temperature, humidity, pressure,
       wind_direction AS windDirection, city
     FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = ? ORDER BY observed_at`,
    [stationId],
  );
}

async function findExceedances(stationId: string): Promise<object[]> {
  return await stack.query(
    'SELECT temperature, timestamp FROM warning_temperatures WHERE sensor_id = ? ORDER BY timestamp',
    [stationId],
  );
}

/** Makes a record with a field twice; the second one, which counts, has the given JSON value. */
function recordWith(field: string, json: string): string {
  return `${reading('bad', { temperature: 1 }).slice(0, -1)},"${field}":${json}}`;
}

function reading(stationId: string, fields: object): string {
  return JSON.stringify({ stationId, observedAt: '2026-07-01T12:00:00Z', ...fields });
}

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
  consumer = stack.app('consumer');
  dashboard = stack.app('dashboard');
});

afterAll(async () => {
  await stack.stop();
});

describe('a reading', () => {
  it('is stored with every quantity, its timestamp in UTC to the millisecond, and its city', async () => {
    const fields = {
      temperature: 21.37,
      humidity: 40.5,
      pressure: 1013.25,
      windDirection: 359.9,
      city: 'Zürich',
    };
    await publish(reading('full', { ...fields, observedAt: '2026-07-01T14:00:00.123+02:00' }));
    await stack.consumed(published);
    expect(await findReadings('full')).toEqual([
      { stationId: 'full', observedAt: '2026-07-01 12:00:00.123', ...fields },
    ]);
    expect(await findExceedances('full')).toEqual([]);
  });

  it('is stored unchanged, however impossible its values', async () => {
    const impossible = [
      { temperature: 100.1, humidity: 101, pressure: 299, windDirection: 361 },
      { temperature: -300, humidity: -1, pressure: -1, windDirection: -1 },
      { temperature: -Number.MAX_VALUE, humidity: Number.MAX_VALUE, pressure: Number.MIN_VALUE },
    ];
    await publish(
      ...impossible.map((fields, hour) =>
        reading('impossible', { ...fields, observedAt: `2026-07-01T0${hour}:00:00Z` }),
      ),
    );
    const { deadLettered } = await stack.consumed(published);
    expect(deadLettered).toBe(0);
    expect(await findReadings('impossible')).toMatchObject(impossible);
    await expectClean(stack);
  });

  it('is an exceedance strictly above 30 °C', async () => {
    const hot = (temperature: number, hour: string): string =>
      reading('hot', { temperature, observedAt: `2026-07-01T${hour}:00:00Z` });
    await publish(hot(30, '10'), hot(30.01, '11'), hot(45.5, '12'));
    await stack.consumed(published);
    expect(await findExceedances('hot')).toEqual([
      { temperature: 30.01, timestamp: '2026-07-01 11:00:00.000' },
      { temperature: 45.5, timestamp: '2026-07-01 12:00:00.000' },
    ]);
    await consumer.line(/⚠️ Alert Saved: hot 45.5 °C at 2026-07-01T12:00:00.000Z/);
  });

  it('is stored once if it is sent twice', async () => {
    const before = await stack.counts();
    const value = reading('twice', { temperature: 31 });
    await publish(value, value);
    await publish(value);
    const counts = await stack.consumed(published);
    expect([counts.stored - before.stored, counts.repeated - before.repeated]).toEqual([1, 2]);
    expect(await findReadings('twice')).toHaveLength(1);
    expect(await findExceedances('twice')).toHaveLength(1);
  });

  it('replaces the one that it corrects, and its exceedance is added, changed and removed with it', async () => {
    const correct = async (temperature: number | null): Promise<unknown[]> => {
      await publish(reading('corrected', { temperature, humidity: 50 }));
      await stack.consumed(published);
      const [stored] = await findReadings('corrected');
      return [stored?.temperature, (await findExceedances('corrected')).length];
    };
    expect(await correct(20)).toEqual([20, 0]);
    expect(await correct(33)).toEqual([33, 1]);
    expect(await correct(34)).toEqual([34, 1]);
    expect(await findExceedances('corrected')).toEqual([
      { temperature: 34, timestamp: '2026-07-01 12:00:00.000' },
    ]);
    expect(await correct(null)).toEqual([null, 0]);
  });

  it('in the older format from another client is stored like any other', async () => {
    const line = '{"sensor_id": 1, "température": 31.2, "city": "Paris", "timestamp": "2026-01-01 12:00:00"}';
    await writeLines(stack.servers, TOPIC, [line]);
    published += 1;
    await stack.consumed(published);
    expect(await findReadings('1')).toMatchObject([
      { stationId: '1', observedAt: '2026-01-01 12:00:00.000', temperature: 31.2, city: 'Paris' },
    ]);
    expect(await findExceedances('1')).toEqual([{ temperature: 31.2, timestamp: '2026-01-01 12:00:00.000' }]);
  });
});

describe('an invalid record', () => {
  const at = (time: string): string => reading('bad', { temperature: 1, observedAt: time });
  const cases: [string, string | Buffer | null, string, RegExp][] = [
    ['invalid JSON', '{"stationId": ', 'decode', /JSON/],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'decode', /UTF-8/],
    ['a null value', null, 'decode', /null|no value/],
    ['an array', '[1, 2]', 'decode', /array/],
    ['a number as text', reading('bad', { temperature: '31.2' }), 'validate', /temperature.*"31.2".*number/],
    ['NaN', '{"stationId":"bad","observedAt":"2026-07-01T12:00:00Z","temperature":NaN}', 'decode', /JSON/],
    ['missing fields', '{"temperature": 1}', 'validate', /stationId.*observedAt/s],
    ['no measured quantity', reading('bad', {}), 'validate', /at least one|temperature/],
    ['a word as a number', reading('bad', { windSpeed: 'calm' }), 'validate', /windSpeed.*"calm".*number/],
    ['a boolean as a number', reading('bad', { humidity: true }), 'validate', /humidity.*true.*number/],
    ['an array as a number', reading('bad', { pressure: [1013] }), 'validate', /pressure.*\[1013\].*number/],
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
    ['a station id with a space', reading('b d', { temperature: 1 }), 'validate', /stationId/],
    ['a long city', reading('bad', { temperature: 1, city: 'x'.repeat(81) }), 'validate', /city.*80/],
    [
      'a record of 1 MB',
      reading('bad', { temperature: 1, note: 'x'.repeat(LARGE_BYTES) }),
      'decode',
      /65536|65,536/,
    ],
    ['a date of 1850', at('1850-01-01T00:00:00Z'), 'validate', /observedAt.*1850.*1900/],
    [
      'a date of next month',
      at(new Date(Date.now() + 30 * MS_PER_DAY).toISOString()),
      'validate',
      /observedAt.*ahead/,
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
    const before = await stack.counts();
    const viewer = await EventStream.open(await dashboardAddress(dashboard));
    const values = cases.map(([, value]) => value);
    await publish(...values, reading('after-garbage', { temperature: 5 }));
    const counts = await stack.consumed(published);
    expect(counts.deadLettered - before.deadLettered).toBe(cases.length);
    expect(await findReadings('after-garbage')).toHaveLength(1);
    expect(await findReadings('bad')).toEqual([]);
    await eventually(() => expect(viewer.readings.map(([station]) => station)).toContain('after-garbage'));
    viewer.breakOff();
    expect([consumer.hasExited, dashboard.hasExited]).toEqual([false, false]);
    await consumer.line(/dead letter: partition \d, offset \d+, decode: the record is not valid JSON/);

    const deadLetters = await stack.records(DEAD_LETTERS, cases.length);
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
    await stack.query(
      'ALTER TABLE reading ADD CONSTRAINT no_seven CHECK (humidity IS NULL OR humidity <> 7)',
    );
    const before = await stack.counts();
    const rows = Array.from({ length: 300 }, (_, index) =>
      reading('neighbour', {
        humidity: index === 123 || index === 250 ? 7 : 50,
        observedAt: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
      }),
    );
    await publish(...rows);
    const counts = await stack.consumed(published);
    await stack.query('ALTER TABLE reading DROP CONSTRAINT no_seven');
    expect([counts.stored - before.stored, counts.deadLettered - before.deadLettered]).toEqual([298, 2]);
    expect((await findReadings('neighbour')).map(({ humidity }) => humidity)).toEqual(Array(298).fill(50));
    const deadLetters = (await stack.records(DEAD_LETTERS, cases.length + 2)).slice(-2);
    expect(deadLetters.map(({ value }) => value)).toEqual([rows[123], rows[250]]);
    for (const { headers } of deadLetters) {
      expect(headers['dlq.stage']).toBe('store');
      expect(headers['dlq.reason']).toMatch(/no_seven/);
    }
  });

  it('is dead-lettered with its headers, including those without a value', async () => {
    const headers = { trace: null, hop: ['1', '2'] };
    await stack.publish(TOPIC, [{ key: 'any', value: Buffer.from('{'), headers }]);
    published += 1;
    await stack.consumed(published);
    const [deadLetter] = (await stack.records(DEAD_LETTERS, cases.length + 3)).slice(-1);
    expect(deadLetter).toMatchObject({
      value: '{',
      headers: { trace: 'null', hop: '2', 'dlq.stage': 'decode' },
    });
  });

  it('is dead-lettered with the first of its headers if it has 300,000 of one name', async () => {
    const a = Array.from({ length: 300_000 }, () => Buffer.alloc(0));
    await stack.publish(TOPIC, [{ key: 'any', value: Buffer.from('{'), headers: { a } }]);
    published += 1;
    await stack.consumed(published);
    const [deadLetter] = (await stack.records(DEAD_LETTERS, cases.length + 4)).slice(-1);
    expect(deadLetter?.headers).toMatchObject({ 'dlq.headers-left-out': '299000', 'dlq.stage': 'decode' });
  });
});

describe('the consumer', () => {
  it('counts every record that it has read, and commits its offsets to Kafka', async () => {
    const { read, stored, repeated, replaced, deadLettered, lost } = await stack.counts();
    expect(read).toBe(published);
    expect(stored + repeated + replaced + deadLettered).toBe(read);
    expect(lost).toBe(0);
    const [sum] = await stack.query<{ positions: string }>(
      'SELECT SUM(next_offset) AS positions FROM consumer_offset',
    );
    expect(Number(sum?.positions)).toBe(published);
    await eventually(() => expect(consumer.output).not.toMatch(/ error /));
  });
});
