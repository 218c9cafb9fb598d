import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { defaultRules, ReadingEvaluator } from '@weather/weather-rules';
import { MS_PER_MINUTE, MS_PER_SECOND, type Reading } from '@weather/weather-schema';
import { WeatherDatabase } from '@weather/weather-store';
import type { PartitionKey, ReadingSink } from '@weather/weather-store/sink';
import {
  EVALUATION_RULES,
  evaluateInOrder,
  findStoredEvaluation,
} from '../../support/evaluation/evaluated-station.ts';
import { OpenTransaction } from '../../support/faults/open-transaction.ts';
import { seededFraction } from '../../support/faults/seeded-random.ts';
import { expectStored, openSink as open, makePartitionKey } from '../../support/stack/reading-sinks.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const START = Date.UTC(2026, 6, 1);
const PARTITIONS = 3;
const STATIONS = 4;
/** The maximum distance between partitions in minutes: less than a day. */
const READINGS = 700;
/** The consumer's default. */
const THRESHOLD_CELSIUS = 30;
const MOST_AT_ONCE = 500;
const QUICK_ANSWER_MS = 5_000;

let stack: TestStack;
/** Two consumers, each with its own connections. */
let databases: WeatherDatabase[];

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate();
  databases = [await stack.connect('consumer'), await stack.connect('consumer')];
});

afterAll(async () => {
  await stack.stop();
});

const openSink = (
  database: WeatherDatabase,
  onShared: (ids: readonly string[]) => void = () => undefined,
): Promise<ReadingSink> => open({ database, rules: EVALUATION_RULES, onShared });

/** The suffix of stations whose temperature jumps at every reading, so that each flag depends on the reading before; the others have warm hours. */
const RESTLESS = /[13]$/;

/** Makes readings with random changes and spikes. */
function makeReadings(stationId: string, seed: number): Reading[] {
  return Array.from({ length: READINGS }, (_, n) => {
    const random = (what: string): number => seededFraction(seed, `${stationId} ${what}`, n);
    const isMild = RESTLESS.test(stationId) ? random('level') < 0.5 : Math.floor(n / 90) % 2 === 0;
    const level = isMild ? 24 : 31;
    const spike = random('spike') < 0.02 ? 25 : 0;
    return {
      stationId,
      observedAt: START + n * MS_PER_MINUTE,
      temperature: Math.round(10 * (level + random('wander') * 2 + spike)) / 10,
    };
  });
}

/** Stores the next batch of a partition, like a consumer that has just been assigned it. */
async function store(sink: ReadingSink, key: PartitionKey, readings: readonly Reading[]): Promise<void> {
  const [database] = databases as [WeatherDatabase];
  await database.withRetry(() => expectStored(sink, key, readings));
}

/** Splits the readings of one partition into batches, in offset order. */
function splitBatches(readings: readonly Reading[], seed: number, partition: number): Reading[][] {
  const batches: Reading[][] = [];
  for (let first = 0; first < readings.length; first += batches.at(-1)?.length ?? 0) {
    const size = 1 + Math.floor(seededFraction(seed, `size ${partition}`, first) ** 3 * MOST_AT_ONCE);
    batches.push(readings.slice(first, first + size));
  }
  return batches;
}

/**
 * Stores the partitions like two consumers: at the same time or one after the other, with reassignments and restarts now and
 * then.
 */
async function storeAll(
  group: string,
  partitions: readonly (readonly Reading[])[],
  seed: number,
): Promise<void> {
  const sinks = await Promise.all(databases.map((database) => openSink(database)));
  const waiting = partitions.map((readings, partition) => splitBatches(readings, seed, partition));
  for (let round = 0; waiting.some((batches) => batches.length > 0); round++) {
    const chance = (what: string): number => seededFraction(seed, what, round);
    if (chance('restart') < 0.1) {
      const which = Math.floor(chance('which') * databases.length);
      sinks[which] = await openSink(databases[which] as WeatherDatabase);
    }
    const isAtOnce = chance('at once') < 0.7;
    const owner = (partition: number): ReadingSink =>
      sinks[(partition + Math.floor(round / 10)) % sinks.length] as ReadingSink;
    const steps = waiting.map((batches, partition) => async () => {
      if (!isAtOnce && chance(`turn ${partition}`) < 0.5) return;
      const batch = batches.shift();
      if (batch !== undefined) await store(owner(partition), makePartitionKey(group, partition), batch);
    });
    if (isAtOnce) await Promise.all(steps.map((step) => step()));
    else for (const step of steps) await step();
  }
}

describe('stations in several partitions', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'have the same flags and alerts as in one partition, whichever consumer stores what, and when (seed %d)',
    async (seed) => {
      const stations = Array.from({ length: STATIONS }, (_, n) => `spread-${seed}-${n}`);
      const all = stations
        .flatMap((stationId) => makeReadings(stationId, seed))
        .sort((a, b) => a.observedAt - b.observedAt);
      const makePartitionKey = all.map((_, n) =>
        Math.floor(seededFraction(seed, 'partition', n) * PARTITIONS),
      );
      const partitions = Array.from({ length: PARTITIONS }, (_, partition) =>
        all.filter((_reading, n) => makePartitionKey[n] === partition),
      );
      await storeAll(`spread ${seed}`, partitions, seed);
      for (const stationId of stations)
        expect(await findStoredEvaluation(stack, stationId)).toEqual(
          evaluateInOrder(all.filter((reading) => reading.stationId === stationId)),
        );
    },
  );

  it('are right if one partition is read to its end before the other', async () => {
    const readings = makeReadings('backlog', 7);
    const [first, second] = [0, 1].map((odd) => readings.filter((_, n) => n % 2 === odd)) as [
      Reading[],
      Reading[],
    ];
    const sink = await openSink(databases[0] as WeatherDatabase);
    await store(sink, makePartitionKey('backlog'), first);
    await store(sink, makePartitionKey('backlog', 1), second);
    expect(await findStoredEvaluation(stack, 'backlog')).toEqual(evaluateInOrder(readings));
  });

  it('are reported once, and those that have moved permanently are not', async () => {
    const shared: string[] = [];
    const sink = await openSink(databases[0] as WeatherDatabase, (ids) => shared.push(...ids));
    const [turns, moves] = ['turns', 'moves'].map((stationId) => makeReadings(stationId, 9)) as [
      Reading[],
      Reading[],
    ];
    for (let n = 0; n < 12; n++) {
      const batch = [turns[n] as Reading];
      await store(sink, makePartitionKey('reported', n % 2), batch);
      await store(sink, makePartitionKey('reported', n < 6 ? 0 : 1), [moves[n] as Reading]);
    }
    expect(shared).toEqual(['turns']);
    expect(await findStoredEvaluation(stack, 'turns')).toEqual(evaluateInOrder(turns.slice(0, 12)));
    expect(await findStoredEvaluation(stack, 'moves')).toEqual(evaluateInOrder(moves.slice(0, 12)));
  });
});

describe('stations in one partition', () => {
  it('cost no statement once they are cached', async () => {
    const readings = makeReadings('keyed', 10);
    const [database] = databases as [WeatherDatabase];
    const sink = await openSink(database);
    const key = makePartitionKey('keyed');
    await store(sink, key, readings.slice(0, 10));
    const statements = async (): Promise<number> => {
      const [row] = await stack.query<{ n: string }>("SHOW GLOBAL STATUS LIKE 'Com_select'");
      return Number(Object.values(row as object)[1]);
    };
    const before = await statements();
    for (let n = 10; n < 20; n++) {
      const result = await sink.store({
        key,
        committedOffset: n,
        nextOffset: n + 1,
        readings: [readings[n] as Reading],
        deadLettered: 0,
        expired: 0,
      });
      expect(result.kind).toBe('stored');
    }
    expect((await statements()) - before).toBe(0);
  });
});

describe('a backlog without keys', () => {
  /** Makes readings of one station seconds or minutes apart, as a producer of the older project sends them. */
  const every = (stationId: string, seconds: number, temperatures: readonly number[]): Reading[] =>
    temperatures.map((temperature, n) => ({
      stationId,
      observedAt: START + n * seconds * MS_PER_SECOND,
      temperature,
    }));
  const warmTwice = (n: number): number => (Math.floor(n / 15) % 2 === 0 ? 28 : 31) + (n % 7) / 10;

  it('results in the same flags and alerts as in one partition', async () => {
    const readings = [
      ...every('one-alert', 10, [31, 31.2, 31.4, 32, 29.8, 29.6, 29.4, 29.2]),
      ...every('two-levels', 30, [20, 34, 20.1, 34.1, 20, 34.2, 20.2, 34]),
      ...Array.from({ length: 7 }, (_, n) =>
        every(
          `warm-twice-${n}`,
          90,
          Array.from({ length: 90 }, (_each, at) => warmTwice(at + n)),
        ),
      ).flat(),
    ];
    const { read: before } = await stack.counts();
    await stack.publish(
      'weather_data',
      readings.map(({ stationId, observedAt, temperature }, n) => ({
        key: `any ${n % 7}`,
        value: Buffer.from(
          JSON.stringify({ stationId, observedAt: new Date(observedAt).toISOString(), temperature }),
        ),
      })),
    );
    const consumer = stack.app('consumer');
    await stack.consumed(before + readings.length);
    await consumer.line(/arrive in several partitions/);
    const evaluator = new ReadingEvaluator(defaultRules(THRESHOLD_CELSIUS));
    for (const [stationId, own] of Map.groupBy(readings, (reading) => reading.stationId))
      expect(await findStoredEvaluation(stack, stationId)).toEqual(evaluateInOrder(own, evaluator));
    await consumer.kill();
  });
});

describe('stations of other partitions', () => {
  const readingAt = (minute: number) => (stationId: string) => ({
    stationId,
    observedAt: START + minute * MS_PER_MINUTE,
    temperature: 20,
  });

  it('are not waited for if one query for all of them is faster than one for each', async () => {
    const config = { ...stack.databaseConfig('consumer'), socketTimeoutMs: QUICK_ANSWER_MS };
    const database = await WeatherDatabase.connect(config, silentLogger());
    const stationIds = Array.from({ length: 60 }, (_, n) => `lock-${n}`);
    const own = stationIds.filter((_, n) => n % 2 === 0);
    const key = makePartitionKey('locks');
    await expectStored(await openSink(database), key, stationIds.map(readingAt(0)));
    const locks = await OpenTransaction.begin(stack);
    for (const stationId of stationIds.filter((id) => !own.includes(id)))
      await locks.execute('UPDATE station SET city = ? WHERE station_id = ?', ['x', stationId]);
    try {
      // A sink with an empty cache looks its stations up and locks them.
      await expectStored(await openSink(database), key, own.map(readingAt(1)));
    } finally {
      await locks.rollback();
      await database.close();
    }
  });
});
