import type { RollupRange } from '@weather/weather-store';
import { instant, parseOptions, stationId, usageError, wholeNumber } from '../parse-options.ts';

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
/** No reading is older or newer: the schema refuses times before 1900. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

export interface VerifySummariesRequest {
  readonly range: RollupRange;
  readonly json: boolean;
  /** How many differences are named. */
  readonly maxExamples: number;
}

/** @throws UsageError that says what is wrong. */
export function parseVerifySummaries([name, ...args]: readonly string[]): VerifySummariesRequest {
  if (name !== 'verify') throw usageError('summaries is followed by verify or rebuild');
  const { json = false, examples, ...range } = parseOptions(args, VERIFY_OPTIONS);
  return {
    range: rangeOf(range),
    json,
    maxExamples: wholeNumber('--examples', examples) ?? DEFAULT_EXAMPLES,
  };
}

/** @throws UsageError that says what is wrong. */
export function parseRebuildSummaries([, ...args]: readonly string[]): RollupRange {
  const values = parseOptions(args, RANGE_OPTIONS);
  if (values.from === undefined || values.to === undefined) {
    throw usageError('summaries rebuild needs --from and --to');
  }
  return rangeOf(values);
}

function rangeOf(values: { readonly [name in keyof typeof RANGE_OPTIONS]?: string }): RollupRange {
  const from = instant('--from', values.from) ?? EARLIEST;
  const to = instant('--to', values.to) ?? LATEST;
  if (from < EARLIEST || to > LATEST || from >= to) {
    throw usageError('--from must be before --to, and both in the years 1900 to 9998');
  }
  const { station } = values;
  return { from, to, stationId: station === undefined ? undefined : stationId(station) };
}
