import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultRules, ReadingEvaluator } from '@weather/weather-rules';
import {
  MS_PER_HOUR,
  MS_PER_SECOND,
  mergeReadings,
  QUANTITY_NAMES,
  type Quantity,
  type Reading,
} from '@weather/weather-schema';
import type { StoreResult } from '@weather/weather-store/sink';
import { makePartitionKey, storeNext } from '../../support/stack/reading-sinks.ts';
import { THRESHOLD_CELSIUS, useSink } from '../../support/stack/use-sink.ts';
import { useTables } from '../../support/stack/use-stack.ts';

const START = Date.UTC(2026, 6, 1);
const AHEAD = Date.now() + 5 * MS_PER_HOUR;
const PROPERTY_RUNS = 40;
const PARTITIONS = [0, 1];

/** A record of one of two stations with some quantities, numbers or null, and the partition of its batch. */
const partialRecords = fc
  .record({
    station: fc.constantFrom('near', 'far'),
    time: fc.nat(3),
    quantities: fc.record(
      {
        temperature: fc.constantFrom(null, 20, 31, 33),
        humidity: fc.constantFrom(null, 40, 50),
        windSpeed: fc.constantFrom(null, 0, 3),
      },
      { requiredKeys: [] },
    ),
  })
  .filter(({ quantities }) => Object.keys(quantities).length > 0);
type PartialRecord = typeof partialRecords extends fc.Arbitrary<infer T> ? T : never;
const batchesOfRecords = fc.array(
  fc.record({
    records: fc.array(partialRecords, { minLength: 1, maxLength: 6 }),
    partition: fc.constantFrom(...PARTITIONS),
  }),
  { minLength: 1, maxLength: 6 },
);
type Batches = typeof batchesOfRecords extends fc.Arbitrary<infer T> ? T : never;

/** The readings of one station are all within the allowed lateness; some of the other's are later, some from the future. */
function chooseTime({ station, time }: PartialRecord): number {
  if (station === 'near') return START + time * MS_PER_SECOND;
  return [START - 5 * MS_PER_HOUR, START, START + MS_PER_SECOND, AHEAD][time] ?? START;
}

function makeReading(run: string, record: PartialRecord): Reading {
  const { station, quantities } = record;
  const entries = Object.entries(quantities) as [Quantity, number | null][];
  const removed = entries.filter(([, value]) => value === null).map(([name]) => name);
  return {
    stationId: `${run}-${station}`,
    observedAt: chooseTime(record),
    ...(Object.fromEntries(entries.filter(([, value]) => value !== null)) as Partial<
      Record<Quantity, number>
    >),
    ...(removed.length > 0 && { removed }),
  };
}

/** Merges records in order and counts those with new values. */
function mergeInOrder(sent: readonly Reading[]): { inOrder: Reading[]; counts: Record<string, number> } {
  const readings = new Map<string, Reading>();
  const counts = { read: sent.length, stored: 0, repeated: 0, replaced: 0 };
  for (const next of sent) {
    const { stationId, observedAt } = next;
    const before = readings.get(`${stationId} ${observedAt}`);
    const merged = mergeReadings(before ?? { stationId, observedAt }, next);
    counts[before === undefined ? 'stored' : merged === before ? 'repeated' : 'replaced']++;
    readings.set(`${stationId} ${observedAt}`, merged);
  }
  const inOrder = [...readings.values()].sort(
    (a, b) =>
      (a.stationId < b.stationId ? -1 : Number(a.stationId > b.stationId)) || a.observedAt - b.observedAt,
  );
  return { inOrder, counts };
}

const tables = useTables();

describe.each([
  { name: 'load', localInfile: 1, smallRows: 0 },
  { name: 'both', localInfile: 1, smallRows: 2 },
  { name: 'insert', localInfile: 0, smallRows: 0 },
])('records with some quantities, written by $name', ({ name, localInfile, smallRows }) => {
  const evaluator = new ReadingEvaluator(defaultRules(THRESHOLD_CELSIUS));
  const test = useSink(tables, { name, localInfile, smallRows });
  let runs = 0;

  const store = (group: string, partition: number, readings: readonly Reading[]): Promise<StoreResult> =>
    storeNext(test.sink, makePartitionKey(group, partition), readings);

  async function findStored(
    run: string,
  ): Promise<(Record<Quantity, number | null> & { stationId: string; quality: number })[]> {
    return await tables.stack.query(
      `SELECT s.station_id AS stationId, quality, temperature, humidity, pressure, wind_speed AS windSpeed,
         wind_gust AS windGust, wind_direction AS windDirection, precipitation
       FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id LIKE ?
       ORDER BY s.station_id, observed_at`,
      [`${run}-%`],
    );
  }

  async function findExceedances(run: string): Promise<number[]> {
    const rows = await tables.stack.query<{ temperature: number }>(
      'SELECT temperature FROM warning_temperatures WHERE sensor_id LIKE ? ORDER BY sensor_id, timestamp',
      [`${run}-%`],
    );
    return rows.map(({ temperature }) => temperature);
  }

  async function findCounts(group: string): Promise<Record<string, number>> {
    const [row] = await tables.stack.query<Record<string, number | string>>(
      `SELECT SUM(read_count) AS \`read\`, SUM(stored_count) AS \`stored\`, SUM(duplicate_count) AS repeated,
         SUM(correction_count) AS replaced FROM consumer_offset WHERE consumer_group = ?`,
      [group],
    );
    return Object.fromEntries(Object.entries(row ?? {}).map(([column, count]) => [column, Number(count)]));
  }

  /** @returns the expected readings and the stored flags. */
  async function storeAll(batches: Batches): Promise<{ inOrder: Reading[]; qualities: number[] }> {
    const run = `${name}-${++runs}`;
    const lists = batches.map(({ records }) => records.map((record) => makeReading(run, record)));
    for (const [index, { partition }] of batches.entries()) await store(run, partition, lists[index] ?? []);
    const { inOrder, counts } = mergeInOrder(lists.flat());
    const rows = await findStored(run);
    expect(rows.map((row) => QUANTITY_NAMES.map((quantity) => row[quantity]))).toEqual(
      inOrder.map((reading) => QUANTITY_NAMES.map((quantity) => reading[quantity] ?? null)),
    );
    const hot = inOrder
      .map(({ temperature = 0 }) => temperature)
      .filter((celsius) => celsius > THRESHOLD_CELSIUS);
    expect(await findExceedances(run)).toEqual(hot);
    expect(await findCounts(run)).toEqual(counts);
    return { inOrder, qualities: rows.map(({ quality }) => quality) };
  }

  it('are merged in the order of their partition and evaluated as one reading', async () => {
    const check = async (batches: Batches): Promise<void> => {
      const { inOrder, qualities } = await storeAll(batches.map((batch) => ({ ...batch, partition: 0 })));
      const near = inOrder.filter(({ stationId }) => stationId.endsWith('near'));
      const state = evaluator.initialState(near[0]?.stationId ?? '');
      const expected = near.map((reading) => evaluator.evaluate(state, reading, []));
      expect(qualities.filter((_, index) => inOrder[index]?.stationId.endsWith('near'))).toEqual(expected);
    };
    await fc.assert(fc.asyncProperty(batchesOfRecords, check), { numRuns: PROPERTY_RUNS });
  });

  it('are merged in the order in which they are stored, whatever their partitions', async () => {
    const check = async (batches: Batches): Promise<void> => {
      await storeAll(batches);
    };
    await fc.assert(fc.asyncProperty(batchesOfRecords, check), { numRuns: PROPERTY_RUNS });
  });

  it('are rejected if the merged row is', async () => {
    const at = (index: number): Reading => ({ stationId: `${name}-gusty`, observedAt: START + index });
    await tables.stack.query('ALTER TABLE reading ADD CONSTRAINT gusty CHECK (wind_gust >= wind_speed)');
    try {
      await store(
        `${name} gusts`,
        0,
        [at(0), at(1), at(2)].map((key) => ({ ...key, windGust: 5 })),
      );
      const list = [4, 6, 4].map((windSpeed, index) => ({ ...at(index), windSpeed }));
      const result = await store(`${name} gusts`, 0, list);
      expect(result.kind === 'rejected' ? result.rejected.map(({ reading }) => reading) : []).toEqual([
        list[1],
      ]);
    } finally {
      await tables.stack.query('ALTER TABLE reading DROP CONSTRAINT gusty');
    }
  });

  it('are exceedances if the merged row is', async () => {
    const key = { stationId: `${name}-hot`, observedAt: START };
    const hot = [31.2, 33.4, 12].map((temperature) => ({ ...key, temperature }));
    expect(await store(`${name} alerts`, 0, hot)).toMatchObject({ stored: 1, exceedances: [] });
    const later = [hot[0], { ...key, observedAt: START + 1, humidity: 5 }, hot[1]] as Reading[];
    expect(await store(`${name} alerts`, 0, later)).toMatchObject({ exceedances: [hot[1]] });
    expect(await store(`${name} alerts`, 0, [{ ...key, windSpeed: 3 }])).toMatchObject({ exceedances: [] });
  });
});
