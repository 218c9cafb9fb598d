import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { ApiContract } from '../../support/dashboard/api-contract.ts';
import { DashboardApp, type Json } from '../../support/dashboard/dashboard-app.ts';
import {
  BEFORE_GAP,
  NOON,
  observedAt,
  WeatherRows,
  WRONG_MINUTE,
} from '../../support/dashboard/weather-rows.ts';
import { useTables } from '../../support/stack/use-stack.ts';

const MARKUP = '<script>alert("x")</script> & "Zürich"';
const READINGS = 200;
const ALL = 'from=2026-07-01T00:00:00Z&to=2026-07-03T00:00:00Z';
const SERIES = `/api/v1/stations/paris/series?quantity=temperature&${ALL}`;

const tables = useTables();
let dashboard: DashboardApp;

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

beforeAll(async () => {
  const rows = new WeatherRows(tables.stack);
  await rows.station(1, 'paris', 'Paris');
  await rows.station(2, 'markup', MARKUP);
  await rows.station(3, 'silent', null);
  await rows.station(4, 'a_b%c', '100% _');
  await rows.readings(1, READINGS);
  await rows.readings(2, 3);
  await rows.hours(1, 5);
  await rows.alert(1, 'heat', { severity: 'critical' });
  await rows.alert(2, 'heat', { state: 'resolved' });
  await rows.alert(1, 'storm', { startedAt: NOON + MS_PER_HOUR, state: 'pending' });
  await rows.alert(1, 'heat', { startedAt: NOON - MS_PER_HOUR, state: 'resolved' });
  dashboard = await DashboardApp.start(tables.stack);
});

async function idsOf(query: string): Promise<unknown[]> {
  const stations = await dashboard.pages(`/api/v1/stations?${query}`, 'stations');
  return stations.map(({ id }) => id);
}

async function alertsOf(query: string): Promise<string[]> {
  const alerts = await dashboard.pages(`/api/v1/alerts?${query}`, 'alerts');
  return alerts.map(
    ({ station, rule, startedAt }) => `${String(station)} ${String(rule)} ${String(startedAt)}`,
  );
}

describe('the stations', () => {
  it('have their latest reading, alerts and location, whatever their city is', async () => {
    const { stations } = await dashboard.json('/api/v1/stations');
    const alerts = [{ rule: 'heat', severity: 'critical', startedAt: iso(NOON) }];
    expect(stations).toMatchObject([
      { id: 'a_b%c', latest: null },
      { id: 'markup', city: MARKUP, location: null, latest: { temperature: 2.1 }, alerts: [] },
      { id: 'paris', city: 'Paris', location: { name: 'Paris' }, latest: { temperature: 199.1 }, alerts },
      { id: 'silent', city: null, latest: null, alerts: [] },
    ]);
    expect(await dashboard.json('/api/v1/stations/paris')).toEqual((stations as Json[])[2]);
  });

  it.each(['limit=1', 'limit=3', 'limit=4'])('are paginated, each once: %s', async (query) => {
    expect(await idsOf(query)).toEqual(['a_b%c', 'markup', 'paris', 'silent']);
  });

  it.each([
    ['PAR', ['paris']],
    ['zürich', ['markup']],
    ['%', ['a_b%c']],
    ['_b%', ['a_b%c']],
    ['100% _', ['a_b%c']],
    ["' OR 1=1 -- ", []],
    ['!', []],
    ['i', ['markup', 'paris', 'silent']],
  ])('are found by a part of id or city, which is taken literally: %s', async (search, ids) => {
    expect(await idsOf(`limit=2&search=${encodeURIComponent(search)}`)).toEqual(ids);
  });

  it('that do not exist are answered with a problem', async () => {
    for (const path of ['none', `none/readings?${ALL}`, `none/series?quantity=humidity&${ALL}`]) {
      const response = await dashboard.get(`/api/v1/stations/${path}`);
      expect([response.status, await response.json()]).toMatchObject([404, { error: 'Not Found' }]);
    }
  });
});

describe('the readings', () => {
  it('are paginated, each once and in order, with their quality flags', async () => {
    const readings = await dashboard.pages(`/api/v1/stations/paris/readings?${ALL}&limit=7`, 'readings');
    expect(readings.map(({ observedAt: at }) => at)).toEqual(
      Array.from({ length: READINGS }, (_, number) => iso(observedAt(number))),
    );
    expect(readings[WRONG_MINUTE]).toEqual({
      observedAt: iso(observedAt(WRONG_MINUTE)),
      temperature: 5.1,
      humidity: 50,
      pressure: 1013.25,
      windSpeed: 2,
      windGust: null,
      windDirection: null,
      precipitation: null,
      flags: [3, 0, 0, 0, 7, 7, 7],
    });
  });

  it('are those from the first time (included) to the second (excluded)', async () => {
    const range = `from=${iso(observedAt(10))}&to=${iso(observedAt(12))}`;
    const { readings } = await dashboard.json(`/api/v1/stations/paris/readings?${range}`);
    expect(readings).toMatchObject([{ temperature: 10.1 }, { temperature: 11.1 }]);
  });
});

describe('a series', () => {
  it('is downsampled, and keeps its gap and flagged values', async () => {
    const { times, values, flags, ...rest } = await dashboard.json(`${SERIES}&points=50`);
    expect(rest).toEqual({ quantity: 'temperature', unit: '°C', resolution: 'reading', total: READINGS });
    const gap = (values as unknown[]).indexOf(null);
    const [before, after] = [(times as number[])[gap - 1], (times as number[])[gap + 1]];
    expect(times).toHaveLength(50);
    expect((values as unknown[]).filter((value) => value === null)).toHaveLength(1);
    expect(before).toBeLessThan(observedAt(BEFORE_GAP));
    expect(after).toBeGreaterThanOrEqual(observedAt(BEFORE_GAP));
    expect((times as number[])[(flags as number[]).indexOf(3)]).toBe(observedAt(WRONG_MINUTE));
  });

  it('is empty for a quantity that was never measured', async () => {
    const series = await dashboard.json(SERIES.replace('temperature', 'windGust'));
    expect(series).toMatchObject({ times: [], values: [], flags: [], total: 0 });
  });

  it('consists of hourly means where readings have expired', async () => {
    await tables.stack.query("UPDATE retention_cutoff SET readings_since = '2026-07-02'");
    try {
      const series = await dashboard.json(SERIES);
      expect(series).toMatchObject({ resolution: 'hour', values: [0, 1, 2, 3, 4], total: 5 });
    } finally {
      await tables.stack.query("UPDATE retention_cutoff SET readings_since = '1000-01-01'");
    }
  });
});

describe('the rollups', () => {
  it('are paginated, each once and in order', async () => {
    const path = `/api/v1/stations/paris/rollups?resolution=hour&${ALL}&limit=2`;
    const rollups = await dashboard.pages(path, 'rollups');
    expect(rollups.map(({ start }) => start)).toEqual(
      Array.from({ length: 5 }, (_, hour) => iso(NOON + hour * MS_PER_HOUR)),
    );
    expect(rollups[2]).toMatchObject({
      readings: 60,
      temperature: { count: 60, min: 1.5, mean: 2, max: 2.1 },
      humidity: { count: 0, min: null, mean: null, max: null },
      precipitationSum: null,
    });
  });
});

describe('the alerts', () => {
  const [early, noon, late] = [iso(NOON - MS_PER_HOUR), iso(NOON), iso(NOON + MS_PER_HOUR)];
  const everything = [
    `paris storm ${late}`,
    `markup heat ${noon}`,
    `paris heat ${noon}`,
    `paris heat ${early}`,
  ];

  it.each(['limit=1', 'limit=2', 'limit=3', 'limit=100'])(
    'come in pages, the newest first: %s',
    async (query) => {
      expect(await alertsOf(query)).toEqual(everything);
    },
  );

  it.each([
    ['state=firing', [2]],
    ['state=pending', [0]],
    ['rule=heat&station=paris', [2, 3]],
    ['severity=critical', [2]],
    [`since=${noon}`, [0, 1, 2]],
    [`until=${noon}`, [3]],
    [`since=${noon}&until=${late}&state=resolved`, [1]],
    ['rule=none', []],
  ])('are filtered: %s', async (query, expected) => {
    expect(await alertsOf(`${query}&limit=1`)).toEqual(expected.map((index) => everything[index]));
  });

  it('are available as a CSV file', async () => {
    const response = await dashboard.get('/api/v1/alerts.csv?rule=heat');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('alerts.csv');
    const rows: Json[] = parse(await response.text(), { columns: true });
    expect(rows.map(({ station, startedAt }) => [station, startedAt])).toEqual([
      ['markup', noon],
      ['paris', noon],
      ['paris', early],
    ]);
    expect(rows[0]).toMatchObject({
      severity: 'warning',
      peakValue: '31.4',
      readings: '3',
      acknowledgedBy: '',
    });
  });

  it('are all in a file of several pages', async () => {
    const count = 1_100;
    const began = '2020-01-01 00:00:00.000';
    await tables.stack.query(
      `INSERT INTO alert_episode (rule, station_id, severity, state, started_at, peak_value, peak_at, reading_count)
       VALUES ?`,
      [Array.from({ length: count }, (_, n) => [`rule-${n}`, 3, 'info', 'resolved', began, 1, began, 1])],
    );
    const response = await dashboard.get('/api/v1/alerts.csv?station=silent');
    const lines: Json[] = parse(await response.text(), { columns: true });
    expect(new Set(lines.map(({ rule }) => rule)).size).toBe(count);
    expect(lines).toHaveLength(count);
  });
});

describe('the description of the API', () => {
  it.each([
    ['/api/v1/settings', '/api/v1/settings'],
    ['/api/v1/stations', '/api/v1/stations'],
    ['/api/v1/stations/{station}', '/api/v1/stations/paris'],
    ['/api/v1/stations/{station}/readings', `/api/v1/stations/paris/readings?${ALL}`],
    ['/api/v1/stations/{station}/series', SERIES],
    ['/api/v1/stations/{station}/rollups', `/api/v1/stations/paris/rollups?resolution=hour&${ALL}`],
    ['/api/v1/alerts', '/api/v1/alerts'],
    ['/api/v1/pipeline', '/api/v1/pipeline'],
    ['/api/v1/dead-letters', '/api/v1/dead-letters'],
  ])('holds for the answers of %s', async (described, path) => {
    const contract = new ApiContract(await dashboard.json('/openapi.json'));
    expect(contract.faultsOf(described, '200', await dashboard.json(path))).toBeUndefined();
    expect(contract.faultsOf(described, '200', { nothing: 1 })).toBeDefined();
    const missing = await dashboard.get(`${path}-none`);
    expect(contract.faultsOf(described, '4XX', await missing.json())).toBeUndefined();
  });
});
