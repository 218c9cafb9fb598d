import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { maintenancePlans, notifierPlans } from '../../support/plans/background-plans.ts';
import { consumerPlans } from '../../support/plans/consumer-plans.ts';
import {
  alertFilePlans,
  alertListPlans,
  stationPlans,
  watchingPlans,
} from '../../support/plans/dashboard-plans.ts';
import { tableSizes } from '../../support/plans/filled-tables.ts';
import { grafanaPlans } from '../../support/plans/grafana-plans.ts';
import { migratorPlans } from '../../support/plans/migrator-plans.ts';
import { operatorPlans } from '../../support/plans/operator-plans.ts';
import { PlanTables } from '../../support/plans/plan-tables.ts';

const OF_EVERY_BUILD = 1_000_000;
/** A manual run may use 20,000,000, which take too long for every build. */
const READINGS = Number(process.env['PLAN_READINGS'] ?? OF_EVERY_BUILD);
if (READINGS > OF_EVERY_BUILD) jest.setTimeout(MS_PER_HOUR);

const tables = new PlanTables(tableSizes(READINGS));

beforeAll(() => tables.start());

afterAll(() => tables.stop());

/** Bounds the rows that statements examine in large tables; in this order, since some of them write. */
describe('the dashboard', () => {
  watchingPlans(tables);
  alertListPlans(tables);
  alertFilePlans(tables);
  stationPlans(tables);
});

describe('Grafana', () => grafanaPlans(tables));
describe('the consumer', () => consumerPlans(tables));
describe('the notifier', () => notifierPlans(tables));
describe('the maintenance app', () => maintenancePlans(tables));
describe('an operator', () => operatorPlans(tables));
describe('the migrator', () => migratorPlans(tables));
