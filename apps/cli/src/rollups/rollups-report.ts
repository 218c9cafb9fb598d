import type { RollupComparison, RollupDiscrepancy } from '@weather/weather-store/rollups';
import { formatCount, formatJson } from '../format.ts';

/** The number of rollups that were compared, and the discrepancies. */
export interface RollupsReport {
  readonly hours: number;
  readonly days: number;
  /** Days that were skipped because they need a refresh. */
  readonly dirty: number;
  readonly discrepancyCount: number;
  /** The first of the discrepancies. */
  readonly discrepancies: readonly RollupDiscrepancy[];
}

/** Sums up the steps of a comparison. @param maxExamples the maximum number of discrepancies to keep. */
export async function toReport(
  steps: AsyncIterable<RollupComparison>,
  maxExamples: number,
  progress: (text: () => string) => void,
): Promise<RollupsReport> {
  let report: RollupsReport = { hours: 0, days: 0, dirty: 0, discrepancyCount: 0, discrepancies: [] };
  for await (const { hours, days, dirty, discrepancies } of steps) {
    report = {
      hours: report.hours + hours,
      days: report.days + days,
      dirty: report.dirty + dirty,
      discrepancyCount: report.discrepancyCount + discrepancies.length,
      discrepancies: [...report.discrepancies, ...discrepancies].slice(0, maxExamples),
    };
    const { hours: compared } = report;
    progress(() => `hours: ${compared}`);
  }
  return report;
}

/** Formats the report as lines of text. */
export function formatRollups({
  hours,
  days,
  dirty,
  discrepancyCount,
  discrepancies,
}: RollupsReport): string {
  const more =
    discrepancyCount > discrepancies.length ? [`  and ${discrepancyCount - discrepancies.length} more`] : [];
  return [
    `${formatCount(hours, 'hour')} and ${formatCount(days, 'day')} compared; ${formatCount(dirty, 'day')} not refreshed yet were skipped`,
    ...discrepancies.map(formatDiscrepancy),
    ...more,
    discrepancyCount === 0 ? 'OK, no problems found' : `rollups that differ: ${discrepancyCount}`,
    '',
  ].join('\n');
}

/** Formats the report as one line of JSON. */
export function rollupsJson(report: RollupsReport): string {
  const discrepancies = report.discrepancies.map(({ start, ...discrepancy }) => ({
    ...discrepancy,
    start: new Date(start).toISOString(),
  }));
  return formatJson({ ok: report.discrepancyCount === 0, ...report, discrepancies });
}

function formatDiscrepancy({
  table,
  stationId,
  start,
  column,
  stored,
  recomputed,
}: RollupDiscrepancy): string {
  const place = `  ${table}  ${stationId} at ${new Date(start).toISOString()}`;
  return `${place}  ${column ?? 'row'} is ${formatStored(stored)}, recomputed ${formatStored(recomputed)}`;
}

function formatStored(value: string | null | undefined): string {
  return value === undefined ? 'missing' : (value ?? 'NULL');
}
