import { describe, expect, it } from '@jest/globals';
import { TIMELINESS, getTimeliness } from '@weather/weather-rules';
import { MS_PER_MINUTE, type Reading } from '@weather/weather-schema';
import type { PartitionKey, ReadingSink, RestoredCount } from '@weather/weather-store/sink';
import {
  EVALUATION_RULES,
  evaluateInOrder,
  findStoredAlerts,
  findStoredEvaluation,
  findStoredFlags,
} from '../../support/evaluation/evaluated-station.ts';
import { seededFraction } from '../../support/faults/seeded-random.ts';
import {
  expectStored,
  LATENESS_MS,
  openSink as open,
  makePartitionKey,
} from '../../support/stack/reading-sinks.ts';
import { useConsumerDatabase } from '../../support/stack/use-stack.ts';

const START = Date.UTC(2026, 6, 1);
/** More than the readings after one checkpoint. */
const READINGS = 1_400;
/** Bytes. */
const ROOM_FOR_FEW_STATIONS = 20_000;

const tables = useConsumerDatabase();

const openSink = (): Promise<ReadingSink> => open({ database: tables.database, rules: EVALUATION_RULES });

/** Makes a reading per minute with random changes, permanent jumps, spikes and two hours of constant values. */
function makeReadings(stationId: string, seed: number): Reading[] {
  const random = (what: string, n: number): number => seededFraction(seed, `${stationId} ${what}`, n);
  let level = 20;
  return Array.from({ length: READINGS }, (_, n) => {
    if (random('jump', n) < 0.005) level += 8;
    const isSpike = random('spike', n) < 0.02;
    const isResting = n % 700 >= 500 && n % 700 < 620;
    const wander = isResting ? 0 : Math.round(random('wander', n) * 20) / 10;
    return {
      stationId,
      observedAt: START + n * MS_PER_MINUTE,
      temperature: level + wander + (isSpike ? 25 : 0),
      humidity: random('wrong', n) < 0.01 ? 900 : 50 + wander,
      windSpeed: wander,
      ...(random('vane', n) < 0.9 && { windDirection: Math.floor(random('direction', n) * 360) }),
    };
  });
}

/** Shuffles the readings within the allowed lateness and sends some of them twice. */
function shuffled(readings: readonly Reading[], seed: number): Reading[] {
  const placed = readings.flatMap((reading, n) => {
    const place = (what: string): number => reading.observedAt + seededFraction(seed, what, n) * LATENESS_MS;
    const first = { at: place('place'), reading };
    return seededFraction(seed, 'repeat', n) < 0.05 ? [first, { at: place('again'), reading }] : [first];
  });
  return placed.sort((a, b) => a.at - b.at).map(({ reading }) => reading);
}

/** Stores readings in batches of random sizes, with sinks that are reopened now and then. */
async function storeAll(key: PartitionKey, readings: readonly Reading[], seed: number): Promise<void> {
  let sink = await openSink();
  for (let first = 0, batch = 0; first < readings.length; batch++) {
    const size = 1 + Math.floor(seededFraction(seed, 'size', batch) ** 3 * 600);
    const some = readings.slice(first, first + size);
    if (seededFraction(seed, 'restart', batch) < 0.1) sink = await openSink();
    await expectStored(sink, key, some);
    first += size;
  }
}

describe('flags and alerts', () => {
  it.each([1, 2, 3, 4])(
    'equal those of the sorted readings, whatever the arrival order and the restarts of the consumer (seed %d)',
    async (seed) => {
      const stations = [`shuffled-${seed}-a`, `shuffled-${seed}-b`];
      const readings = stations.flatMap((stationId) => makeReadings(stationId, seed));
      await storeAll(makePartitionKey(`shuffled ${seed}`), shuffled(readings, seed), seed);
      for (const stationId of stations) {
        const own = readings.filter((reading) => reading.stationId === stationId);
        const expected = evaluateInOrder(own);
        expect(expected.alerts.length).toBeGreaterThan(0);
        expect(await findStoredEvaluation(tables.stack, stationId)).toEqual(expected);
      }
    },
  );

  it('are the same if the cache has room for a few stations only, which is reported', async () => {
    const stations = Array.from({ length: 12 }, (_, n) => `forgotten-${n}`);
    const readings = stations
      .flatMap((stationId) => makeReadings(stationId, 14).slice(0, 60))
      .sort((a, b) => a.observedAt - b.observedAt);
    const reported: RestoredCount[] = [];
    const sink = await open({
      database: tables.database,
      rules: EVALUATION_RULES,
      cacheBytes: ROOM_FOR_FEW_STATIONS,
      onRestored: (restored) => reported.push(restored),
    });
    for (let first = 0; first < readings.length; first += 8)
      await expectStored(sink, makePartitionKey('forgotten'), readings.slice(first, first + 8));
    for (const stationId of stations)
      expect(await findStoredEvaluation(tables.stack, stationId)).toEqual(
        evaluateInOrder(readings.filter((reading) => reading.stationId === stationId)),
      );
    expect(reported.length).toBeGreaterThan(0);
    expect(reported.at(-1)?.hasEvicted).toBe(true);
    expect(sink.countForOneTransaction(makePartitionKey('forgotten'), readings)).toBe(readings.length);
    const made = Array.from({ length: 1_000 }, (_, n) => ({ stationId: `made-up-${n}`, observedAt: 0 }));
    expect(sink.countForOneTransaction(makePartitionKey('forgotten'), made)).toBeLessThan(made.length);
  });

  it('do not change if everything is sent again', async () => {
    const readings = makeReadings('again', 5);
    const key = makePartitionKey('again');
    await storeAll(key, readings, 5);
    const before = await findStoredEvaluation(tables.stack, 'again');
    await storeAll(key, readings, 6);
    await storeAll(key, [...readings].reverse(), 7);
    expect(await findStoredEvaluation(tables.stack, 'again')).toEqual(before);
    expect(before).toEqual(evaluateInOrder(readings));
  });

  it('follow a correction within the allowed lateness', async () => {
    const readings = makeReadings('corrected', 8).slice(0, 700);
    const key = makePartitionKey('corrected');
    await storeAll(key, readings, 8);
    const corrections = [650, 660, 699].map((n) => ({ ...(readings[n] as Reading), temperature: 55 }));
    await storeAll(key, corrections, 9);
    const corrected = new Map([...readings, ...corrections].map((reading) => [reading.observedAt, reading]));
    expect(await findStoredEvaluation(tables.stack, 'corrected')).toEqual(
      evaluateInOrder([...corrected.values()]),
    );
  });

  it('mark a reading beyond the allowed lateness, and leave all others unchanged', async () => {
    const all = makeReadings('too-late', 10).slice(0, 300);
    const late = all[200] as Reading;
    const inTime = all.filter((reading) => reading !== late);
    const key = makePartitionKey('too late');
    await storeAll(key, inTime, 10);
    await storeAll(key, [late], 11);
    const { [late.observedAt]: ofLate, ...others } = Object.fromEntries(
      await findStoredFlags(tables.stack, 'too-late'),
    );
    expect(getTimeliness(ofLate as number)).toBe(TIMELINESS.beyondLateness);
    expect(others).toEqual(Object.fromEntries(evaluateInOrder(inTime).flags));
    expect(await findStoredAlerts(tables.stack, 'too-late')).toEqual(evaluateInOrder(inTime).alerts);
  });

  it('mark a reading from the future, and continue without it', async () => {
    const readings = makeReadings('ahead', 12).slice(0, 30);
    const ahead = { ...(readings[29] as Reading), observedAt: Date.now() + 2 * LATENESS_MS };
    const key = makePartitionKey('ahead');
    await storeAll(key, [...readings.slice(0, 15), ahead, ...readings.slice(15)], 12);
    const { [ahead.observedAt]: ofAhead, ...others } = Object.fromEntries(
      await findStoredFlags(tables.stack, 'ahead'),
    );
    expect(getTimeliness(ofAhead as number)).toBe(TIMELINESS.fromFuture);
    expect(others).toEqual(Object.fromEntries(evaluateInOrder(readings).flags));
    expect(await findStoredAlerts(tables.stack, 'ahead')).toEqual(evaluateInOrder(readings).alerts);
  });

  it('keep the acknowledgement of an alert whose start turns out to be earlier, and record it once', async () => {
    const at = (minute: number, temperature: number): Reading => ({
      stationId: 'acknowledged',
      observedAt: START + minute * MS_PER_MINUTE,
      temperature,
    });
    const key = makePartitionKey('acknowledged');
    const sink = await openSink();
    await expectStored(sink, key, [at(0, 29), at(3, 31), at(4, 32)]);
    await tables.stack.query(
      "UPDATE alert_episode SET acknowledged_by = 'eve', acknowledged_at = '2026-07-01 00:05:00'",
    );
    await expectStored(sink, key, [at(2, 30.5), at(5, 29)]);
    const rows = await tables.stack.query(
      `SELECT rule, CAST(started_at AS CHAR) AS startedAt, state, acknowledged_by AS acknowledgedBy
       FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE s.station_id = 'acknowledged' AND rule = 'heat'`,
    );
    expect(rows).toEqual([
      { rule: 'heat', startedAt: '2026-07-01 00:02:00.000', state: 'resolved', acknowledgedBy: 'eve' },
    ]);
    const notified = await tables.stack.query<{ startedAt: string; event: string }>(
      `SELECT CAST(started_at AS CHAR) AS startedAt, event FROM notification_outbox o JOIN station s ON s.id = o.station_id
       WHERE s.station_id = 'acknowledged' AND rule = 'heat' ORDER BY o.id`,
    );
    expect(notified.map(({ startedAt, event }) => `${startedAt.slice(14, 16)} ${event}`)).toEqual([
      '03 firing',
      '02 firing',
      '02 resolved',
    ]);
  });

  it('need few stored rows: one checkpoint before the allowed lateness, and those since', async () => {
    const key = makePartitionKey('checkpoints');
    await storeAll(key, makeReadings('checkpoints', 13), 13);
    const rows = await tables.stack.query<{ minutes: number }>(
      `SELECT TIMESTAMPDIFF(MINUTE, '2026-07-01', c.observed_at) AS minutes
       FROM station_checkpoint c JOIN station s ON s.id = c.station_id
       WHERE s.station_id = 'checkpoints' AND c.state <> ''
       ORDER BY minutes`,
    );
    const beforeBound = rows.filter(({ minutes }) => minutes <= READINGS - 1 - LATENESS_MS / MS_PER_MINUTE);
    expect(rows.length).toBeGreaterThan(0);
    expect(beforeBound.length).toBeLessThanOrEqual(2);
  });
});
