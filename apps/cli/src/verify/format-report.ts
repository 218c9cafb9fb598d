import { formatTable } from '../format-table.ts';
import { FAULT_KINDS, type Fault, type FaultExample } from './faults.ts';
import type { PartitionState } from './check-partitions.ts';
import type { VerificationReport } from './verification.ts';

const COLUMNS: readonly (readonly [title: string, cell: (state: PartitionState) => number | string])[] = [
  ['partition', ({ partition }) => partition],
  ['earliest', ({ earliest }) => earliest],
  ['position', ({ nextOffset }) => nextOffset ?? 'none'],
  ['end', ({ end }) => end],
  ['lag', ({ lag }) => lag],
  ['read', ({ read }) => read],
  ['stored', ({ stored }) => stored],
  ['repeated', ({ repeated }) => repeated],
  ['replaced', ({ replaced }) => replaced],
  ['dead-lettered', ({ deadLettered }) => deadLettered],
  ['lost', ({ lost }) => lost],
];

/** The report for people. */
export function formatReport(report: VerificationReport): string {
  const { topic, group, partitions, rows, compared, notes, faults } = report;
  const scope =
    compared === undefined
      ? `${rows} rows in reading; records were not compared`
      : `${compared.records} records compared with ${rows} rows in reading`;
  return [
    `${topic}, group ${group}: ${scope}`,
    '',
    ...formatTable([COLUMNS.map(([title]) => title), ...partitions.map(cells)]),
    '',
    ...notes.map((note) => `note: ${note}`),
    ...faults.flatMap(formatFault),
    faults.length === 0 ? 'no fault found' : `${total(faults)} faults found`,
    '',
  ].join('\n');
}

/** The report for programs. */
export function reportJson(report: VerificationReport): string {
  return `${JSON.stringify({ ok: report.faults.length === 0, ...report })}\n`;
}

function cells(state: PartitionState): string[] {
  return COLUMNS.map(([, cell]) => String(cell(state)));
}

function formatFault({ kind, count, examples }: Fault): string[] {
  const more =
    examples.length < count && examples.length > 1 ? [`    and ${count - examples.length} more`] : [];
  return [`${kind}: ${count} ${FAULT_KINDS[kind]}`, ...examples.map(formatExample), ...more];
}

function formatExample({ place, stationId, observedAt, detail }: FaultExample): string {
  const reading = stationId === undefined ? undefined : `${stationId} at ${observedAt ?? ''}`;
  return `    ${[place, reading, detail].filter((part) => part !== undefined && part !== '').join('  ')}`;
}

function total(faults: readonly Fault[]): number {
  return faults.reduce((sum, { count }) => sum + count, 0);
}
