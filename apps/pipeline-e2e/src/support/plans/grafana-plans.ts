import { it } from '@jest/globals';
import { MS_PER_SECOND, MS_PER_HOUR } from '@weather/weather-schema';
import { sqlQueries } from '../observability/dashboards.ts';
import { expandMacros } from '../observability/expand-macros.ts';
import { expectBounded, FEW, PAGE, RANGE, STATION, type PlanTables } from './plan-tables.ts';

/** The stations that its table shows, with the newest reading and the alerts of each. */
const SHOWN_STATIONS = 1_000;
const ROWS_OF_STATION = 12;
const SHOWN_ALERTS = 200;

/** The SQL of Grafana's panels, variables and annotations, as the reader. */
export function grafanaPlans(tables: PlanTables): void {
  const { stations, openAlerts } = tables.sizes;
  const counts: Readonly<Record<string, number>> = {
    'variable station': stations,
    'Weather: Stations (A)': stations,
    'Weather: Alerts (A)': openAlerts,
    // MySQL sorts the stations first.
    'Weather: Latest readings (A)': stations + ROWS_OF_STATION * SHOWN_STATIONS,
    'Weather: Firing alerts (A)': 4 * SHOWN_ALERTS,
  };
  const values = {
    station: STATION,
    from: (RANGE.to - MS_PER_HOUR) / MS_PER_SECOND,
    to: RANGE.to / MS_PER_SECOND,
    intervalSeconds: 60,
  };

  it.each(sqlQueries())('examines the rows that "$name" shows', async ({ name, query }) => {
    const reader = await tables.as('reader');
    const work = (): Promise<object[]> => reader.execute(expandMacros(query, values));
    // The server reads the metadata of a table at its first use.
    await work();
    await expectBounded(reader, { [name]: [(counts[name] ?? PAGE) + FEW, work] });
  });
}
