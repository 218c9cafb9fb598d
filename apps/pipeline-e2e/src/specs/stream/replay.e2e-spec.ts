import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { eventually } from '@weather/service-runtime/testing';
import { legacySensorId } from '@weather/weather-schema';
import { TestStack } from '../../support/stack/test-stack.ts';
import { NYC_EXAMPLE } from '../../support/stack/workspace.ts';

const MAPPING = join(NYC_EXAMPLE, 'mapping.json');
/** The file of the whole year, if available; the repository has an excerpt. */
const WHOLE_YEAR = process.env['NYC_WEATHER_FILE'];

/** 1,048.36 mph, an instrument error. */
const IMPOSSIBLE_WIND = 468.66;
const HURRICANE = 75;

interface Dataset {
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  readonly withoutTemperature: number;
  readonly exceedances: Readonly<Record<string, number>>;
  /** Alerts: runs of consecutive readings above the threshold. */
  readonly alerts: Readonly<Record<string, number>>;
  /** Temperatures that jump and are back an hour later. */
  readonly temperatureJumps: readonly { readonly station: string; readonly at: string }[];
}

const EXCERPT: Dataset = {
  name: 'the excerpt of the repository',
  file: join(NYC_EXAMPLE, 'weather.csv'),
  rows: 648,
  withoutTemperature: 0,
  exceedances: { EWR: 96, JFK: 72, LGA: 99 },
  alerts: { EWR: 10, JFK: 9, LGA: 8 },
  temperatureJumps: [],
};

const datasets: Dataset[] = [EXCERPT];
if (WHOLE_YEAR !== undefined) {
  datasets.push({
    name: 'the whole year',
    file: WHOLE_YEAR,
    rows: 26_115,
    withoutTemperature: 1,
    exceedances: { EWR: 263, JFK: 91, LGA: 243 },
    alerts: { EWR: 40, JFK: 16, LGA: 38 },
    temperatureJumps: [{ station: 'JFK', at: '2013-05-09 02:00:00.000' }],
  });
}

describe.each(datasets)('a replay of $name at full speed', (dataset) => {
  const { file, rows, withoutTemperature, exceedances, alerts, temperatureJumps } = dataset;
  let stack: TestStack;

  beforeAll(async () => {
    stack = await TestStack.start();
    await stack.migrate('up');
    stack.app('consumer');
    await replay();
  });

  afterAll(async () => {
    await stack.stop();
  });

  async function replay(environment: Record<string, string> = {}): Promise<string> {
    const settings = {
      SOURCE: 'replay',
      REPLAY_FILE: file,
      REPLAY_MAPPING: MAPPING,
      REPLAY_SPEED: 'max',
      ...environment,
    };
    const producer = stack.app('producer', settings);
    await producer.exitedWith(0);
    return producer.output;
  }

  async function contents(): Promise<unknown> {
    const readings = await stack.query('SELECT * FROM reading ORDER BY station_id, observed_at');
    const warnings = await stack.query('SELECT * FROM warning_temperatures ORDER BY id');
    const begun = await stack.query('SELECT * FROM alert_episode ORDER BY id');
    const notified = await stack.query('SELECT * FROM notification_outbox ORDER BY id');
    return { readings, warnings, begun, notified };
  }

  it('stores every reading, including the one with an impossible wind', async () => {
    const counts = await stack.consumed(rows);
    expect(counts).toEqual({ read: rows, stored: rows, repeated: 0, replaced: 0, deadLettered: 0, lost: 0 });
    const storms = await stack.query(
      `SELECT s.station_id AS station, observed_at AS at, wind_speed AS windSpeed
       FROM reading r JOIN station s ON s.id = r.station_id WHERE wind_speed > ?`,
      [HURRICANE],
    );
    expect(storms).toEqual([{ station: 'EWR', at: '2013-02-12 08:00:00.000', windSpeed: IMPOSSIBLE_WIND }]);
  });

  it('flags the instrument errors as wrong, and few other values as doubtful', async () => {
    const [found] = await stack.query<Record<'flagged' | 'wrong', number | string>>(
      `SELECT COUNT(*) AS flagged, SUM((quality >> 16) & 15 = 3) AS \`wrong\` FROM reading
       WHERE quality >> 28 IN (2, 3) OR (quality >> 24) & 15 IN (2, 3) OR (quality >> 20) & 15 IN (2, 3)
         OR (quality >> 16) & 15 IN (2, 3) OR (quality >> 12) & 15 IN (2, 3) OR (quality >> 8) & 15 IN (2, 3)`,
    );
    expect(Number(found?.wrong)).toBe(1);
    expect(Number(found?.flagged)).toBeLessThan(rows / 100);
    const jumps = await stack.query(
      `SELECT s.station_id AS station, observed_at AS at FROM reading r JOIN station s ON s.id = r.station_id
       WHERE quality >> 28 IN (2, 3)`,
    );
    expect(jumps).toEqual(temperatureJumps);
  });

  it('stores an exceedance for each reading above 30 °C', async () => {
    const saved = await stack.query<{ station: string; exceedances: number }>(
      'SELECT sensor_id AS station, COUNT(*) AS exceedances FROM warning_temperatures GROUP BY sensor_id ORDER BY sensor_id',
    );
    expect(Object.fromEntries(saved.map((row) => [row.station, row.exceedances]))).toEqual(exceedances);
  });

  it('raises one alert for each run of them', async () => {
    const found = await stack.query<{ station: string; alerts: number; readings: number | string }>(
      `SELECT s.station_id AS station, COUNT(*) AS alerts, SUM(reading_count) AS readings
       FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE rule = 'high-temperature' AND state = 'resolved' GROUP BY s.station_id`,
    );
    expect(Object.fromEntries(found.map((row) => [row.station, row.alerts]))).toEqual(alerts);
    expect(Object.fromEntries(found.map((row) => [row.station, Number(row.readings)]))).toEqual(exceedances);
  });

  it('converts units to 0.01 °C and the timestamps of the file to UTC', async () => {
    const [first] = await stack.query(
      `SELECT observed_at AS at, CAST(temperature AS CHAR) AS temperature, CAST(pressure AS CHAR) AS pressure
       FROM reading r JOIN station s ON s.id = r.station_id
       WHERE s.station_id = 'EWR' AND observed_at = '2013-07-18 18:00:00'`,
    );
    expect(first).toEqual({ at: '2013-07-18 18:00:00.000', temperature: '36.7', pressure: '1015.5' });
  });

  it.each([
    { compression: 'none', times: 2 },
    { compression: 'gzip', times: 3 },
    { compression: 'zstd', times: 4 },
  ])('changes no row if it is repeated, with compression $compression', async ({ compression, times }) => {
    const before = await contents();
    await replay({ KAFKA_COMPRESSION: compression });
    const counts = await stack.consumed(times * rows);
    expect(counts).toEqual({
      read: times * rows,
      stored: rows,
      repeated: (times - 1) * rows,
      replaced: 0,
      deadLettered: 0,
      lost: 0,
    });
    expect(await contents()).toEqual(before);
  });

  // The legacy format has numeric station ids, so the stations of the file get other rows.
  it('stores the same temperatures in the legacy format, for numeric stations', async () => {
    const output = await replay({ WIRE_FORMAT: 'legacy', LEGACY_TIME_ZONE: 'UTC' });
    expect(output).toContain(`skipped=${withoutTemperature}`);
    const counts = await stack.consumed(5 * rows - withoutTemperature);
    expect(counts).toMatchObject({
      stored: 2 * rows - withoutTemperature,
      repeated: 3 * rows,
      deadLettered: 0,
    });
    const saved = await stack.query<{ station: string; exceedances: number }>(
      'SELECT sensor_id AS station, COUNT(*) AS exceedances FROM warning_temperatures GROUP BY sensor_id',
    );
    const numbered = Object.entries(exceedances).map(
      ([id, count]) => [String(legacySensorId(id)), count] as const,
    );
    expect(Object.fromEntries(saved.map((row) => [row.station, row.exceedances]))).toEqual({
      ...exceedances,
      ...Object.fromEntries(numbered),
    });
  });
});

describe('a producer', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await TestStack.start();
    await stack.migrate('up');
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('sends every reading once even if the broker is killed meanwhile', async () => {
    stack.app('consumer');
    const settings = {
      SIMULATION_COUNT: '60000',
      SIMULATION_SPEED: '2500',
      SIMULATION_START: '2026-01-01T00:00:00Z',
    };
    const producer = stack.app('producer', settings);
    await stack.readAtLeast(1);
    await stack.servers.kafka.kill();
    await producer.line(/waiting for Kafka at/);
    await stack.servers.kafka.start();
    await producer.exitedWith(0);
    const counts = await stack.consumed(60_000);
    expect(counts).toMatchObject({ stored: 60_000, deadLettered: 0, lost: 0 });
  });

  it('completes a stopped replay when it is repeated', async () => {
    const settings = { SOURCE: 'replay', REPLAY_FILE: EXCERPT.file, REPLAY_MAPPING: MAPPING };
    const slow = stack.app('producer', { ...settings, REPLAY_SPEED: '36000' });
    await slow.line(/✅ Message Sent/);
    await slow.stop();
    await slow.exitedWith(0);
    const again = stack.app('producer', { ...settings, REPLAY_SPEED: 'max' });
    await again.exitedWith(0);
    await eventually(async () => {
      const [row] = await stack.query<{ readings: number }>(
        `SELECT COUNT(*) AS readings FROM reading r JOIN station s ON s.id = r.station_id
         WHERE s.station_id IN ('EWR', 'JFK', 'LGA')`,
      );
      expect(row?.readings).toBe(EXCERPT.rows);
    });
  });
});
