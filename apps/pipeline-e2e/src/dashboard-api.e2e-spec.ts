import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DashboardApp } from './dashboard/dashboard-app.ts';
import { TestStack } from './stack/test-stack.ts';

const MARKUP = '<script>alert("x")</script> & "Zürich"';
/** All values good but the last two, which are missing. */
const GOOD = 0x00000770;
/** The temperature is wrong. */
const WRONG = 0x30000770;

let stack: TestStack;
let dashboard: DashboardApp;

async function addStation(id: number, station: string, city: string | null): Promise<void> {
  await stack.query('INSERT INTO station (id, station_id, city) VALUES (?, ?, ?)', [id, station, city]);
}

/** Readings every minute from noon on, with the minute for a temperature; but for the minutes from 100 to 159. */
async function addReadings(station: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, minute) => {
    const at = new Date(Date.UTC(2026, 6, 1, 12, minute < 100 ? minute : minute + 60));
    const time = at.toISOString().slice(0, 23).replace('T', ' ');
    return [station, time, minute + 0.1, 50, 1013.25, 2, null, null, null, minute === 5 ? WRONG : GOOD];
  });
  await stack.query(
    `INSERT INTO reading (station_id, observed_at, temperature, humidity, pressure, wind_speed, wind_gust,
       wind_direction, precipitation, quality) VALUES ?`,
    [rows],
  );
}

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
  await addStation(1, 'paris', 'Paris');
  await addStation(2, 'markup', MARKUP);
  await addStation(3, 'silent', null);
  await addReadings(1, 200);
  await addReadings(2, 3);
  dashboard = await DashboardApp.start(stack);
});

afterAll(async () => {
  await stack.stop();
});

describe('the stations', () => {
  it('come with their latest reading and their place, as text', async () => {
    const { stations } = await dashboard.json('/api/v1/stations');
    expect(stations).toMatchObject([
      { id: 'markup', city: MARKUP, place: null, latest: { temperature: 2.1 } },
      { id: 'paris', city: 'Paris', place: { name: 'Paris' }, latest: { temperature: 199.1 } },
      { id: 'silent', city: null, latest: null, alerts: [] },
    ]);
  });

  it('come in pages, each once', async () => {
    const stations = await dashboard.pages('/api/v1/stations?limit=1', 'stations');
    expect(stations.map(({ id }) => id)).toEqual(['markup', 'paris', 'silent']);
  });
});

describe('a series', () => {
  it('keeps its gap and its flags', async () => {
    const series = await dashboard.json(
      '/api/v1/stations/paris/series?quantity=temperature&from=2026-07-01T00:00:00Z&to=2026-07-02T00:00:00Z&points=50',
    );
    expect(series).toMatchObject({ unit: '°C', resolution: 'reading', total: 200 });
    expect((series['times'] as unknown[]).length).toBe(50);
    expect((series['values'] as unknown[]).filter((value) => value === null)).toHaveLength(1);
    expect((series['flags'] as unknown[]).filter((flag) => flag === 3)).toHaveLength(1);
  });
});

describe('the alerts', () => {
  it('are none at first', async () => {
    expect(await dashboard.json('/api/v1/alerts?state=firing')).toEqual({ alerts: [] });
  });
});
