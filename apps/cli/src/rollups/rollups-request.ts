import type { RollupRange } from '@weather/weather-store/rollups';
import { parseOptions, parseStationId, parseTime, parseWholeNumber, usageError } from '../parse-options.ts';

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

const DEFAULT_EXAMPLES = 20;
/** No reading is older or newer: the schema rejects times before 1900. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

export interface VerifyRollupsRequest {
  readonly range: RollupRange;
  readonly json: boolean;
  /** The most discrepancies to name. */
  readonly maxExamples: number;
}

/** @throws UsageError naming what is wrong. */
export function parseVerifyRollups([name, ...args]: readonly string[]): VerifyRollupsRequest {
  if (name !== 'verify') throw usageError('usage: weather rollups verify|rebuild');
  const { json = false, examples, ...range } = parseOptions(args, VERIFY_OPTIONS);
  return {
    range: parseRange(range),
    json,
    maxExamples: parseWholeNumber('--examples', examples) ?? DEFAULT_EXAMPLES,
  };
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
