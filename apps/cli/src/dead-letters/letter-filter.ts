import { DEAD_LETTER_STAGES } from '@weather/weather-schema';
import { instant, parseOptions, usageError, wholeNumber } from '../parse-options.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Which letters are meant; what is not given says nothing. */
export interface LetterFilter {
  readonly stage: string | undefined;
  /** Part of the reason, in upper or lower case. */
  readonly reason: string | undefined;
  readonly partition: number | undefined;
  /** Epoch milliseconds, included. */
  readonly since: number | undefined;
  /** Epoch milliseconds, not included. */
  readonly until: number | undefined;
}

/** A command on dead letters. */
export type DeadLettersRequest =
  | { readonly name: 'list'; readonly filter: LetterFilter; readonly limit: number; readonly json: boolean }
  | {
      readonly name: 'redrive';
      readonly filter: LetterFilter;
      readonly limit: number;
      readonly dryRun: boolean;
    };

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

/** @throws UsageError that says what is wrong. */
export function parseDeadLettersRequest([name, ...args]: readonly string[]): DeadLettersRequest {
  if (name === 'list') {
    const values = parseOptions(args, LIST_OPTIONS);
    return { name, filter: filterOf(values), limit: limitOf(values), json: values.json ?? false };
  }
  if (name !== 'redrive') throw usageError('dead-letters is followed by list or redrive');
  const values = parseOptions(args, REDRIVE_OPTIONS);
  const filter = filterOf(values);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (isFiltered && values.all === true) throw usageError('--all and a filter exclude each other');
  if (!isFiltered && values.all !== true) {
    throw usageError('redrive needs a filter that says which dead letters are sent, or --all');
  }
  return { name, filter, limit: limitOf(values), dryRun: values['dry-run'] ?? false };
}

export function isSelected(filter: LetterFilter, { stage, reason, source, at }: DeadLetter): boolean {
  const time = Date.parse(at);
  return (
    (filter.stage === undefined || stage === filter.stage) &&
    (filter.reason === undefined || reason.toLowerCase().includes(filter.reason.toLowerCase())) &&
    (filter.partition === undefined || source.partition === filter.partition) &&
    (filter.since === undefined || time >= filter.since) &&
    (filter.until === undefined || time < filter.until)
  );
}

type FilterValues = { readonly [name in keyof typeof FILTER_OPTIONS]?: string };

function filterOf({ stage, reason, partition, since, until }: FilterValues): LetterFilter {
  const stages: readonly string[] = DEAD_LETTER_STAGES;
  if (stage !== undefined && !stages.includes(stage)) {
    throw usageError(`--stage "${stage}": allowed: ${stages.join(', ')}`);
  }
  return {
    stage,
    reason,
    partition: wholeNumber('--partition', partition),
    since: instant('--since', since),
    until: instant('--until', until),
  };
}

function limitOf({ limit }: FilterValues): number {
  return wholeNumber('--limit', limit, 1) ?? Number.POSITIVE_INFINITY;
}
