import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { parseTestRules } from '@weather/weather-rules/testing';
import { MS_PER_MINUTE, type Reading } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { SeededRandom } from '../../support/faults/seeded-random.ts';
import { TrackingReceiver, failingAnswers } from '../../support/receivers/tracking-receiver.ts';
import { useNotifierTest } from '../../support/receivers/notifier-test.ts';
import { expectStored, openSink, makePartitionKey } from '../../support/stack/reading-sinks.ts';

const START = Date.UTC(2026, 6, 1);
const RULES = parseTestRules(`
rules:
  - { name: heat, quantity: temperature, above: 30 }
  - { name: long-heat, quantity: temperature, atLeast: 30, clear: 29, for: 4m, severity: critical }
  - { name: rise, change: { quantity: temperature, within: 5m }, atLeast: 2 }
`);
const HEAT = parseTestRules('rules: [{ name: heat, quantity: temperature, above: 30 }]');

const test = useNotifierTest();
const { receiver } = test;
let database: WeatherDatabase;
let cases = 0;

beforeAll(async () => {
  database = await test.stack.connect('consumer');
});

beforeEach(() => {
  cases += 1;
});

function at(minute: number, temperature: number, fields: Partial<Reading> = {}): Reading {
  return { stationId: `late-${cases}`, observedAt: START + minute * MS_PER_MINUTE, temperature, ...fields };
}

/** Stores readings like a consumer, batch by batch. */
async function openStore(rules = HEAT): Promise<(readings: readonly Reading[]) => Promise<void>> {
  const sink = await openSink({ database, rules });
  return async (readings) => {
    // The notifier drains the outbox meanwhile: a deadlock is a transient error, and the retry succeeds.
    await database.withRetry(() => expectStored(sink, makePartitionKey('late'), readings));
  };
}

async function notified(...lines: readonly string[]): Promise<void> {
  await eventually(() => expect(receiver.notified.map((line) => line.split(' ')[0])).toEqual(lines));
  await test.settled();
  expect(receiver.notified).toHaveLength(lines.length);
}

const firing = (): Promise<string[]> => test.alerts.findFiring();

describe('a receiver', () => {
  it('is notified that a resolved alert fires again, and of its later end', async () => {
    await test.notifier([test.webhook('ops')]);
    const store = await openStore();
    await store([at(0, 31.5), at(1, 31.8)]);
    await notified('firing');
    await store([at(2, 29.5)]);
    await notified('firing', 'resolved');
    await store([at(2, 31.9), at(3, 32.4)]);
    await notified('firing', 'resolved', 'firing');
    await store([at(4, 29.9)]);
    await notified('firing', 'resolved', 'firing', 'resolved');
  });

  it('is notified at once that an alert was retracted', async () => {
    await test.notifier([test.webhook('ops')]);
    const store = await openStore();
    await store([at(0, 31)]);
    await notified('firing');
    await store([at(0, 29)]);
    await notified('firing', 'resolved');
  });

  it('is notified at once that an alert did not last for the `for` of its rule', async () => {
    await test.notifier([test.webhook('ops', { rules: ['long-heat'] })]);
    const store = await openStore(RULES);
    await store([at(0, 30), at(4, 30.2)]);
    await notified('firing');
    await store([at(2, 28.5), at(3, 30)]);
    await notified('firing', 'resolved');
    await store([at(7, 30.1)]);
    await notified('firing', 'resolved', 'firing');
  });

  it('gets no resolved notification if a correction merges two alerts into one that still fires', async () => {
    await test.notifier([test.webhook('ops')]);
    const store = await openStore();
    await store([at(0, 31), at(10, 29)]);
    await notified('firing', 'resolved');
    await store([at(20, 32)]);
    await notified('firing', 'resolved', 'firing');
    await store([at(10, 31.5)]);
    await notified('firing', 'resolved', 'firing', 'firing');
  });

  it('gets no resolved notification of an alert that it never got, nor of an older alert while a newer one fires', async () => {
    const store = await openStore();
    await store([at(0, 29), at(3, 31)]);
    await store([at(2, 30.5), at(5, 29)]);
    await test.notifier([test.webhook('ops')]);
    await notified('firing', 'resolved');
    expect(new Set(receiver.alerts.map(({ startsAt }) => startsAt))).toEqual(
      new Set(['2026-07-01T00:02:00.000Z']),
    );
    await store([at(20, 31)]);
    await notified('firing', 'resolved', 'firing');
    await store([at(10, 31), at(11, 29)]);
    await test.settled();
    expect(receiver.notified).toHaveLength(3);
  });

  it('gets the resolved notification with the labels of the firing one, even if the city has changed', async () => {
    await test.notifier([test.webhook('ops')]);
    const store = await openStore();
    await store([at(0, 31, { city: 'Paris' })]);
    await notified('firing');
    await store([at(1, 29, { city: 'Lyon' })]);
    await notified('firing', 'resolved');
    expect(new Set(receiver.alerts.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });
});

/** Makes readings around the thresholds, some of them corrected, shuffled within the allowed lateness. */
function shuffleReadings(random: SeededRandom): Reading[] {
  const placed = ['a', 'b', 'c'].flatMap((name) => {
    let temperature = 29.5;
    return Array.from({ length: 40 }, (_, minute) => {
      temperature = Math.min(32, Math.max(28, temperature + random.integer(-12, 12) / 10));
      const city = random.fraction() < 0.1 ? 'Lyon' : 'Paris';
      const reading = at(minute, temperature, { stationId: `${name}-${cases}`, city });
      const corrected = { ...reading, temperature: random.integer(280, 320) / 10 };
      const place = (): number => minute + random.integer(0, random.fraction() < 0.3 ? 25 : 0);
      const own = [{ place: place(), reading }];
      return random.fraction() < 0.3 ? [...own, { place: place() + 3, reading: corrected }] : own;
    }).flat();
  });
  return placed.sort((one, other) => one.place - other.place).map(({ reading }) => reading);
}

describe('the state that a receiver tracks', () => {
  it.each([1, 2, 3])(
    'equals the table after any order of late readings, failures of the receiver and kills of the notifier (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed, 'late alerts');
      const tracker = new TrackingReceiver(receiver, failingAnswers(random));
      const receivers = [test.webhook('ops', { groupWait: '0s', maxAlerts: 2, timeout: '1s' })];
      let notifier = await test.notifier(receivers);
      let store = await openStore(RULES);
      const readings = shuffleReadings(random);
      while (readings.length > 0) {
        await store(readings.splice(0, random.integer(1, 6)));
        const next = random.fraction();
        if (next < 0.06) {
          await notifier.kill();
          notifier = await test.notifier(receivers);
        } else if (next < 0.15) store = await openStore(RULES);
        else if (next < 0.7) {
          await test.settled();
          expect(tracker.firing()).toEqual(await firing());
        }
      }
      await test.settled();
      expect(tracker.firing()).toEqual(await firing());
      expect(tracker.problems()).toEqual([]);
    },
  );
});
