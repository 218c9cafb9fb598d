import { expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { AlertRepository } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { ALL } from './dashboard-plans.ts';
import { NEWEST, RARE_SEVERITY } from './filled-tables.ts';
import { expectBounded, FEW, PAGE, STATION, type PlanTables } from './plan-tables.ts';

/** The statements of the operator's commands. */
export function operatorPlans(tables: PlanTables): void {
  it('examines the alerts that it lists or acknowledges', async () => {
    const operator = await tables.as('operator');
    const register = new AlertRepository(operator);
    const target = { stationId: STATION, rule: 'rule-2', startedAt: undefined };
    const page = 4 * PAGE + FEW;
    await expectBounded(operator, {
      'listing those of a station': [page, () => register.list({ ...ALL, stationId: STATION }, PAGE)],
      'listing those of a rare severity': [
        page,
        () => register.list({ ...ALL, severity: RARE_SEVERITY }, PAGE),
      ],
      acknowledging: [PAGE + FEW, () => register.acknowledge(target, { by: 'Eve', at: NEWEST })],
    });
  });

  it('examines all rows a few times when it compares everything', async () => {
    const reader = await tables.as('reader');
    const { readings } = tables.sizes;
    const comparison = { thresholdCelsius: 30, readingsSince: 0, examples: 1 };
    const day = { from: NEWEST - 24 * MS_PER_HOUR, to: NEWEST, stationId: STATION };
    const inSnapshot = (check: (snapshot: StoreSnapshot) => Promise<unknown>) => () =>
      StoreSnapshot.take(reader, check);
    await expectBounded(reader, {
      alerts: [6 * readings, inSnapshot((snapshot) => snapshot.compareExceedances(comparison))],
      counts: [2 * readings, inSnapshot((snapshot) => snapshot.readingCounts())],
      readings: [2 * readings, inSnapshot((snapshot) => drain(snapshot.readings()))],
      'rollups of a station': [40 * PAGE, inSnapshot((snapshot) => drain(snapshot.compareRollups(day)))],
      'flags of a station': [
        PAGE + FEW,
        inSnapshot((snapshot) => drain(snapshot.qualities({ ...day, stationIds: [STATION] }))),
      ],
    });
  });
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const page of pages) expect(page).toBeDefined();
}
