import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { defaultRules } from '@weather/weather-rules';
import { MS_PER_SECOND, type Reading } from '@weather/weather-schema';
import { WeatherDatabase } from '@weather/weather-store';
import type { PartitionKey, ReadingSink, StoreRequest, StoreResult } from '@weather/weather-store/sink';
import { openSink as open, makePartitionKey, storeNext } from '../../support/stack/reading-sinks.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const START = Date.UTC(2026, 6, 1);
const THRESHOLD = 30;

let stack: TestStack;

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
});

afterAll(async () => {
  await stack.stop();
});

describe.each([
  { name: 'LOAD DATA', method: /^LOAD DATA LOCAL INFILE \(/, localInfile: 1, smallRows: 0 },
  { name: 'LOAD DATA for more than two rows', method: /up to 2 rows: INSERT/, localInfile: 1, smallRows: 2 },
  { name: 'INSERT', method: /^INSERT of many rows$/, localInfile: 0, smallRows: 0 },
])('the sink with $name', ({ name, method, localInfile, smallRows }) => {
  let database: WeatherDatabase;
  let sink: ReadingSink;
  let partition = 0;

  beforeAll(async () => {
    await stack.query('SET GLOBAL local_infile = ?', [localInfile]);
    database = await WeatherDatabase.connect(stack.databaseConfig('consumer'), silentLogger());
    sink = await openSink();
  });

  afterAll(async () => {
    await database.close();
  });

  beforeEach(() => {
    partition++;
  });

  const openSink = (): Promise<ReadingSink> =>
    open({
      database,
      smallRows,
      rules: defaultRules(THRESHOLD),
      isExceedance: ({ temperature = 0 }) => temperature > THRESHOLD,
    });

  const key = (): PartitionKey => makePartitionKey(`sink with ${name}`, partition);

  const station = (): string => `station-${localInfile}-${smallRows}-${partition}`;

  function readings(count: number, fields: (index: number) => Partial<Reading> = () => ({})): Reading[] {
    return Array.from({ length: count }, (_, index) => ({
      stationId: station(),
      observedAt: START + index * MS_PER_SECOND,
      temperature: index,
      ...fields(index),
    }));
  }

  const store = (request: Partial<StoreRequest>): Promise<StoreResult> =>
    storeNext(sink, key(), request.readings ?? [], request);

  async function stored(): Promise<{ at: string; temperature: number | null }[]> {
    return await stack.query(
      `SELECT observed_at AS at, temperature FROM reading r JOIN station s ON s.id = r.station_id
       WHERE s.station_id = ? ORDER BY observed_at`,
      [station()],
    );
  }

  async function alerts(): Promise<number[]> {
    const rows = await stack.query<{ temperature: number }>(
      'SELECT temperature FROM warning_temperatures WHERE sensor_id = ? ORDER BY timestamp',
      [station()],
    );
    return rows.map(({ temperature }) => temperature);
  }

  async function counts(): Promise<Record<string, number> | undefined> {
    const [row] = await stack.query<Record<string, number>>(
      `SELECT read_count AS \`read\`, stored_count AS \`stored\`, duplicate_count AS repeated,
         correction_count AS replaced, dead_lettered_count AS deadLettered, expired_count AS expired
       FROM consumer_offset WHERE consumer_group = ? AND partition_number = ?`,
      [key().group, partition],
    );
    return row;
  }

  it('uses the write method that the server supports', () => {
    expect(sink.method).toMatch(method);
  });

  it('stores readings, exceedances and the offset in one transaction', async () => {
    expect(await sink.loadCommittedOffset(key())).toBeNull();
    const result = await store({ readings: readings(40) });
    expect(result).toMatchObject({ kind: 'stored', stored: 40, duplicates: 0 });
    expect((await stored()).map(({ temperature }) => temperature)).toEqual(
      readings(40).map((r) => r.temperature),
    );
    expect(await alerts()).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect(await sink.loadCommittedOffset(key())).toBe(40);
  });

  it('keeps every value to the last digit', async () => {
    const values: Partial<Reading>[] = [
      { temperature: -11.7, humidity: 59.37, pressure: 1012.3, windSpeed: 4.629999999999999, windGust: 1e-7 },
      { temperature: 0, windDirection: 359.999, precipitation: 0.1 + 0.2 },
    ];
    await store({ readings: readings(2, (index) => values[index] ?? {}) });
    const rows = await stack.query<Record<string, number | null>>(
      `SELECT temperature, humidity, pressure, wind_speed AS windSpeed, wind_gust AS windGust,
         wind_direction AS windDirection, precipitation
       FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = ? ORDER BY observed_at`,
      [station()],
    );
    const measured = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    );
    expect(measured).toEqual(values);
  });

  it('distinguishes duplicates from corrections, in the table and within the batch; the last one wins', async () => {
    await store({ readings: readings(3) });
    const corrected = readings(3, (index) => ({ temperature: 50 + index }));
    const result = await store({ readings: [...corrected, ...readings(1, () => ({ temperature: -1 }))] });
    expect(result).toMatchObject({ kind: 'stored', stored: 0, duplicates: 0 });
    expect(result).toHaveProperty('corrections.length', 4);
    const again = await store({ readings: corrected.slice(1) });
    expect(again).toMatchObject({
      kind: 'stored',
      stored: 0,
      duplicates: 2,
      corrections: [],
      exceedances: [],
    });
    expect(await counts()).toEqual({
      read: 9,
      stored: 3,
      repeated: 2,
      replaced: 4,
      deadLettered: 0,
      expired: 0,
    });
    expect((await stored()).map(({ temperature }) => temperature)).toEqual([-1, 51, 52]);
    expect(await alerts()).toEqual([51, 52]);
  });

  it('writes nothing if another owner has advanced the offset', async () => {
    const other = await openSink();
    const request = {
      key: key(),
      committedOffset: await sink.loadCommittedOffset(key()),
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
    };
    await other.store({ ...request, readings: readings(2) });
    const late = await sink.store({ ...request, readings: readings(2, () => ({ temperature: 99 })) });
    expect(late).toEqual({ kind: 'fenced', committedOffset: 2 });
    expect((await stored()).map(({ temperature }) => temperature)).toEqual([0, 1]);
    expect(await alerts()).toEqual([]);
  });

  it('lets only one of two concurrent owners write', async () => {
    const committedOffset = await sink.loadCommittedOffset(key());
    const request = {
      key: key(),
      committedOffset,
      nextOffset: 5,
      deadLettered: 0,
      expired: 0,
      readings: readings(5),
    };
    const other = await openSink();
    const results = await Promise.all([sink.store(request), other.store(request)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['fenced', 'stored']);
    expect(await stored()).toHaveLength(5);
  });

  it('names the readings that the database rejects, and writes nothing of the batch', async () => {
    await stack.query('ALTER TABLE reading ADD CONSTRAINT dry CHECK (humidity IS NULL OR humidity < 90)');
    try {
      const list = readings(20, (index) => ({ humidity: index === 7 || index === 19 ? 95 : 50 }));
      const result = await store({ readings: list });
      expect(result).toMatchObject({ kind: 'rejected' });
      const refused = result.kind === 'rejected' ? result.rejected : [];
      expect(refused.map(({ reading }) => reading.observedAt)).toEqual([
        list[7]?.observedAt,
        list[19]?.observedAt,
      ]);
      expect(refused.every(({ reason }) => reason.includes('dry'))).toBe(true);
      expect(await stored()).toEqual([]);
      expect(await sink.loadCommittedOffset(key())).toBeNull();
    } finally {
      await stack.query('ALTER TABLE reading DROP CONSTRAINT dry');
    }
  });

  it.each([
    ['warning_temperatures', 'NEW.temperature = 41'],
    ['station', "NEW.station_id LIKE '%-3'"],
    ['alert_episode', 'NEW.peak_value > 40'],
  ])('names the reading whose row of %s a trigger rejects', async (table, refused) => {
    await stack.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW
       IF ${refused} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'; END IF`,
    );
    try {
      const list = readings(20, (index) => ({
        stationId: `${station()}-${table}-${index}`,
        temperature: index === 3 ? 41 : 35,
      }));
      const result = await store({ readings: list });
      expect(result).toMatchObject({ kind: 'rejected' });
      const found = result.kind === 'rejected' ? result.rejected : [];
      expect(found.map(({ reading }) => reading)).toEqual([list[3]]);
      expect(found[0]?.reason).toContain('not this one');
      expect(await sink.loadCommittedOffset(key())).toBeNull();
      const others = list.filter((_, index) => index !== 3);
      expect(await store({ readings: others, deadLettered: 1 })).toMatchObject({
        kind: 'stored',
        stored: 19,
      });
    } finally {
      await stack.query('DROP TRIGGER refuse');
    }
  });

  it('names a reading whose value the database would change', async () => {
    await stack.query('ALTER TABLE reading MODIFY humidity TINYINT UNSIGNED NULL');
    try {
      const list = readings(3, (index) => ({ humidity: index === 1 ? 300 : 50 }));
      const result = await store({ readings: list });
      const refused = result.kind === 'rejected' ? result.rejected : [];
      expect(refused.map(({ reading }) => reading.humidity)).toEqual([300]);
      expect(await stored()).toEqual([]);
    } finally {
      await stack.query('ALTER TABLE reading MODIFY humidity DOUBLE NULL');
    }
  });

  it('stores the city of a station, and replaces it by a new one', async () => {
    const city = async (name?: string): Promise<unknown> => {
      await store({ readings: readings(1, () => (name === undefined ? {} : { city: name })) });
      return (await stack.query('SELECT city FROM station WHERE station_id = ?', [station()]))[0];
    };
    expect(await city('Paris')).toEqual({ city: 'Paris' });
    expect(await city()).toEqual({ city: 'Paris' });
    expect(await city('İstanbul 🌤')).toEqual({ city: 'İstanbul 🌤' });
  });

  it('allocates no new id for an existing station, whatever its city and whichever sink has cached it', async () => {
    const idOf = async (stationId: string): Promise<number> => {
      const [row] = await stack.query<{ id: number }>('SELECT id FROM station WHERE station_id = ?', [
        stationId,
      ]);
      return row?.id ?? 0;
    };
    const next = `${station()}-next`;
    await store({ readings: readings(1, () => ({ city: 'A' })) });
    await store({ readings: readings(1, () => ({ city: 'B' })) });
    sink = await openSink();
    await store({ readings: readings(1, () => ({ city: 'C' })) });
    await store({ readings: readings(1, () => ({ stationId: next })) });
    expect((await idOf(next)) - (await idOf(station()))).toBe(1);
  });

  it('distinguishes stations whose ids differ only in case', async () => {
    const ids = [station(), station().toUpperCase()];
    await store({ readings: ids.flatMap((stationId) => readings(1, () => ({ stationId }))) });
    const rows = await stack.query<{ id: number }>('SELECT id FROM station WHERE station_id IN (?)', [ids]);
    expect(rows).toHaveLength(2);
  });

  it('creates stations again after the tables were emptied while it runs', async () => {
    await store({ readings: readings(1) });
    await stack.query(
      'DELETE FROM reading WHERE station_id = (SELECT id FROM station WHERE station_id = ?)',
      [station()],
    );
    await stack.query('DELETE FROM station WHERE station_id = ?', [station()]);
    const fresh = await openSink();
    const committedOffset = await fresh.loadCommittedOffset(key());
    await fresh.store({
      key: key(),
      committedOffset,
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
      readings: readings(1),
    });
    expect(await stored()).toHaveLength(1);
  });

  it('fails with a transient error when its connection is killed, and succeeds when called again', async () => {
    const request = { readings: readings(10) };
    await store(request);
    const threads = await stack.query<{ id: number }>(
      'SELECT id FROM information_schema.processlist WHERE user = ?',
      [stack.databaseConfig('consumer').user],
    );
    for (const { id } of threads) await stack.query(`KILL ${id}`);
    const committedOffset = 10;
    const again = {
      key: key(),
      committedOffset,
      nextOffset: 20,
      deadLettered: 0,
      expired: 0,
      readings: readings(10),
    };
    const result = await database.withRetry(() => sink.store(again));
    expect(result).toMatchObject({ kind: 'stored', duplicates: 10 });
    expect(await sink.loadCommittedOffset(key())).toBe(20);
  });
});
