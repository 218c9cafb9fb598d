import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { parseTestRules } from '@weather/weather-rules/testing';
import type { WeatherDatabase } from '@weather/weather-store';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '@weather/weather-schema';
import { sqlQueries } from '../../support/observability/dashboards.ts';
import { expandMacros, type MacroValues } from '../../support/observability/expand-macros.ts';
import { makePartitionKey, openSink, storeNext } from '../../support/stack/reading-sinks.ts';
import { useConsumerDatabase } from '../../support/stack/use-stack.ts';

const HOUR_SECONDS = 3_600;
/** Yesterday at noon. */
const START = Math.floor(Date.now() / MS_PER_DAY) * MS_PER_DAY - 12 * MS_PER_HOUR;
const AHEAD_MS = 5 * MS_PER_HOUR;
const RULES = parseTestRules('rules: [{ name: heat, quantity: temperature, above: 30, severity: critical }]');
const START_SECONDS = START / MS_PER_SECOND;
const VALUES: MacroValues = {
  station: 'roof',
  from: START_SECONDS - HOUR_SECONDS,
  to: START_SECONDS + HOUR_SECONDS,
  intervalSeconds: 60,
};

const tables = useConsumerDatabase();
/** The database user of Grafana. */
let reader: WeatherDatabase;

beforeAll(async () => {
  await storeReadings();
  await summarise();
  reader = await tables.stack.connect('reader');
});

/** Stores readings of two stations: one has a wrong last temperature, the other a last reading from the future. */
async function storeReadings(): Promise<void> {
  const sink = await openSink({ database: tables.database, rules: RULES });
  const at = (minute: number): number => START + minute * MS_PER_MINUTE;
  const readings = [
    {
      stationId: 'roof',
      city: 'Paris',
      observedAt: at(0),
      temperature: 31,
      humidity: 40,
      precipitation: 0.2,
    },
    { stationId: 'roof', observedAt: at(1), temperature: 31.5, humidity: 41, windSpeed: 2, windGust: 3 },
    { stationId: 'valley', observedAt: at(0), temperature: 12, humidity: 60 },
    { stationId: 'valley', observedAt: at(1), temperature: 900, humidity: 61 },
    { stationId: 'roof', observedAt: Date.now() + AHEAD_MS, temperature: 8, humidity: 42 },
  ];
  await storeNext(sink, makePartitionKey('grafana'), readings);
}

async function summarise(): Promise<void> {
  const maintenance = tables.stack.app('maintenance');
  await eventually(async () => {
    expect(await tables.stack.query('SELECT * FROM reading_day')).toHaveLength(3);
  });
  await maintenance.stop();
}

async function runPanel(name: string, values = VALUES): Promise<Record<string, unknown>[]> {
  const found = sqlQueries().find((query) => query.name.includes(name));
  if (found === undefined) throw new Error(`no query is named ${name}`);
  return await reader.execute(expandMacros(found.query, values));
}

describe('the SQL of Grafana', () => {
  it.each(sqlQueries())('of "$name" runs and returns rows', async ({ name, format }) => {
    const rows = await runPanel(name);
    expect(rows).not.toEqual([]);
    if (format === 'time_series') expect(Object.keys(rows[0] ?? {})[0]).toBe('time');
  });

  it('shows the newest reading and the firing alerts of each station, without wrong and future values', async () => {
    expect(await runPanel('Latest readings')).toMatchObject([
      { station: 'roof', city: 'Paris', temperature: 31.5, humidity: 41, alerts: 'heat' },
      { station: 'valley', city: null, temperature: null, humidity: 61, alerts: null },
    ]);
  });

  it('excludes wrong values from the history, and counts them', async () => {
    const values = { ...VALUES, station: 'valley', intervalSeconds: HOUR_SECONDS };
    expect(await runPanel('Temperature of $station', values)).toEqual([
      { time: START_SECONDS, mean: 12, least: 12, greatest: 12 },
    ]);
    const [flags] = await runPanel('Flagged temperatures of', values);
    expect([Number(flags?.['doubtful']), Number(flags?.['wrong'])]).toEqual([0, 1]);
  });

  it('shows nothing of other periods and stations', async () => {
    expect(await runPanel('Temperature of $station', { ...VALUES, from: VALUES.to })).toEqual([]);
    expect(await runPanel('Days of $station', { ...VALUES, station: "roof' OR '1' = '1" })).toEqual([]);
  });
});
