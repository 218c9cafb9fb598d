import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { ReadingJudge, TIMELINESS, timelinessOf } from '@weather/weather-judge';
import type { Reading } from '@weather/weather-schema';
import { ReadingSink, WeatherDatabase, type PartitionKey } from '@weather/weather-store';
import { fractionOf } from './faults/support/seeded-random.ts';
import { TestStack } from './stack/test-stack.ts';

const START = Date.UTC(2026, 6, 1);
const MINUTE_MS = 60_000;
const LATENESS_MS = 60 * MINUTE_MS;
/** More than the readings behind one checkpoint. */
const READINGS = 1_400;

let stack: TestStack;
let database: WeatherDatabase;

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
  database = await WeatherDatabase.connect(stack.databaseConfig('consumer'), silentLogger());
});

afterAll(async () => {
  await database.close();
  await stack.stop();
});

const openSink = (): Promise<ReadingSink> =>
  ReadingSink.open({
    database,
    judge: new ReadingJudge(),
    latenessMs: LATENESS_MS,
    isAlert: () => false,
  });

/** A minute's readings of a station that wanders, jumps for good now and then, has spikes and rests for two hours. */
function readingsOf(stationId: string, seed: number): Reading[] {
  const random = (what: string, n: number): number => fractionOf(seed, `${stationId} ${what}`, n);
  let level = 20;
  return Array.from({ length: READINGS }, (_, n) => {
    if (random('jump', n) < 0.005) level += 8;
    const isSpike = random('spike', n) < 0.02;
    const isResting = n % 700 >= 500 && n % 700 < 620;
    const wander = isResting ? 0 : Math.round(random('wander', n) * 20) / 10;
    return {
      stationId,
      observedAt: START + n * MINUTE_MS,
      temperature: level + wander + (isSpike ? 25 : 0),
      humidity: random('wrong', n) < 0.01 ? 900 : 50 + wander,
      windSpeed: wander,
      ...(random('vane', n) < 0.9 && { windDirection: Math.floor(random('direction', n) * 360) }),
    };
  });
}

/** What a fold over the readings in order of time says, by instant. */
function folded(readings: readonly Reading[]): Map<number, number> {
  const judge = new ReadingJudge();
  const state = judge.begin();
  const sorted = [...readings].sort((a, b) => a.observedAt - b.observedAt);
  return new Map(sorted.map((reading) => [reading.observedAt, judge.judge(state, reading)]));
}

/** The readings in an order in which none is behind another by more than the bound, some of them twice. */
function shuffled(readings: readonly Reading[], seed: number): Reading[] {
  const placed = readings.flatMap((reading, n) => {
    const place = (what: string): number => reading.observedAt + fractionOf(seed, what, n) * LATENESS_MS;
    const isTold = { at: place('place'), reading };
    return fractionOf(seed, 'repeat', n) < 0.05 ? [isTold, { at: place('again'), reading }] : [isTold];
  });
  return placed.sort((a, b) => a.at - b.at).map(({ reading }) => reading);
}

/** Stores readings in batches of many sizes, by sinks that are opened anew now and then. */
async function storeAll(key: PartitionKey, readings: readonly Reading[], seed: number): Promise<void> {
  let sink = await openSink();
  for (let first = 0, batch = 0; first < readings.length; batch++) {
    const size = 1 + Math.floor(fractionOf(seed, 'size', batch) ** 3 * 600);
    const some = readings.slice(first, first + size);
    if (fractionOf(seed, 'restart', batch) < 0.1) sink = await openSink();
    await storeOne(sink, key, some);
    first += size;
  }
}

async function storeOne(sink: ReadingSink, key: PartitionKey, readings: readonly Reading[]): Promise<void> {
  const position = await sink.loadPosition(key);
  const nextOffset = (position ?? 0) + readings.length;
  const result = await sink.store({ key, position, nextOffset, readings, deadLettered: 0, lost: 0 });
  expect(result.kind).toBe('stored');
}

async function qualities(stationId: string): Promise<Map<number, number>> {
  const rows = await stack.query<{ at: string; quality: number }>(
    `SELECT CAST(r.observed_at AS CHAR) AS at, r.quality FROM reading r JOIN station s ON s.id = r.station_id
     WHERE s.station_id = ? ORDER BY r.observed_at`,
    [stationId],
  );
  return new Map(rows.map(({ at, quality }) => [Date.parse(`${at.replace(' ', 'T')}Z`), quality]));
}

const keyOf = (name: string): PartitionKey => ({ group: name, topic: 'weather_data', partition: 0 });

describe('the flags of stored readings', () => {
  it.each([1, 2, 3, 4])(
    'are those of the sorted readings, in whatever order they come and whenever the consumer starts anew (seed %d)',
    async (seed) => {
      const stations = [`shuffled-${seed}-a`, `shuffled-${seed}-b`];
      const readings = stations.flatMap((stationId) => readingsOf(stationId, seed));
      await storeAll(keyOf(`shuffled ${seed}`), shuffled(readings, seed), seed);
      for (const stationId of stations) {
        const own = readings.filter((reading) => reading.stationId === stationId);
        expect(await qualities(stationId)).toEqual(folded(own));
      }
    },
  );

  it('do not change when everything comes again', async () => {
    const readings = readingsOf('again', 5);
    const key = keyOf('again');
    await storeAll(key, readings, 5);
    const before = await qualities('again');
    await storeAll(key, readings, 6);
    await storeAll(key, [...readings].reverse(), 7);
    expect(await qualities('again')).toEqual(before);
    expect(before).toEqual(folded(readings));
  });

  it('follow a correction that comes in time', async () => {
    const readings = readingsOf('corrected', 8).slice(0, 700);
    const key = keyOf('corrected');
    await storeAll(key, readings, 8);
    const corrections = [650, 660, 699].map((n) => ({ ...(readings[n] as Reading), temperature: 55 }));
    await storeAll(key, corrections, 9);
    const corrected = new Map([...readings, ...corrections].map((reading) => [reading.observedAt, reading]));
    expect(await qualities('corrected')).toEqual(folded([...corrected.values()]));
  });

  it('say of a reading that came too late just that, and leave all others as they are', async () => {
    const all = readingsOf('too-late', 10).slice(0, 300);
    const late = all[200] as Reading;
    const inTime = all.filter((reading) => reading !== late);
    const key = keyOf('too late');
    await storeAll(key, inTime, 10);
    await storeAll(key, [late], 11);
    const { [late.observedAt]: ofLate, ...others } = Object.fromEntries(await qualities('too-late'));
    expect(timelinessOf(ofLate as number)).toBe(TIMELINESS.tooLate);
    expect(others).toEqual(Object.fromEntries(folded(inTime)));
  });

  it('say of a reading ahead of the clock just that, and judge on without it', async () => {
    const readings = readingsOf('ahead', 12).slice(0, 30);
    const ahead = { ...(readings[29] as Reading), observedAt: Date.now() + 2 * LATENESS_MS };
    const key = keyOf('ahead');
    await storeAll(key, [...readings.slice(0, 15), ahead, ...readings.slice(15)], 12);
    const { [ahead.observedAt]: ofAhead, ...others } = Object.fromEntries(await qualities('ahead'));
    expect(timelinessOf(ofAhead as number)).toBe(TIMELINESS.ahead);
    expect(others).toEqual(Object.fromEntries(folded(readings)));
  });

  it('need few rows to go on from: one checkpoint before the bound, and those since', async () => {
    const key = keyOf('checkpoints');
    await storeAll(key, readingsOf('checkpoints', 13), 13);
    const rows = await stack.query<{ minutes: number }>(
      `SELECT TIMESTAMPDIFF(MINUTE, '2026-07-01', c.observed_at) AS minutes
       FROM station_checkpoint c JOIN station s ON s.id = c.station_id WHERE s.station_id = 'checkpoints'
       ORDER BY minutes`,
    );
    const beforeBound = rows.filter(({ minutes }) => minutes <= READINGS - 1 - LATENESS_MS / MINUTE_MS);
    expect(rows.length).toBeGreaterThan(0);
    expect(beforeBound.length).toBeLessThanOrEqual(2);
  });
});
