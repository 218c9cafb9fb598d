import { DEAD_LETTER_STAGES } from '@weather/weather-schema';
import { invalidOption, parseOptions, parseTime, parseWholeNumber, usageError } from '../parse-options.ts';
import type { StoredDeadLetter } from './dead-letter.ts';

/** Selects dead letters; a condition that is `undefined` matches all. */
export interface DeadLetterFilter {
  readonly stage: string | undefined;
  /** A part of the reason; the case does not matter. */
  readonly reason: string | undefined;
  readonly partition: number | undefined;
  /** Milliseconds since the epoch, included. */
  readonly since: number | undefined;
  /** Milliseconds since the epoch, excluded. */
  readonly until: number | undefined;
}

interface Selection {
  readonly filter: DeadLetterFilter;
  readonly limit: number;
}

export type DeadLettersRequest =
  | ({ readonly name: 'list'; readonly json: boolean } & Selection)
  | ({ readonly name: 'redrive'; readonly dryRun: boolean } & Selection);

const FILTER_OPTIONS = {
  stage: { type: 'string' },
  reason: { type: 'string' },
  partition: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
} as const;
const LIST_OPTIONS = { ...FILTER_OPTIONS, json: { type: 'boolean' } } as const;
const REDRIVE_OPTIONS = {
  ...FILTER_OPTIONS,
  all: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

/** @throws UsageError naming what is wrong. */
export function parseDeadLettersRequest([name, ...args]: readonly string[]): DeadLettersRequest {
  if (name === 'list') {
    const values = parseOptions(args, LIST_OPTIONS);
    return { name, ...parseSelection(values), json: values.json ?? false };
  }
  if (name !== 'redrive') throw usageError('usage: weather dead-letters list|redrive');
  const values = parseOptions(args, REDRIVE_OPTIONS);
  const selection = parseSelection(values);
  const isFiltered = Object.values(selection.filter).some((value) => value !== undefined);
  if (isFiltered && values.all === true) throw usageError('--all cannot be combined with a filter');
  if (!isFiltered && values.all !== true) {
    throw usageError('choose which dead letters to resend with a filter, or pass --all');
  }
  return { name, ...selection, dryRun: values['dry-run'] ?? false };
}

export function matchesFilter(
  filter: DeadLetterFilter,
  { stage, reason, source, at }: StoredDeadLetter,
): boolean {
  const time = Date.parse(at);
  return (
    (filter.stage === undefined || stage === filter.stage) &&
    (filter.reason === undefined || reason.toLowerCase().includes(filter.reason.toLowerCase())) &&
    (filter.partition === undefined || source.partition === filter.partition) &&
    (filter.since === undefined || time >= filter.since) &&
    (filter.until === undefined || time < filter.until)
  );
}

function parseSelection(values: { readonly [name in keyof typeof FILTER_OPTIONS]?: string }): Selection {
  const { stage, reason, partition, since, until, limit } = values;
  const stages: readonly string[] = DEAD_LETTER_STAGES;
  if (stage !== undefined && !stages.includes(stage)) {
    throw invalidOption('--stage', stage, stages.join(', '));
  }
  return {
    filter: {
      stage,
      reason,
      partition: parseWholeNumber('--partition', partition),
      since: parseTime('--since', since),
      until: parseTime('--until', until),
    },
    limit: parseWholeNumber('--limit', limit, 1) ?? Number.POSITIVE_INFINITY,
  };
}
