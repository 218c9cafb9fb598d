import { it } from '@jest/globals';
import { parseTestRules } from '@weather/weather-rules/testing';
import { MS_PER_HOUR } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { resolveOrphanedAlerts, StaleStationMonitor } from '@weather/weather-store/sink';
import { expectStored, openSink, makePartitionKey } from '../stack/reading-sinks.ts';
import { NEWEST } from './filled-tables.ts';
import { expectBounded, FEW, PAGE, type PlanTables } from './plan-tables.ts';

const RULES = parseTestRules(
  'rules: [{ name: quiet, silence: 2d }, { name: rule-1, quantity: temperature, above: 90 }]',
);
const ALL_RULES = parseTestRules(
  `rules: [${[0, 1, 2, 3, 4, 5, 6].map((rule) => `{ name: rule-${rule}, quantity: temperature, above: 90 }`).join(', ')},
    { name: quiet, silence: 2d }]`,
);
const SILENT_AT = NEWEST + 50 * MS_PER_HOUR;

/** The statements of the consumer. */
export function consumerPlans(tables: PlanTables): void {
  it('examines a few rows per station when it checks for stale stations', async () => {
    const database = await tables.as('consumer');
    const watchAt = (now: () => number): StaleStationMonitor =>
      new StaleStationMonitor({ database, ruleSet: RULES, allowedLatenessMs: MS_PER_HOUR, now });
    const { stations } = tables.sizes;
    const poll = (now: () => number) => () => watchAt(now).poll({ at: now(), outageSince: () => 0 });
    await expectBounded(database, {
      'nothing is silent': [5 * stations + FEW, poll(Date.now)],
      'everything falls silent': [20 * stations, poll(() => SILENT_AT)],
    });
  });

  it('examines a few rows per reading of a batch, even with an empty cache', async () => {
    const database = await tables.as('consumer');
    const store = await prepareStore(database);
    await expectBounded(database, {
      'next readings': [40 * PAGE, store(NEWEST + MS_PER_HOUR)],
      'late readings': [150 * PAGE, store(NEWEST + MS_PER_HOUR / 2)],
    });
  });

  it('examines the open alerts when rules were removed', async () => {
    const database = await tables.as('consumer');
    await expectBounded(database, {
      'rules that are gone': [
        2 * tables.sizes.openAlerts + FEW,
        () => resolveOrphanedAlerts(database, ALL_RULES, NEWEST),
      ],
    });
  });
}

/** Stores a reading of each of a page of stations. */
async function prepareStore(database: WeatherDatabase): Promise<(observedAt: number) => () => Promise<void>> {
  const sink = await openSink({ database, rules: RULES });
  const key = makePartitionKey('weather_consumer', 3);
  return (observedAt) => async () => {
    const readings = Array.from({ length: PAGE }, (_, index) => ({
      stationId: `station-${String(index + 1).padStart(7, '0')}`,
      observedAt,
      temperature: 21,
    }));
    await expectStored(sink, key, readings);
  };
}
