import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { useSink, WRITE_METHODS } from '../../support/stack/use-sink.ts';
import { useTables } from '../../support/stack/use-stack.ts';

const tables = useTables();

describe.each(WRITE_METHODS)('the sink with $name', (writeMethod) => {
  const test = useSink(tables, writeMethod);

  async function findExceedances(): Promise<number[]> {
    const rows = await tables.stack.query<{ temperature: number }>(
      'SELECT temperature FROM warning_temperatures WHERE sensor_id = ? ORDER BY timestamp',
      [test.stationId],
    );
    return rows.map(({ temperature }) => temperature);
  }

  async function findCounts(): Promise<Record<string, number> | undefined> {
    const [row] = await tables.stack.query<Record<string, number>>(
      `SELECT read_count AS \`read\`, stored_count AS \`stored\`, duplicate_count AS repeated,
         correction_count AS replaced, dead_lettered_count AS deadLettered, expired_count AS expired
       FROM consumer_offset WHERE consumer_group = ? AND partition_number = ?`,
      [test.key.group, test.partition],
    );
    return row;
  }

  it('uses the write method that the server supports', () => {
    expect(test.sink.method).toMatch(writeMethod.method);
  });

  it('stores readings, exceedances and the offset in one transaction', async () => {
    expect(await test.loadCommittedOffset()).toBeNull();
    const result = await test.store({ readings: test.makeReadings(40) });
    expect(result).toMatchObject({ kind: 'stored', stored: 40, duplicates: 0 });
    expect((await test.findStored()).map(({ temperature }) => temperature)).toEqual(
      test.makeReadings(40).map((r) => r.temperature),
    );
    expect(await findExceedances()).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect(await test.loadCommittedOffset()).toBe(40);
  });

  it('keeps every value to the last digit', async () => {
    const values: Partial<Reading>[] = [
      { temperature: -11.7, humidity: 59.37, pressure: 1012.3, windSpeed: 4.629999999999999, windGust: 1e-7 },
      { temperature: 0, windDirection: 359.999, precipitation: 0.1 + 0.2 },
    ];
    await test.store({ readings: test.makeReadings(2, (index) => values[index] ?? {}) });
    const rows = await tables.stack.query<Record<string, number | null>>(
      `SELECT temperature, humidity, pressure, wind_speed AS windSpeed, wind_gust AS windGust,
         wind_direction AS windDirection, precipitation
       FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = ? ORDER BY observed_at`,
      [test.stationId],
    );
    const measured = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    );
    expect(measured).toEqual(values);
  });

  it('distinguishes duplicates from corrections, in the table and within the batch; the last one wins', async () => {
    await test.store({ readings: test.makeReadings(3) });
    const corrected = test.makeReadings(3, (index) => ({ temperature: 50 + index }));
    const result = await test.store({
      readings: [...corrected, ...test.makeReadings(1, () => ({ temperature: -1 }))],
    });
    expect(result).toMatchObject({ kind: 'stored', stored: 0, duplicates: 0 });
    expect(result).toHaveProperty('corrections.length', 4);
    const again = await test.store({ readings: corrected.slice(1) });
    expect(again).toMatchObject({
      kind: 'stored',
      stored: 0,
      duplicates: 2,
      corrections: [],
      exceedances: [],
    });
    expect(await findCounts()).toEqual({
      read: 9,
      stored: 3,
      repeated: 2,
      replaced: 4,
      deadLettered: 0,
      expired: 0,
    });
    expect((await test.findStored()).map(({ temperature }) => temperature)).toEqual([-1, 51, 52]);
    expect(await findExceedances()).toEqual([51, 52]);
  });

  it('writes nothing if another owner has advanced the offset', async () => {
    const other = await test.openAnother();
    const request = {
      key: test.key,
      committedOffset: await test.loadCommittedOffset(),
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
    };
    await other.store({ ...request, readings: test.makeReadings(2) });
    const late = await test.sink.store({
      ...request,
      readings: test.makeReadings(2, () => ({ temperature: 99 })),
    });
    expect(late).toEqual({ kind: 'fenced', committedOffset: 2 });
    expect((await test.findStored()).map(({ temperature }) => temperature)).toEqual([0, 1]);
    expect(await findExceedances()).toEqual([]);
  });

  it('lets only one of two concurrent owners write', async () => {
    const committedOffset = await test.loadCommittedOffset();
    const request = {
      key: test.key,
      committedOffset,
      nextOffset: 5,
      deadLettered: 0,
      expired: 0,
      readings: test.makeReadings(5),
    };
    const other = await test.openAnother();
    const results = await Promise.all([test.sink.store(request), other.store(request)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['fenced', 'stored']);
    expect(await test.findStored()).toHaveLength(5);
  });

  it('stores the city of a station, and replaces it by a new one', async () => {
    const city = async (name?: string): Promise<unknown> => {
      await test.store({ readings: test.makeReadings(1, () => (name === undefined ? {} : { city: name })) });
      return (await tables.stack.query('SELECT city FROM station WHERE station_id = ?', [test.stationId]))[0];
    };
    expect(await city('Paris')).toEqual({ city: 'Paris' });
    expect(await city()).toEqual({ city: 'Paris' });
    expect(await city('İstanbul 🌤')).toEqual({ city: 'İstanbul 🌤' });
  });

  it('allocates no new id for an existing station, whatever its city and whichever sink has cached it', async () => {
    const idOf = async (stationId: string): Promise<number> => {
      const [row] = await tables.stack.query<{ id: number }>('SELECT id FROM station WHERE station_id = ?', [
        stationId,
      ]);
      return row?.id ?? 0;
    };
    const next = `${test.stationId}-next`;
    await test.store({ readings: test.makeReadings(1, () => ({ city: 'A' })) });
    await test.store({ readings: test.makeReadings(1, () => ({ city: 'B' })) });
    await test.reopen();
    await test.store({ readings: test.makeReadings(1, () => ({ city: 'C' })) });
    await test.store({ readings: test.makeReadings(1, () => ({ stationId: next })) });
    expect((await idOf(next)) - (await idOf(test.stationId))).toBe(1);
  });

  it('distinguishes stations whose ids differ only in case', async () => {
    const ids = [test.stationId, test.stationId.toUpperCase()];
    await test.store({ readings: ids.flatMap((stationId) => test.makeReadings(1, () => ({ stationId }))) });
    const rows = await tables.stack.query<{ id: number }>('SELECT id FROM station WHERE station_id IN (?)', [
      ids,
    ]);
    expect(rows).toHaveLength(2);
  });

  it('creates stations again after the tables were emptied while it runs', async () => {
    await test.store({ readings: test.makeReadings(1) });
    await tables.stack.query(
      'DELETE FROM reading WHERE station_id = (SELECT id FROM station WHERE station_id = ?)',
      [test.stationId],
    );
    await tables.stack.query('DELETE FROM station WHERE station_id = ?', [test.stationId]);
    const fresh = await test.openAnother();
    const committedOffset = await fresh.loadCommittedOffset(test.key);
    await fresh.store({
      key: test.key,
      committedOffset,
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
      readings: test.makeReadings(1),
    });
    expect(await test.findStored()).toHaveLength(1);
  });

  it('fails with a transient error when its connection is killed, and succeeds when called again', async () => {
    const request = { readings: test.makeReadings(10) };
    await test.store(request);
    const threads = await tables.stack.query<{ id: number }>(
      'SELECT id FROM information_schema.processlist WHERE user = ?',
      [tables.stack.databaseConfig('consumer').user],
    );
    for (const { id } of threads) await tables.stack.query(`KILL ${id}`);
    const committedOffset = 10;
    const again = {
      key: test.key,
      committedOffset,
      nextOffset: 20,
      deadLettered: 0,
      expired: 0,
      readings: test.makeReadings(10),
    };
    const result = await test.database.withRetry(() => test.sink.store(again));
    expect(result).toMatchObject({ kind: 'stored', duplicates: 10 });
    expect(await test.loadCommittedOffset()).toBe(20);
  });
});
