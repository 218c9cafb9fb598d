import { markRangeDirty, RollupRefresher } from '@weather/weather-store/rollups';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { REBUILD_ROLLUPS_SECTIONS, VERIFY_ROLLUPS_SECTIONS } from '../cli-config.ts';
import { connectDatabase } from '@weather/weather-store';
import { defineCommand } from '../define-command.ts';
import { formatCount } from '../format.ts';
import { formatRollups, rollupsJson, toReport } from './rollups-report.ts';
import { parseRebuildRollups, parseVerifyRollups } from './rollups-request.ts';

export const VERIFY_ROLLUPS_COMMAND = defineCommand({
  name: 'rollups verify',
  summary: 'compares the rollups with a recomputation.',
  sections: VERIFY_ROLLUPS_SECTIONS,
  parse: parseVerifyRollups,
  run: async ({ range, json, maxExamples }, context) => {
    const database = await connectDatabase(context);
    const compare = (snapshot: StoreSnapshot) =>
      toReport(snapshot.compareRollups(range), maxExamples, context.progress);
    const report = await database.withRetry(() => StoreSnapshot.take(database, compare), {
      signal: context.signal,
    });
    return { output: json ? rollupsJson(report) : formatRollups(report), ok: report.discrepancyCount === 0 };
  },
});

/**
 * Marks the days of a range dirty and makes one pass over the marks, so that each day is refreshed here or by the
 * maintenance app. If the command is interrupted or killed, the next refresher does the rest.
 */
export const REBUILD_ROLLUPS_COMMAND = defineCommand({
  name: 'rollups rebuild',
  summary: 'recomputes the rollups of a range.',
  sections: REBUILD_ROLLUPS_SECTIONS,
  parse: parseRebuildRollups,
  run: async (range, context) => {
    const { signal, progress } = context;
    const database = await connectDatabase(context);
    const { days, from } = await database.withRetry(() => markRangeDirty(database, range, signal), {
      signal,
    });
    const refresher = new RollupRefresher(database, { from, to: range.to });
    for (let done = 0; !signal.aborted;) {
      const step = await database.withRetry(() => refresher.step(signal), { signal });
      if (step.days === 0) return { output: `${formatCount(days, 'day')} rebuilt\n`, ok: true };
      done += step.days;
      progress(() => `days rebuilt: ${done} of ${days}`);
    }
    return { output: '', ok: false };
  },
});
