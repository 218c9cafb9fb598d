import type { RollupComparison, RollupDiscrepancy } from '@weather/weather-store';

/** What was compared and what differs. */
export interface SummariesReport {
  readonly hours: number;
  readonly days: number;
  /** Days that are marked to be made anew, and were left out. */
  readonly dirty: number;
  readonly discrepancyCount: number;
  /** The first of the discrepancies. */
  readonly discrepancies: readonly RollupDiscrepancy[];
}

const EMPTY: SummariesReport = { hours: 0, days: 0, dirty: 0, discrepancyCount: 0, discrepancies: [] };

/** Adds the steps of a comparison up. @param maxExamples how many discrepancies are kept. */
export async function reportOf(
  steps: AsyncIterable<RollupComparison>,
  maxExamples: number,
  progress: (text: () => string) => void,
): Promise<SummariesReport> {
  let report = EMPTY;
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

/** The report for people. */
export function formatSummaries({
  hours,
  days,
  dirty,
  discrepancyCount,
  discrepancies,
}: SummariesReport): string {
  const more =
    discrepancyCount > discrepancies.length ? [`  and ${discrepancyCount - discrepancies.length} more`] : [];
  return [
    `${hours} hours and ${days} days compared; ${dirty} days not refreshed yet were skipped`,
    ...discrepancies.map(formatFault),
    ...more,
    discrepancyCount === 0 ? 'no difference found' : `${discrepancyCount} summaries differ`,
    '',
  ].join('\n');
}

/** The report for programs. */
export function summariesJson(report: SummariesReport): string {
  const discrepancies = report.discrepancies.map(({ start, ...discrepancy }) => ({
    ...discrepancy,
    start: new Date(start).toISOString(),
  }));
  return `${JSON.stringify({ ok: report.discrepancyCount === 0, ...report, discrepancies })}\n`;
}

function formatFault({ table, stationId, start, column, stored, recomputed }: RollupDiscrepancy): string {
  const place = `  ${table}  ${stationId} at ${new Date(start).toISOString()}`;
  return `${place}  ${column ?? 'row'} is ${text(stored)}, recomputed ${text(recomputed)}`;
}

function text(value: string | null | undefined): string {
  return value === undefined ? 'not there' : (value ?? 'NULL');
}
