import { it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { startRetention, markRangeDirty, RollupRefresher } from '@weather/weather-store/rollups';
import { NotificationStore } from '@weather/weather-store/notifications';
import { ALERTS_PER_SENT_AS_FIRING, NEWEST } from './filled-tables.ts';
import { expectBounded, FEW, PAGE, STATION, type PlanTables } from './plan-tables.ts';

/** The maximum number of events of a step of the notifier. */
const EVENTS = 500;
/** A message looks at the firing alerts of its group that were sent, up to 10,000: the event, the alert and the station. */
const ROWS_OF_SENT_ALERT = 8;
const DAYS_OF_STEP = 50;
const ROWS_OF_DAY = 200;
const DELETED_AT_ONCE = 2_000;

/** The statements of the notifier. */
export function notifierPlans(tables: PlanTables): void {
  it('examines the rows of one step when it sends, and old ones when it deletes', async () => {
    const notifier = await tables.as('notifier');
    const store = new NotificationStore(notifier);
    const route = { receiver: 'ops', groupWaitMs: 0, groupIntervalMs: 0 };
    const draft = { body: 'body', alertCount: 1, newlyFiring: [], done: [], discarded: [], hasMore: false };
    const step = 20 * EVENTS;
    const sentAlerts = tables.sizes.alerts / ALERTS_PER_SENT_AS_FIRING;
    await expectBounded(notifier, {
      'draining the outbox': [step, () => store.drainOutbox(() => [route])],
      'creating a notification': [
        step + ROWS_OF_SENT_ALERT * sentAlerts,
        () => store.createNext('ops', { maxEvents: PAGE, repeatMs: MS_PER_HOUR }, () => draft),
      ],
      claiming: [PAGE + FEW, () => store.claim('ops', MS_PER_HOUR)],
      'counting rejections': [FEW, () => store.countRejected('ops')],
      'other receivers': [FEW, () => store.findUnconfiguredReceivers([])],
      'removing what is old': [FEW, () => store.deleteOld(1)],
    });
  });
}

/** The statements of the maintenance app. */
export function maintenancePlans(tables: PlanTables): void {
  it('reads the rows of one step when it refreshes rollups and deletes old readings', async () => {
    const maintenance = await tables.as('maintenance');
    const { signal } = new AbortController();
    const refresher = new RollupRefresher(maintenance);
    const hour = { from: NEWEST - MS_PER_HOUR, to: NEWEST, stationId: STATION };
    await expectBounded(maintenance, {
      'refreshing rollups': [DAYS_OF_STEP * ROWS_OF_DAY, () => refresher.step(signal)],
      'marking dirty': [PAGE + FEW, () => markRangeDirty(maintenance, hour, signal)],
      'starting retention': [FEW, () => startRetention(maintenance, NEWEST - 24 * MS_PER_HOUR)],
      'deleting old readings': [
        DELETED_AT_ONCE + FEW,
        async () => {
          const start = await startRetention(maintenance, NEWEST - 24 * MS_PER_HOUR);
          if (start.kind === 'ready') await start.run.step();
        },
      ],
    });
  });
}
