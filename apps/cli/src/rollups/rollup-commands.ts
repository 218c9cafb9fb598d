import { connectDatabase } from '@weather/weather-store';
import { markRangeDirty, RollupRefresher, type RollupRange } from '@weather/weather-store/rollups';
import { MaintenanceDatabaseConfig, ReaderDatabaseConfig } from '../cli-config.ts';
import { defineCommand, withSnapshot } from '../define-command.ts';
import { formatCount } from '../format.ts';
import { parseExamples, parseOptions, parseStationId, parseTime, usageError } from '../parse-options.ts';
import { formatRollups, rollupsJson, toReport } from './rollups-report.ts';

const RANGE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  station: { type: 'string' },
} as const;
const VERIFY_OPTIONS = {
  ...RANGE_OPTIONS,
  json: { type: 'boolean' },
  examples: { type: 'string' },
} as const;

/** No reading is older or newer: the schema rejects times before 1900. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

export const VERIFY_ROLLUPS_COMMAND = defineCommand({
  name: 'rollups verify',
  summary: 'compares the rollups with a recomputation.',
  sections: { database: ReaderDatabaseConfig },
  parse: parseVerifyRollups,
  run: async ({ range, json, maxExamples }, context) => {
    const report = await withSnapshot(context, (snapshot) =>
      toReport(snapshot.compareRollups(range), maxExamples, context.progress),
    );
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
  sections: { database: MaintenanceDatabaseConfig },
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

/** @throws UsageError naming what is wrong. */
export function parseVerifyRollups([name, ...args]: readonly string[]): {
  readonly range: RollupRange;
  readonly json: boolean;
  readonly maxExamples: number;
} {
  if (name !== 'verify') throw usageError('usage: weather rollups verify|rebuild');
  const { json = false, examples, ...range } = parseOptions(args, VERIFY_OPTIONS);
  return { range: parseRange(range), json, maxExamples: parseExamples(examples) };
}

/** @throws UsageError naming what is wrong. */
export function parseRebuildRollups([, ...args]: readonly string[]): RollupRange {
  const values = parseOptions(args, RANGE_OPTIONS);
  if (values.from === undefined || values.to === undefined) {
    throw usageError('rollups rebuild needs --from and --to');
  }
  return parseRange(values);
}

function parseRange(values: { readonly [name in keyof typeof RANGE_OPTIONS]?: string }): RollupRange {
  const from = parseTime('--from', values.from) ?? EARLIEST;
  const to = parseTime('--to', values.to) ?? LATEST;
  if (from < EARLIEST || to > LATEST || from >= to) {
    throw usageError('--from must be before --to, and both in the years 1900 to 9998');
  }
  return { from, to, stationId: parseStationId(values.station) };
}
