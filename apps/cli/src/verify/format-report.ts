import { formatCount, formatJson, formatTable } from '../format.ts';
import type { PartitionState } from './check-partitions.ts';
import type { ComparisonSummary } from './compare-readings.ts';
import { DISCREPANCY_KINDS, type Discrepancy, type DiscrepancyExample } from './discrepancies.ts';

export interface VerificationReport {
  readonly topic: string;
  readonly group: string;
  readonly partitions: readonly PartitionState[];
  readonly rows: number;
  /** `undefined` if records were not compared. */
  readonly compared: ComparisonSummary | undefined;
  /** What could not be verified. */
  readonly notes: readonly string[];
  readonly discrepancies: readonly Discrepancy[];
}

const COLUMNS: readonly (readonly [title: string, cell: (state: PartitionState) => number | string])[] = [
  ['partition', ({ partition }) => partition],
  ['earliest', ({ earliest }) => earliest],
  ['next', ({ nextOffset }) => nextOffset ?? 'none'],
  ['end', ({ end }) => end],
  ['lag', ({ lag }) => lag],
  ['read', ({ read }) => read],
  ['stored', ({ stored }) => stored],
  ['duplicates', ({ duplicates }) => duplicates],
  ['corrections', ({ corrections }) => corrections],
  ['dead-lettered', ({ deadLettered }) => deadLettered],
  ['expired', ({ expired }) => expired],
];

/** Formats the report as lines of text. */
export function formatReport(report: VerificationReport): string {
  const { topic, group, partitions, rows, compared, notes, discrepancies } = report;
  const scope =
    compared === undefined
      ? `${rows} rows in reading; records were not compared`
      : `${compared.records} records compared with ${rows} rows in reading`;
  const total = discrepancies.reduce((sum, { count }) => sum + count, 0);
  return [
    `${topic}, group ${group}: ${scope}`,
    '',
    ...formatTable([
      COLUMNS.map(([title]) => title),
      ...partitions.map((state) => COLUMNS.map(([, cell]) => String(cell(state)))),
    ]),
    '',
    ...notes.map((note) => `note: ${note}`),
    ...discrepancies.flatMap(formatDiscrepancy),
    total === 0 ? 'OK, no problems found' : `${formatCount(total, 'problem')} found`,
    '',
  ].join('\n');
}

/** Formats the report as one line of JSON. */
export function reportJson(report: VerificationReport): string {
  return formatJson({ ok: report.discrepancies.length === 0, ...report });
}

function formatDiscrepancy({ kind, count, examples }: Discrepancy): string[] {
  const more =
    examples.length < count && examples.length > 1 ? [`    and ${count - examples.length} more`] : [];
  return [`${kind}: ${count} ${DISCREPANCY_KINDS[kind]}`, ...examples.map(formatExample), ...more];
}

function formatExample({ place, stationId, observedAt, detail }: DiscrepancyExample): string {
  const reading = stationId === undefined ? undefined : `${stationId} at ${observedAt ?? ''}`;
  return `    ${[place, reading, detail].filter((part) => part !== undefined && part !== '').join('  ')}`;
}
