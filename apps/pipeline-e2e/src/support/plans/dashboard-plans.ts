import { expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import type { AlertFilter, AlertCursor } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import {
  AlertChangePoller,
  findSeries,
  findStation,
  findStations,
  findAlerts,
  findRollups,
  findNewestReadingTime,
  QueryRunner,
  findReadings,
  findStationSnapshots,
} from '@weather/weather-store/queries';
import { NEWEST, RARE_ALERTS, RARE_RULE, RARE_SEVERITY } from './filled-tables.ts';
import { expectBounded, FEW, PAGE, RANGE, STATION, type PlanTables } from './plan-tables.ts';

/** Lists all alerts. */
export const ALL: AlertFilter = {
  state: undefined,
  rule: undefined,
  stationId: undefined,
  since: undefined,
  unacknowledged: false,
};
/** The number of alerts that the dashboard watches. */
const WATCHED_ALERTS = 2_500;
/** Rows for a page of alerts, each with its station, and for the start of the next page. */
const ALERTS_PAGE = 4 * PAGE + FEW;
const CSV_PAGE = 1_000;
const CSV_PAGES = 100;

async function openQueries(tables: PlanTables): Promise<QueryRunner> {
  return new QueryRunner(await tables.as('reader'), {
    maxConcurrent: 1,
    maxQueued: 10,
    timeoutMs: MS_PER_HOUR,
  });
}

/** The statements of the dashboard when it starts, and while it has no viewers. */
export function watchingPlans(tables: PlanTables): void {
  it('examines a few rows per station when it starts', async () => {
    const reader = await tables.as('reader');
    await expectBounded(reader, {
      'newest reading': [4 * tables.sizes.stations + FEW, () => findNewestReadingTime(reader, Date.now())],
    });
  });

  it('examines the watched alerts when it looks for changes', async () => {
    const reader = await tables.as('reader');
    const poller = new AlertChangePoller(reader);
    await expectBounded(reader, {
      first: [4 * WATCHED_ALERTS, () => poller.poll()],
      next: [4 * WATCHED_ALERTS, () => poller.poll()],
    });
  });
}

type Lists = Readonly<Record<string, readonly [filter: Partial<AlertFilter>, startedAt?: number]>>;

/** Expects that a page of each list examines its alerts only, from the start or from a time on. */
async function expectPages(tables: PlanTables, lists: Lists): Promise<void> {
  const queries = await openQueries(tables);
  const bounds = Object.entries(lists).map(([name, [filter, startedAt]]) => {
    const after = startedAt === undefined ? undefined : { startedAt, station: 1, rule: 'rule-0' };
    const page = (): Promise<unknown> => findAlerts(queries, { ...ALL, ...filter }, PAGE, after);
    return [name, [ALERTS_PAGE, page]] as const;
  });
  await expectBounded(await tables.as('reader'), Object.fromEntries(bounds));
}

/** Lists of alerts by each filter, with many, few and no matches. */
export function alertListPlans(tables: PlanTables): void {
  const middle = NEWEST - (tables.sizes.alerts / 2) * 1_000;

  it('examines the alerts of a page, wherever it begins', async () => {
    await expectPages(tables, {
      all: [{}],
      'a page in the middle': [{}, middle],
      'begun since': [{ since: middle }],
      'begun before': [{ until: middle }],
      firing: [{ state: 'firing' }],
      unacknowledged: [{ unacknowledged: true }],
      'of a rule': [{ rule: 'rule-1' }],
      'of a severity': [{ severity: 'warning' }],
      'of a rule, in the middle': [{ rule: 'rule-1' }, middle],
      'of a severity, in the middle': [{ severity: 'warning' }, middle],
      'that are over, in the middle': [{ state: 'resolved' }, middle],
      'of a station': [{ stationId: STATION }],
    });
  });

  it('examines no others if few or no alerts match a filter', async () => {
    await expectPages(tables, {
      'of a rare rule': [{ rule: RARE_RULE }],
      'of a rare severity': [{ severity: RARE_SEVERITY }],
      'of a rare rule, its severity and its state': [
        { rule: RARE_RULE, severity: RARE_SEVERITY, state: 'resolved' },
      ],
      'of a rare severity that are open': [{ severity: RARE_SEVERITY, state: 'firing' }],
      'of a rare severity, since': [{ severity: RARE_SEVERITY, since: 0 }],
      'of a rare severity, at a station': [{ severity: RARE_SEVERITY, stationId: STATION }],
      'of no rule': [{ rule: 'rule-unknown' }],
      'of no severity': [{ severity: 'none' }],
      'of no station': [{ stationId: 'station-unknown' }],
    });
  });
}

/** Files of alerts, and the lists after the alerts have changed. */
export function alertFilePlans(tables: PlanTables): void {
  it('reads each alert once for a file of many', async () => {
    const queries = await openQueries(tables);
    const file = (filter: Partial<AlertFilter>) => async (): Promise<void> => {
      let after: AlertCursor | undefined;
      for (let pages = 0; pages < CSV_PAGES; pages++) {
        const page = await findAlerts(queries, { ...ALL, ...filter }, CSV_PAGE, after);
        if (page.next === undefined) return;
        after = page.next;
      }
    };
    const all = 4 * Math.min(tables.sizes.alerts, CSV_PAGE * CSV_PAGES) + FEW * CSV_PAGES;
    await expectBounded(await tables.as('reader'), {
      all: [all, file({})],
      'of a rule': [all, file({ rule: 'rule-1' })],
      'of a severity': [all, file({ severity: 'warning' })],
      'that are over': [all, file({ state: 'resolved' })],
      'of a rare severity': [4 * RARE_ALERTS + FEW, file({ severity: RARE_SEVERITY })],
    });
  });

  it('examines no more when nearly all alerts are resolved, although the statistics are outdated', async () => {
    const reader = await tables.as('reader');
    const poller = new AlertChangePoller(reader);
    await tables.stack.query(
      "UPDATE alert_episode SET state = 'resolved' WHERE state <> 'resolved' AND id MOD 1000 <> 0",
    );
    await expectBounded(reader, {
      'few are open': [4 * WATCHED_ALERTS, () => poller.poll()],
      'nothing has changed': [4 * WATCHED_ALERTS, () => poller.poll()],
    });
    await expectPages(tables, {
      firing: [{ state: 'firing' }],
      pending: [{ state: 'pending' }],
    });
    const queries = await openQueries(tables);
    const oneOfTwoFilters = ALERTS_PAGE + tables.sizes.openAlerts;
    await expectBounded(reader, {
      'of a rule that fire': [
        oneOfTwoFilters,
        () => findAlerts(queries, { ...ALL, state: 'firing', rule: 'rule-1' }, PAGE),
      ],
    });
  });
}

/** Statements about stations and readings. */
export function stationPlans(tables: PlanTables): void {
  it('examines the requested stations and readings', async () => {
    const queries = await openQueries(tables);
    const reader = await tables.as('reader');
    const ids = Array.from({ length: PAGE }, (_, index) => index + 1);
    const { stations } = tables.sizes;
    await expectBounded(reader, {
      stations: [2 * PAGE + FEW, () => findStations(queries, { limit: PAGE, after: STATION })],
      search: [4 * stations + FEW, () => findStations(queries, { limit: PAGE, search: 'field' })],
      station: [FEW, () => findStation(queries, STATION)],
      'states of stations': [40 * PAGE + FEW, () => findStationSnapshots(queries, ids, Date.now())],
      readings: [PAGE + FEW, () => findReadings(queries, RANGE, PAGE)],
      series: [PAGE + FEW, () => findSeries(queries, RANGE, 'temperature')],
      hours: [PAGE + FEW, () => findRollups(queries, 'hour', RANGE, PAGE)],
      accounts: [
        FEW,
        () =>
          StoreSnapshot.take(reader, (snapshot) =>
            snapshot.partitionProgress('weather_consumer', 'weather_data'),
          ),
      ],
    });
    expect(await findStation(queries, STATION)).toBeDefined();
  });
}
